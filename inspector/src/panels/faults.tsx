import type { MockFaultRule } from "../../../index.d.ts";
import { failures, faults, latency } from "../data/account.ts";
import { named, write } from "../data/api.ts";
import { count } from "../format.ts";
import { act } from "../ui/action.ts";
import { confirm } from "../ui/confirm.tsx";
import { Card, Empty, Field, Form, Panel, Switch, Waiting } from "../ui/parts.tsx";
import { effectOf, setRuleOn } from "../ui/rule.ts";
import { FaultForm } from "./fault-form.tsx";

export function Faults() {
  const rules = faults.use();
  const removeAll = async () => {
    const text = "Operation failures and the latency of all calls stay.";
    if (!(await confirm("Remove all rules?", text, "Remove"))) return;
    await act("All rules were removed", () => write("DELETE", "faults"));
  };
  return (
    <Panel
      title="Faults"
      about="Which calls of AWS clients fail, break or wait. The first rule that fits decides; latencies add up."
      actions={
        <button type="button" disabled={!rules?.length} onClick={removeAll}>
          Remove all…
        </button>
      }
    >
      <Card title="Rules">
        {rules === undefined && <Waiting for={faults} />}
        {rules?.length === 0 && <Empty>There is no rule: every call goes through.</Empty>}
        <ul class="plain rules">
          {rules?.map((rule) => (
            <Rule key={rule.id} rule={rule} />
          ))}
        </ul>
      </Card>
      <Card title="Add a rule">
        <FaultForm />
      </Card>
      <OperationFailures />
      <Latency />
    </Panel>
  );
}

function Rule({ rule }: { rule: MockFaultRule }) {
  const name = rule.name ?? rule.id;
  return (
    <li class="rule">
      <Switch isOn={rule.probability !== 0} onSwitch={(isOn) => setRuleOn(rule, isOn)}>
        <strong>{name}</strong>
      </Switch>
      <span class="break">
        {[rule.action].flat().map((action) => (
          <code key={action}>{action}</code>
        ))}
        {rule.resource !== undefined && <> on {[rule.resource].flat().join(", ")}</>}
      </span>
      <span>{effectOf(rule)}</span>
      <span class={rule.hits ? "hits" : "hits quiet"}>{count(rule.hits ?? 0, "hit")}</span>
      <button type="button" onClick={() => act(`${name} was removed`, () => write("DELETE", named("faults", rule.id)))}>
        Remove<span class="hidden"> {name}</span>
      </button>
    </li>
  );
}

function OperationFailures() {
  const all = Object.entries(failures.use() ?? {});
  return (
    <Card title="Operation failures">
      {all.length === 0 ? (
        <Empty>No operation fails by name.</Empty>
      ) : (
        <ul class="plain rules">
          {all.map(([operation, { alwaysFail, errorCode, errorMessage }]) => (
            <li key={operation} class="rule">
              <strong>{operation}</strong>
              <span>{alwaysFail ? "each call" : "the next call"}</span>
              <span class="break">{[errorCode, errorMessage].filter(Boolean).join(": ")}</span>
              <button
                type="button"
                onClick={() => act(`${operation} goes through`, () => write("DELETE", named("failures", operation)))}
              >
                Remove<span class="hidden"> failure of {operation}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Latency() {
  const ms = latency.use()?.ms;
  return (
    <Card title="Latency of all calls">
      <Form
        label="Latency of all calls"
        class="inline"
        onSubmit={(fields) =>
          act("The latency was set", () => write("PUT", "latency", { ms: fields.number("ms") ?? 0 }))
        }
      >
        <Field label="Milliseconds">
          <input key={ms} name="ms" type="number" min="0" defaultValue={String(ms ?? 0)} />
        </Field>
        <button type="submit">Set</button>
      </Form>
    </Card>
  );
}
