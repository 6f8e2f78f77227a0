import type { MockBackup } from "../../../index.d.ts";
import { backups } from "../data/account.ts";
import { write } from "../data/api.ts";
import { act } from "../ui/action.ts";
import { Card, Empty, Field, Form, Moment, Panel, Scroll, Waiting } from "../ui/parts.tsx";

export function Backups() {
  const all = backups.use();
  const set = (done: string, changed: MockBackup[]) => act(done, () => write("PATCH", "state", { backups: changed }));
  if (all === undefined) return <Waiting for={backups} />;
  return (
    <Panel title="Backups" about="The backups of the game server, newest first.">
      <Card title="Backups">
        {all.length === 0 ? (
          <Empty>There is no backup.</Empty>
        ) : (
          <Scroll label="List of backups">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Date</th>
                  <th scope="col">Size</th>
                  <th scope="col">
                    <span class="hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map(({ name, date, size }, index) => (
                  <tr key={`${index} ${name}`}>
                    <td class="break">{name}</td>
                    <td>
                      <Moment time={date} />
                    </td>
                    <td class="nowrap">{size}</td>
                    <td class="number">
                      <button type="button" onClick={() => set(`${name} was removed`, all.toSpliced(index, 1))}>
                        Remove<span class="hidden"> {name}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Card>
      <Card title="Add a backup">
        <Form
          label="Add a backup"
          onSubmit={async (fields, form) => {
            const name = fields.text("name");
            const date = new Date().toISOString();
            const added = [{ name, date, size: fields.text("size") }, ...all];
            if (await set(`${name} was added`, added)) form.reset();
          }}
        >
          <Field label="Name">
            <input name="name" required autocomplete="off" placeholder="minecraft-backup-…" />
          </Field>
          <Field label="Size">
            <input name="size" required defaultValue="2.0 GB" />
          </Field>
          <div class="actions wide">
            <button type="submit" class="primary">
              Add
            </button>
          </div>
        </Form>
      </Card>
    </Panel>
  );
}
