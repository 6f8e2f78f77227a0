import { invokeFunction } from "../actions";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";

export function FunctionPanel({ name }: { name: string }) {
  return (
    <Panel title="Function">
      <ActionForm action={invokeFunction} className="inline spread">
        <span className="mono small break">{name}</span>
        <SubmitButton>Invoke</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
