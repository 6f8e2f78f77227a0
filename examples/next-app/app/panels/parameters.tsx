import type { Parameter } from "@aws-sdk/client-ssm";
import { deleteParameter, setParameter } from "../actions";
import { ActionForm, Choice, Field, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { Time } from "../ui/time";

const TYPES = ["String", "SecureString"].map((type) => ({ value: type, label: type }));

interface ParametersPanelProps {
  parameters: Parameter[];
  path: string;
}

export function ParametersPanel({ parameters, path }: ParametersPanelProps) {
  const names = parameters.map(({ Name = "" }) => Name);
  return (
    <Panel title="Parameters" note={parameters.length === 1 ? "1 parameter" : `${parameters.length} parameters`}>
      <ul className="rows">
        {parameters.map((parameter) => (
          <li key={parameter.Name}>
            <div className="row-text">
              <span className="mono name">{parameter.Name}</span>
              <Value parameter={parameter} />
              <span className="muted small">
                {`${parameter.Type}, version ${parameter.Version}`}
                {parameter.LastModifiedDate && (
                  <>
                    , <Time at={parameter.LastModifiedDate} />
                  </>
                )}
              </span>
            </div>
            <ActionForm action={deleteParameter} className="inline">
              <input type="hidden" name="name" value={parameter.Name} />
              <SubmitButton label={`Delete parameter ${parameter.Name}`}>Delete</SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action={setParameter} className="fields">
        <Field name="name" label="Name" hint={`${path}/motd`} suggestions={names} required />
        <Field name="value" label="Value" required />
        <Choice name="type" label="Type" choices={TYPES} />
        <SubmitButton>Set parameter</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

function Value({ parameter }: { parameter: Parameter }) {
  if (parameter.Type === "SecureString") return <span className="value">••••••••</span>;
  if (!parameter.Value) return <span className="value muted">empty</span>;
  return <span className="value mono">{parameter.Value}</span>;
}
