import type { MockSSMParameter } from "@/lib/aws/mock-state-store";
import { deleteParameter, setParameter } from "../actions";
import { ActionForm, Choice, Field, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { Time } from "../ui/time";

const TYPES = ["String", "SecureString"].map((type) => ({ value: type, label: type }));

export function ParametersPanel({ parameters }: { parameters: Record<string, MockSSMParameter> }) {
  const names = Object.keys(parameters).sort();
  return (
    <Panel title="Parameters" note={count(names.length, "parameter")}>
      <ul className="rows">
        {Object.entries(parameters)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, parameter]) => (
            <li key={name}>
              <div className="row-text">
                <span className="mono name">{name}</span>
                <Value parameter={parameter} />
                <span className="muted small">
                  {parameter.type}, <Time iso={parameter.lastModified} />
                </span>
              </div>
              <ActionForm action={deleteParameter} className="inline">
                <input type="hidden" name="name" value={name} />
                <SubmitButton label={`Delete parameter ${name}`}>Delete</SubmitButton>
              </ActionForm>
            </li>
          ))}
      </ul>
      <ActionForm action={setParameter} className="fields">
        <Field name="name" label="Name" hint="/minecraft/motd" suggestions={names} required />
        <Field name="value" label="Value" />
        <Choice name="type" label="Type" choices={TYPES} />
        <SubmitButton>Set parameter</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

function Value({ parameter }: { parameter: MockSSMParameter }) {
  if (parameter.value === "") {
    return <span className="value muted">empty</span>;
  }
  if (parameter.type === "SecureString") {
    return <span className="value">••••••••</span>;
  }
  return <span className="value mono">{parameter.value}</span>;
}

function count(n: number, noun: string) {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}
