import type { MockCloudFormationStack, MockStackEvent } from "../../../index.d.ts";
import { stack, stackEvents, stacks } from "../data/account.ts";
import { write } from "../data/api.ts";
import { act } from "../ui/action.ts";
import { useMore } from "../ui/more.tsx";
import { Badge, Card, Empty, Facts, Field, Moment, Panel, Switch, Waiting } from "../ui/parts.tsx";

const STATUSES = [
  "CREATE_IN_PROGRESS",
  "CREATE_COMPLETE",
  "CREATE_FAILED",
  "UPDATE_IN_PROGRESS",
  "UPDATE_COMPLETE",
  "UPDATE_FAILED",
  "ROLLBACK_IN_PROGRESS",
  "ROLLBACK_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "DELETE_IN_PROGRESS",
  "DELETE_COMPLETE",
  "DELETE_FAILED",
];

export function Stacks() {
  const main = stack.use();
  const others = Object.entries(stacks.use() ?? {});
  return (
    <Panel title="CloudFormation" about="The stacks of the account, and what has happened to them.">
      <div class="columns">
        <div>
          {main === undefined ? <Waiting for={stack} /> : <MainStack found={main} />}
          {others.map(([name, other]) => (
            <Card key={name} title={name} actions={<Badge text={other.status} />}>
              <StackFacts found={other} />
            </Card>
          ))}
        </div>
        <Events events={stackEvents.use() ?? []} />
      </div>
    </Panel>
  );
}

function nameOf({ stackId }: MockCloudFormationStack): string {
  return /:stack\/([^/]+)/.exec(stackId)?.[1] ?? stackId;
}

function MainStack({ found }: { found: MockCloudFormationStack }) {
  const set = (done: string, cloudformation: object) => act(done, () => write("PATCH", "state", { cloudformation }));
  const statuses = STATUSES.includes(found.status) ? STATUSES : [found.status, ...STATUSES];
  return (
    <Card
      title={nameOf(found)}
      actions={found.exists ? <Badge text={found.status} /> : <span class="badge calm">does not exist</span>}
    >
      <Switch
        isOn={found.exists}
        onSwitch={(exists) => set(exists ? "The stack exists" : "The stack is gone", { exists })}
      >
        Exists
      </Switch>
      <Field label="Status">
        <select
          value={found.status}
          onChange={(event) => {
            const status = event.currentTarget.value;
            return set(`The stack is ${status}`, { status });
          }}
        >
          {statuses.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </select>
      </Field>
      <StackFacts found={found} />
    </Card>
  );
}

function StackFacts({ found }: { found: MockCloudFormationStack }) {
  const { stackId, creationTime, description, outputs = {}, parameters = {} } = found;
  return (
    <>
      <Facts
        facts={[
          ["Stack ID", <code key="id">{stackId}</code>],
          ["Description", description],
          ["Created", <Moment key="created" time={creationTime} />],
        ]}
      />
      <Pairs title="Outputs" pairs={outputs} />
      <Pairs title="Parameters" pairs={parameters} />
    </>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Record<string, string> }) {
  const all = Object.entries(pairs);
  if (all.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <Facts facts={all} />
    </>
  );
}

function Events({ events }: { events: MockStackEvent[] }) {
  const [some, more] = useMore([...events].reverse(), 30);
  return (
    <Card title="Events">
      {events.length === 0 && <Empty>Nothing has happened to a stack yet.</Empty>}
      <ol class="timeline">
        {some.map((event) => (
          <li key={event.eventId} class="state">
            <Badge text={event.status} /> <span class="quiet break">{/:stack\/([^/]+)/.exec(event.stackId)?.[1]}</span>
            <div class="quiet">
              <Moment time={event.timestamp} /> {event.reason}
            </div>
          </li>
        ))}
      </ol>
      {more}
    </Card>
  );
}
