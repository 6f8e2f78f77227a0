import type { Command } from "@/lib/aws/commands";
import { runCommand } from "../actions";
import { ActionForm, Field, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";

export function CommandPanel({ command }: { command: Command | undefined }) {
  return (
    <Panel title="Run a command" note={command?.status}>
      {command && (
        <div className="output">
          <p className="mono small muted break">{command.id}</p>
          {command.output && <pre>{command.output}</pre>}
          {command.error && <pre className="failed">{command.error}</pre>}
          {command.status === "Success" && !command.output && <p className="muted">It has printed nothing.</p>}
        </div>
      )}
      <ActionForm action={runCommand} className="fields">
        <Field
          name="lines"
          label="Shell line"
          hint="mcrcon list"
          suggestions={["mcrcon list", "echo hello"]}
          required
        />
        <SubmitButton>Run</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
