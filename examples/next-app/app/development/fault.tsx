import { ActionForm, Choice, Field, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";
import { injectFault } from "./actions";
import { OPERATIONS } from "./operations";

const CHOICES = OPERATIONS.map((operation) => ({ value: operation, label: operation }));
const CODES = ["RequestLimitExceeded", "ThrottlingException", "UnauthorizedOperation", "InsufficientInstanceCapacity"];

export function FaultPanel() {
  return (
    <Panel title="Fault" note="of the next call">
      <ActionForm action={injectFault} className="fields">
        <Choice name="faulty" label="Operation" choices={CHOICES} />
        <Field name="errorCode" label="Error code" hint="RequestLimitExceeded" suggestions={CODES} required />
        <SubmitButton>Inject fault</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
