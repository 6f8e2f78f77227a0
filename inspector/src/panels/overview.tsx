import { costs, failures, faults, instance, scenarios, stack, status } from "../data/account.ts";
import { write } from "../data/api.ts";
import { calls } from "../data/calls.ts";
import { count, money } from "../format.ts";
import { linkTo } from "../router.ts";
import { act } from "../ui/action.ts";
import { CallRows } from "../ui/call-rows.tsx";
import { ClockFace } from "../ui/clock-face.tsx";
import { confirm } from "../ui/confirm.tsx";
import { Badge, Card, Empty, Facts, Field, Form, Panel, Switch, Waiting } from "../ui/parts.tsx";
import { effectOf, setRuleOn } from "../ui/rule.ts";
import { setState } from "./instance.tsx";

const RECENT_CALLS = 8;

export function Overview() {
  const account = status.use();
  if (account === undefined) return <Waiting for={status} />;
  const reset = async () => {
    const text = "State, rules, scenario and clock go back to the beginning. Snapshots, calls and durations stay.";
    if (!(await confirm("Reset the account?", text, "Reset"))) return;
    await act("The account was reset", () => write("POST", "reset"));
  };
  const { scenario, clock } = account;
  return (
    <Panel
      title="Overview"
      about={`Account ${account.accountId} in ${account.region}, revision ${account.revision}`}
      actions={
        <button type="button" class="danger" onClick={reset}>
          Reset account…
        </button>
      }
    >
      <div class="grid">
        <InstanceCard />
        <ScenarioCard current={scenario?.name} />
        <Card title="Clock" actions={<OpenLink panel="clock" title="Clock" />}>
          <p class="figure small">
            <ClockFace clock={clock} />
          </p>
          <div class="actions">
            {[
              ["+1 min", 60_000],
              ["+1 h", 3_600_000],
            ].map(([label, ms]) => (
              <button
                type="button"
                key={label}
                onClick={() => act(`Advanced by ${label}`, () => write("POST", "clock/advance", { ms }))}
              >
                {label}
              </button>
            ))}
            {clock.frozenAt === undefined ? (
              <button type="button" onClick={() => act("The clock is frozen", () => write("POST", "clock/freeze"))}>
                Freeze
              </button>
            ) : (
              <button type="button" onClick={() => act("The clock goes on", () => write("POST", "clock/resume"))}>
                Resume
              </button>
            )}
          </div>
        </Card>
        <StackCard />
        <CostCard />
        <FaultsCard />
      </div>
      <Card title="Recent calls" actions={<a href={linkTo("calls")}>All calls</a>}>
        {calls.value.length === 0 ? (
          <Empty>No AWS client has called yet.</Empty>
        ) : (
          <CallRows label="The latest calls" calls={calls.value.slice(0, RECENT_CALLS)} />
        )}
      </Card>
    </Panel>
  );
}

function OpenLink({ panel, title }: { panel: string; title: string }) {
  return (
    <a href={linkTo(panel)}>
      Open<span class="hidden"> {title}</span>
    </a>
  );
}

function InstanceCard() {
  const found = instance.use();
  if (found === undefined) return <Card title="Instance">{<Waiting for={instance} />}</Card>;
  return (
    <Card title="Instance" class="brief" actions={<OpenLink panel="instance" title="Instance" />}>
      <p class="figure">
        <Badge text={found.awsState ?? found.state} />
      </p>
      <Facts
        facts={[
          ["Instance ID", <code key="id">{found.instanceId}</code>],
          ["Public IPv4 address", found.publicIp],
        ]}
      />
      <div class="actions">
        <button type="button" disabled={found.state === "running"} onClick={() => setState("running")}>
          Start
        </button>
        <button type="button" disabled={found.state === "stopped"} onClick={() => setState("stopped")}>
          Stop
        </button>
      </div>
    </Card>
  );
}

function ScenarioCard({ current }: { current: string | undefined }) {
  const all = scenarios.use();
  return (
    <Card title="Scenario" actions={<OpenLink panel="scenarios" title="Scenario" />}>
      <p class="figure small">{current ?? <span class="quiet">none applied</span>}</p>
      <Form
        label="Apply a scenario"
        class="inline"
        onSubmit={(fields) => {
          const name = fields.text("name");
          return act(`Scenario ${name} applied`, () => write("POST", "scenario", { name }));
        }}
      >
        <Field label="Name">
          <select name="name" required>
            <option value="">Choose a scenario…</option>
            {all?.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <button type="submit">Apply</button>
      </Form>
    </Card>
  );
}

function StackCard() {
  const found = stack.use();
  return (
    <Card title="CloudFormation" actions={<OpenLink panel="stacks" title="CloudFormation" />}>
      {found === undefined ? (
        <Waiting for={stack} />
      ) : (
        <p class="figure">{found.exists ? <Badge text={found.status} /> : <span class="quiet">no stack</span>}</p>
      )}
    </Card>
  );
}

function CostCard() {
  const month = costs.use()?.["current-month"];
  return (
    <Card title="Costs this month" actions={<OpenLink panel="costs" title="Costs this month" />}>
      {month === undefined ? <Waiting for={costs} /> : <p class="figure">{money(month.totalCost, month.currency)}</p>}
    </Card>
  );
}

function FaultsCard() {
  const rules = faults.use();
  const operations = Object.keys(failures.use() ?? {});
  return (
    <Card title="Faults" actions={<OpenLink panel="faults" title="Faults" />}>
      {rules === undefined && <Waiting for={faults} />}
      {rules?.length === 0 && operations.length === 0 && <Empty>Every call goes through.</Empty>}
      <ul class="plain">
        {rules?.slice(0, 5).map((rule) => (
          <li key={rule.id} class="row">
            <Switch isOn={rule.probability !== 0} onSwitch={(isOn) => setRuleOn(rule, isOn)}>
              <span class="break">
                {rule.name ?? rule.id}
                <small>{`${[rule.action].flat().join(", ")}: ${effectOf(rule)}`}</small>
              </span>
            </Switch>
            <span class="quiet nowrap">{count(rule.hits ?? 0, "hit")}</span>
          </li>
        ))}
        {operations.length > 0 && <li>{count(operations.length, "operation failure")}</li>}
      </ul>
    </Card>
  );
}
