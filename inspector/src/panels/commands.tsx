import type { MockCommandResponse, MockSSMCommand } from "../../../index.d.ts";
import { commandResponses, commands } from "../data/account.ts";
import { write } from "../data/api.ts";
import { duration } from "../format.ts";
import { act } from "../ui/action.ts";
import { confirm } from "../ui/confirm.tsx";
import { useMore } from "../ui/more.tsx";
import { Badge, Card, Code, Empty, Facts, Field, Form, Moment, Panel, Scroll, Waiting } from "../ui/parts.tsx";

export function Commands() {
  const all = commands.use();
  const clear = async () => {
    if (!(await confirm("Clear the commands?", "Their outputs are gone, too.", "Clear"))) return;
    await act("The commands were cleared", () => write("PATCH", "state", { ssm: { commands: [] } }));
  };
  return (
    <Panel
      title="Run Command"
      about="The shell commands that were sent to the instance, and what they printed."
      actions={
        <button type="button" disabled={!all?.length} onClick={clear}>
          Clear…
        </button>
      }
    >
      <Responses />
      {all === undefined ? <Waiting for={commands} /> : <CommandList commands={all} />}
    </Panel>
  );
}

function CommandList({ commands: all }: { commands: MockSSMCommand[] }) {
  const [some, more] = useMore([...all].reverse(), 30);
  if (all.length === 0) return <Empty>No command was sent yet.</Empty>;
  return (
    <>
      {some.map((command) => (
        <Command key={command.commandId} command={command} />
      ))}
      {more}
    </>
  );
}

function Command({ command }: { command: MockSSMCommand }) {
  const { commandId, commands: lines, status, awsStatus, output, error, createdAt, completedAt } = command;
  const took = completedAt === undefined ? undefined : Date.parse(completedAt) - Date.parse(createdAt);
  return (
    <Card title={lines[0] ?? "(no lines)"} actions={<Badge text={awsStatus ?? status} />} class="command">
      <Facts
        facts={[
          ["Command ID", <code key="id">{commandId}</code>],
          ["Requested", <Moment key="at" time={createdAt} />],
          ["Took", took === undefined ? undefined : duration(took)],
        ]}
      />
      {lines.length > 1 && <Code label="Commands" text={lines.join("\n")} />}
      {output && <Code label="Output" text={output} />}
      {error && (
        <>
          <h3>Error output</h3>
          <Code label="Error output" text={error} />
        </>
      )}
    </Card>
  );
}

/** What commands of AWS clients end with. */
function Responses() {
  const all = commandResponses.use() ?? [];
  const set = (done: string, responses: MockCommandResponse[]) =>
    act(done, () => write("PATCH", "state", { ssm: { commandResponses: responses } }));
  return (
    <Card title="What commands answer">
      {all.length === 0 ? (
        <Empty>A command that nothing answers succeeds without output.</Empty>
      ) : (
        <Scroll label="List of answers">
          <table>
            <thead>
              <tr>
                <th scope="col">Matches</th>
                <th scope="col">Status</th>
                <th scope="col">Output</th>
                <th scope="col">
                  <span class="hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((response, index) => (
                <tr key={index}>
                  <td class="break">
                    <code>{response.match}</code>
                  </td>
                  <td>
                    <Badge text={response.status ?? "Success"} />
                  </td>
                  <td class="value">{response.output ?? response.error}</td>
                  <td class="number">
                    <button type="button" onClick={() => set("The answer was removed", all.toSpliced(index, 1))}>
                      Remove<span class="hidden"> answer of {response.match}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <details>
        <summary>Add an answer</summary>
        <Form
          label="Add an answer"
          onSubmit={async (fields, form) => {
            const response = {
              match: fields.text("match"),
              status: fields.text("status") as "Success",
              output: fields.optional("output"),
              error: fields.optional("error"),
            };
            if (await set("The answer was added", [...all, response])) form.reset();
          }}
        >
          <Field label="Match" hint="The lines of the command, or a regular expression as /…/.">
            <input name="match" required autocomplete="off" placeholder="/systemctl/" />
          </Field>
          <Field label="Status">
            <select name="status">
              <option>Success</option>
              <option>Failed</option>
              <option>TimedOut</option>
              <option>Cancelled</option>
            </select>
          </Field>
          <Field label="Output" class="wide">
            <textarea name="output" rows={2} />
          </Field>
          <Field label="Error output" class="wide">
            <textarea name="error" rows={1} />
          </Field>
          <div class="actions wide">
            <button type="submit" class="primary">
              Add
            </button>
          </div>
        </Form>
      </details>
    </Card>
  );
}
