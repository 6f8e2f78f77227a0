import type { MockInstanceState, ScheduledChange } from "../../../index.d.ts";
import { instance, instances, scheduled, volumes } from "../data/account.ts";
import { write } from "../data/api.ts";
import { calls } from "../data/calls.ts";
import { seenStates } from "../data/live.ts";
import { act } from "../ui/action.ts";
import { Badge, Card, Empty, Facts, Field, Form, Moment, Panel, Waiting } from "../ui/parts.tsx";
import { Timeline, type TimelineEntry } from "../ui/timeline.tsx";

const STATES = ["running", "stopped", "hibernating", "pending", "stopping", "terminated", "unknown"];

/** The calls that change the state of an instance. */
const CHANGING = /^(Run|Start|Stop|Reboot|Terminate)Instances$/;

const TIMELINE_CALLS = 30;

export function setState(state: string): Promise<boolean> {
  return act(`The instance is ${state}`, () => write("PUT", "instance/state", { state }));
}

export function Instance() {
  const found = instance.use();
  if (found === undefined) return <Waiting for={instance} />;
  return (
    <Panel title="Instance" about="The EC2 instance of this account, as DescribeInstances answers it.">
      <div class="columns">
        <div>
          <Card title="State">
            <p class="figure">
              <Badge text={found.awsState ?? found.state} />
            </p>
            <fieldset class="choices">
              <legend>Set state</legend>
              {STATES.map((state) => (
                <button
                  type="button"
                  key={state}
                  aria-pressed={state === found.state}
                  onClick={() => state !== found.state && setState(state)}
                >
                  {state}
                </button>
              ))}
            </fieldset>
          </Card>
          <Card title="Details">
            <Facts
              facts={[
                ["Instance ID", <code key="id">{found.instanceId}</code>],
                ["Public IPv4 address", found.publicIp],
                ["Private IPv4 address", found.privateIpAddress],
                ["Instance type", found.instanceType],
                ["AMI ID", found.imageId],
                ["Availability Zone", found.availabilityZone],
                ["Launch time", <Moment key="launch" time={found.launchTime} />],
                ["Last change", <Moment key="last" time={found.lastUpdated} />],
              ]}
            />
            <AddressForm address={found.publicIp ?? ""} />
          </Card>
          <Volumes found={found} />
          <OtherInstances />
        </div>
        <StateTimeline found={found} />
      </div>
    </Panel>
  );
}

function AddressForm({ address }: { address: string }) {
  return (
    <Form
      label="Public IPv4 address"
      class="inline"
      onSubmit={(fields) => {
        const publicIp = fields.optional("publicIp") ?? null;
        return act("The address was set", () => write("PATCH", "instance", { publicIp }));
      }}
    >
      <Field label="Set public IPv4 address" hint="Empty takes it away.">
        <input key={address} name="publicIp" defaultValue={address} placeholder="203.0.113.42" />
      </Field>
      <button type="submit">Set</button>
    </Form>
  );
}

function Volumes({ found }: { found: MockInstanceState }) {
  const known = volumes.use() ?? {};
  const mappings = found.blockDeviceMappings ?? [];
  const hasVolume = mappings.length > 0;
  return (
    <Card title="Storage">
      {hasVolume ? (
        <table>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Volume ID</th>
              <th scope="col">Attachment</th>
              <th scope="col">Size</th>
            </tr>
          </thead>
          <tbody>
            {mappings.map(({ deviceName, volumeId, status }) => (
              <tr key={deviceName}>
                <td>{deviceName}</td>
                <td>
                  <code>{volumeId}</code>
                </td>
                <td>
                  <Badge text={status} />
                </td>
                <td class="nowrap">{known[volumeId]?.size ?? 8} GiB</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Empty>No volume is attached.</Empty>
      )}
    </Card>
  );
}

function OtherInstances() {
  const others = Object.values(instances.use() ?? {});
  if (others.length === 0) return null;
  return (
    <Card title="Other instances">
      <table>
        <thead>
          <tr>
            <th scope="col">Instance ID</th>
            <th scope="col">State</th>
            <th scope="col">Type</th>
            <th scope="col">Public IPv4</th>
          </tr>
        </thead>
        <tbody>
          {others.map(({ instanceId, state, awsState, instanceType, publicIp }) => (
            <tr key={instanceId}>
              <td>
                <code>{instanceId}</code>
              </td>
              <td>
                <Badge text={awsState ?? state} />
              </td>
              <td>{instanceType ?? "–"}</td>
              <td>{publicIp ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function StateTimeline({ found }: { found: MockInstanceState }) {
  const coming = (scheduled.use() ?? []).filter((change) => concerns(change, found.instanceId));
  const entries: TimelineEntry[] = [
    ...coming.map((change) => ({
      key: change.id,
      time: change.dueAt,
      title: describe(change),
      kind: "coming" as const,
    })),
    { key: "now", time: undefined, title: `Now: ${found.awsState ?? found.state}`, kind: "now" as const },
    ...pastOf(found),
  ];
  return (
    <Card title="Timeline">
      <Timeline entries={entries} />
    </Card>
  );
}

function pastOf(found: MockInstanceState): TimelineEntry[] {
  const seen = seenStates.value;
  const states = seen.length > 0 ? seen : [{ time: found.lastUpdated, state: found.awsState ?? found.state }];
  const changing = calls.value.filter(({ service, operation }) => service === "ec2" && CHANGING.test(operation));
  const past: TimelineEntry[] = [
    ...states.map(({ time, state }) => ({ key: `${time} ${state}`, time, title: state, kind: "state" as const })),
    ...changing.slice(0, TIMELINE_CALLS).map(({ id, time, operation, error }) => ({
      key: id,
      time,
      title: operation,
      detail: error === undefined ? "call" : `call, ${error.code}`,
      kind: error === undefined ? ("call" as const) : ("failed" as const),
    })),
  ];
  return past.sort((a, b) => (b.time ?? "").localeCompare(a.time ?? ""));
}

function concerns({ resource, patch }: ScheduledChange, instanceId: string): boolean {
  return resource === instanceId || patch?.instance !== undefined;
}

export function describe({ transition, resource, patch, faults, scenario, polls }: ScheduledChange): string {
  if (transition !== undefined) {
    return `${transition} of ${resource ?? "?"} ends${polls === undefined ? "" : ` after ${polls} more looks`}`;
  }
  const from = scenario === undefined ? "" : ` (scenario ${scenario})`;
  if (patch !== undefined) return `Patch of ${Object.keys(patch).join(", ") || "nothing"}${from}`;
  return faults === undefined ? `Nothing${from}` : `Other fault rules${from}`;
}
