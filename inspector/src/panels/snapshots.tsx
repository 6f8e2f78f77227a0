import { useMemo, useState } from "preact/hooks";
import type { JsonPatchOperation, SnapshotInfo } from "../../../index.d.ts";
import { snapshots } from "../data/account.ts";
import { write } from "../data/api.ts";
import { Resource } from "../data/resource.ts";
import { act } from "../ui/action.ts";
import { confirm } from "../ui/confirm.tsx";
import { useMore } from "../ui/more.tsx";
import { Badge, Card, Empty, Field, Form, Moment, Panel, Scroll, Waiting } from "../ui/parts.tsx";

/** Every section: a difference can be in any. */
const ANY = [
  "instance",
  "parameters",
  "commands",
  "backups",
  "costs",
  "cloudformation",
  "stacks",
  "functions",
  "emails",
  "faults",
  "leases",
  "instances",
  "volumes",
  "images",
  "addresses",
  "networkTags",
  "clock",
  "transitions",
  "scheduled",
  "scenario",
  "other",
];

function pathOf(name: string, rest = ""): string {
  return `snapshots/${encodeURIComponent(name)}${rest}`;
}

/** Snapshots are not told by events: the list is read again after what is done here. */
async function change(done: string, action: () => Promise<unknown>): Promise<boolean> {
  const isDone = await act(done, action);
  snapshots.refresh();
  return isDone;
}

export function Snapshots() {
  const all = snapshots.use();
  return (
    <Panel title="Snapshots" about="The whole account under a name, clock and all, to come back to.">
      <Card title="Keep a snapshot">
        <Form
          label="Keep a snapshot"
          class="inline"
          onSubmit={async (fields, form) => {
            const name = fields.text("name").trim();
            if (await change(`${name} was kept`, () => write("PUT", pathOf(name)))) form.reset();
          }}
        >
          <Field label="Name" hint="Letters, digits, spaces and . _ -">
            <input name="name" required autocomplete="off" />
          </Field>
          <button type="submit" class="primary">
            Keep
          </button>
        </Form>
      </Card>
      {all === undefined ? <Waiting for={snapshots} /> : <List snapshots={all} />}
      {all !== undefined && all.length > 0 && <Difference snapshots={all} />}
    </Panel>
  );
}

function List({ snapshots: all }: { snapshots: SnapshotInfo[] }) {
  const restore = async (name: string) => {
    const text = `All that has happened since ${name} is lost, unless there is another snapshot of it.`;
    if (!(await confirm("Restore the snapshot?", text, "Restore"))) return;
    await change(`${name} was restored`, () => write("POST", pathOf(name, "/restore")));
  };
  const remove = async (name: string) => {
    if (!(await confirm("Delete the snapshot?", `${name} will be gone.`, "Delete"))) return;
    await change(`${name} was deleted`, () => write("DELETE", pathOf(name)));
  };
  return (
    <Card title="Snapshots">
      {all.length === 0 && <Empty>There is no snapshot yet.</Empty>}
      <ul class="plain rules">
        {all.map(({ name, takenAt }) => (
          <li key={name} class="rule">
            <strong class="break">{name}</strong>
            <span class="quiet">
              <Moment time={takenAt} />
            </span>
            <span class="actions">
              <button type="button" onClick={() => restore(name)}>
                Restore…<span class="hidden"> {name}</span>
              </button>
              <button type="button" onClick={() => remove(name)}>
                Delete…<span class="hidden"> {name}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Difference({ snapshots: all }: { snapshots: SnapshotInfo[] }) {
  const names = all.map(({ name }) => name);
  const [chosen, setFrom] = useState("");
  const [to, setTo] = useState("");
  const from = names.includes(chosen) ? chosen : (names[0] ?? "");
  const path = pathOf(from, `/diff${names.includes(to) ? `?to=${encodeURIComponent(to)}` : ""}`);
  const resource = useMemo(() => new Resource<JsonPatchOperation[]>(path, ANY), [path]);
  const operations = resource.use();
  return (
    <Card title="What has changed">
      <div class="form inline">
        <Field label="From">
          <select value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
        <Field label="To">
          <select value={names.includes(to) ? to : ""} onChange={(event) => setTo(event.currentTarget.value)}>
            <option value="">now</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      </div>
      {operations === undefined ? (
        <Waiting for={resource as Resource<unknown>} />
      ) : (
        <Operations operations={operations} />
      )}
    </Card>
  );
}

function Operations({ operations }: { operations: JsonPatchOperation[] }) {
  const [some, more] = useMore(operations, 100);
  if (operations.length === 0) return <Empty>Nothing has changed.</Empty>;
  return (
    <>
      <Scroll label="List of changes">
        <table>
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col">Path</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {some.map((operation) => (
              <tr key={`${operation.op} ${operation.path}`}>
                <td>
                  <Badge text={operation.op} />
                </td>
                <td class="break">
                  <code>{operation.path}</code>
                </td>
                <td class="value">{"value" in operation && <code>{JSON.stringify(operation.value)}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {more}
    </>
  );
}
