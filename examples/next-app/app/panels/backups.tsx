import type { MockBackup } from "@/lib/aws/mock-state-store";
import { deleteBackup, takeBackup } from "../actions";
import { ActionForm, Field, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { Time } from "../ui/time";

export function BackupsPanel({ backups }: { backups: MockBackup[] }) {
  return (
    <Panel title="Backups" note="newest first">
      {backups.length === 0 && <p className="muted">There are none. Take the first one below.</p>}
      <ul className="rows">
        {backups.map((backup) => (
          <li key={`${backup.name} ${backup.date}`}>
            <div className="row-text">
              <span className="mono name">{backup.name}</span>
              <span className="muted small">
                {backup.size}, <Time iso={backup.date} />
              </span>
            </div>
            <ActionForm action={deleteBackup} className="inline">
              <input type="hidden" name="name" value={backup.name} />
              <SubmitButton label={`Delete backup ${backup.name}`}>Delete</SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action={takeBackup} className="fields">
        <Field name="name" label="Name" hint="by date, if left empty" />
        <SubmitButton>Take backup</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
