import { useEffect, useMemo, useState } from "preact/hooks";
import type { MockSSMParameter } from "../../../index.d.ts";
import { named, write } from "../data/api.ts";
import { Resource } from "../data/resource.ts";
import { goTo, linkTo } from "../router.ts";
import { act } from "../ui/action.ts";
import { confirm } from "../ui/confirm.tsx";
import { Card, Empty, Facts, Field, Form, Moment, Scroll, Waiting } from "../ui/parts.tsx";

type Version = MockSSMParameter & { version: number };

export function ParameterDetail({ name }: { name: string }) {
  const [isShown, setIsShown] = useState(false);
  const query = isShown ? "&secrets=show" : "";
  const resource = useMemo(
    () => new Resource<MockSSMParameter>(named("parameters", name, query), ["parameters"]),
    [name, query],
  );
  const history = useMemo(
    () => new Resource<Version[]>(named("parameter-history", name, query), ["parameters"]),
    [name, query],
  );
  const fresh = resource.use();
  // What was read before stays until it is read again, except the value: that may be a mask.
  const [held, setHeld] = useState({ query, parameter: fresh });
  useEffect(() => {
    if (fresh !== undefined) setHeld({ query, parameter: fresh });
  }, [fresh]);
  const { parameter } = held;
  const isMasked = !isShown || held.query !== query;
  const remove = async () => {
    if (!(await confirm("Delete the parameter?", `${name} and its history will be gone.`, "Delete"))) return;
    // First, so that nobody asks for it any more.
    goTo("parameters");
    await act(`${name} was deleted`, () => write("DELETE", named("parameters", name)));
  };
  const close = <a href={linkTo("parameters")}>Close</a>;
  if (parameter === undefined || resource.error.value !== undefined) {
    return (
      <Card title={name || "(empty name)"} actions={close}>
        <Waiting for={resource as Resource<unknown>} />
      </Card>
    );
  }
  const isSecret = parameter.type === "SecureString";
  return (
    <Card title={name || "(empty name)"} actions={close} class="detail">
      <Facts
        facts={[
          ["Type", parameter.type],
          ["Version", parameter.metadata?.version ?? 1],
          ["Last modified", <Moment key="last" time={parameter.lastModified} />],
          ...(parameter.metadata?.description
            ? ([["Description", parameter.metadata.description]] as [string, string][])
            : []),
        ]}
      />
      {isSecret && (
        <button type="button" aria-pressed={isShown} onClick={() => setIsShown(!isShown)}>
          {isShown ? "Hide value" : "Show value"}
        </button>
      )}
      {isSecret && isMasked ? <p class="secret">••••••••</p> : <ValueForm name={name} parameter={parameter} />}
      <h3>History</h3>
      <History versions={history.use()} isMasked={isSecret && isMasked} current={parameter} />
      <div class="actions end">
        <button type="button" class="danger" onClick={remove}>
          Delete…
        </button>
      </div>
    </Card>
  );
}

function ValueForm({ name, parameter }: { name: string; parameter: MockSSMParameter }) {
  return (
    <Form
      label="Value"
      onSubmit={(fields) => {
        const body = { value: fields.text("value"), type: parameter.type };
        return act(`${name} was set`, () => write("PUT", named("parameters", name), body));
      }}
    >
      <Field label="Value" class="wide">
        <textarea key={parameter.value} name="value" rows={4} spellcheck={false} defaultValue={parameter.value} />
      </Field>
      <div class="actions wide">
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </Form>
  );
}

interface HistoryProps {
  versions: Version[] | undefined;
  isMasked: boolean;
  current: MockSSMParameter;
}

function History({ versions = [], isMasked, current }: HistoryProps) {
  const all = [...versions, { ...current, version: current.metadata?.version ?? 1 }].reverse();
  if (all.length < 2) return <Empty>Earlier versions are kept once an AWS client has set the parameter.</Empty>;
  return (
    <Scroll label="List of versions">
      <table>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Value</th>
            <th scope="col">Modified</th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ version, value, lastModified }) => (
            <tr key={version}>
              <td>{version}</td>
              <td class="value">{isMasked ? <span class="quiet">••••••</span> : <code>{value}</code>}</td>
              <td class="nowrap">
                <Moment time={lastModified} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
