import { OPERATIONS } from "@/lib/aws/mock-provider";
import type { MockFaultInjection, OperationFailureConfig } from "@/lib/aws/mock-state-store";
import { clearFault, injectFault, setLatency } from "../actions";
import { ActionForm, Choice, Field, SubmitButton } from "../ui/action-form";
import { Panel } from "../ui/panel";

const OPERATION_CHOICES = OPERATIONS.map((operation) => ({ value: operation, label: operation }));
const WHEN_CHOICES = [
  { value: "next", label: "the next time" },
  { value: "always", label: "every time" },
];

export function FaultsPanel({ faults }: { faults: MockFaultInjection }) {
  const failures = [...faults.operationFailures];
  return (
    <Panel title="Faults" note={failures.length === 0 ? "all is well" : `${failures.length} injected`}>
      <ul className="rows">
        {failures.map(([operation, failure]) => (
          <li key={operation}>
            <div className="row-text">
              <span className="mono name">{operation}</span>
              <span className="muted small">{describe(failure)}</span>
            </div>
            <ActionForm action={clearFault} className="inline">
              <input type="hidden" name="operation" value={operation} />
              <SubmitButton label={`Clear the fault of ${operation}`}>Clear</SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action={injectFault} className="fields">
        <Choice name="operation" label="Operation" choices={OPERATION_CHOICES} />
        <Choice name="when" label="Fails" choices={WHEN_CHOICES} />
        <Field name="errorCode" label="Error code" hint="InternalFailure" />
        <Field name="errorMessage" label="Message" hint="optional" />
        <SubmitButton>Inject fault</SubmitButton>
      </ActionForm>
      <ActionForm action={setLatency} className="fields">
        <Field name="latency" label="Latency, ms" type="number" initial={String(faults.globalLatencyMs)} required />
        <SubmitButton>Set latency</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

function describe({ alwaysFail, errorCode, errorMessage }: OperationFailureConfig) {
  const when = alwaysFail ? "fails every time" : "fails the next time";
  return [when, errorCode, errorMessage].filter(Boolean).join(", ");
}
