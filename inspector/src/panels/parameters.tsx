import { useEffect, useMemo, useState } from "preact/hooks";
import { named, write } from "../data/api.ts";
import { Resource } from "../data/resource.ts";
import { goTo, linkTo } from "../router.ts";
import { act } from "../ui/action.ts";
import { Badge, Card, Empty, Field, Form, Moment, Panel, Scroll, Waiting } from "../ui/parts.tsx";
import type { PanelProps } from "./index.ts";
import { ParameterDetail } from "./parameter-detail.tsx";

const PAGE = 50;

interface Listed {
  name: string;
  type: string;
  value: string;
  lastModified: string;
  version: number;
}

export function Parameters({ item }: PanelProps) {
  const [isCreating, setIsCreating] = useState(false);
  return (
    <Panel
      title="Parameter Store"
      about="The parameters of Systems Manager."
      actions={
        <button type="button" class="primary" aria-expanded={isCreating} onClick={() => setIsCreating(!isCreating)}>
          Create parameter
        </button>
      }
    >
      {isCreating && <CreateForm onDone={() => setIsCreating(false)} />}
      <div class={item === undefined ? "" : "split"}>
        <ParameterList selected={item} />
        {item !== undefined && <ParameterDetail key={item} name={item} />}
      </div>
    </Panel>
  );
}

function CreateForm({ onDone }: { onDone: () => void }) {
  return (
    <Card title="Create parameter">
      <Form
        label="Create parameter"
        onSubmit={async (fields) => {
          const name = fields.text("name");
          const body = { value: fields.text("value"), type: fields.text("type") };
          if (await act(`${name} was created`, () => write("PUT", named("parameters", name), body))) {
            onDone();
            goTo("parameters", name);
          }
        }}
      >
        <Field label="Name">
          <input name="name" required autocomplete="off" placeholder="/app/name" />
        </Field>
        <Field label="Type">
          <select name="type">
            <option>String</option>
            <option>StringList</option>
            <option>SecureString</option>
          </select>
        </Field>
        <Field label="Value" class="wide">
          <textarea name="value" rows={2} />
        </Field>
        <div class="actions wide">
          <button type="submit" class="primary">
            Create
          </button>
          <button type="button" onClick={onDone}>
            Cancel
          </button>
        </div>
      </Form>
    </Card>
  );
}

function ParameterList({ selected }: { selected: string | undefined }) {
  const [search, setSearch] = useState("");
  const [skip, setSkip] = useState(0);
  const path = `parameter-list?search=${encodeURIComponent(search)}&skip=${skip}&limit=${PAGE}`;
  const resource = useMemo(() => new Resource<{ total: number; parameters: Listed[] }>(path, ["parameters"]), [path]);
  const fresh = resource.use();
  // While the next page is read, this one stays.
  const [page, setPage] = useState(fresh);
  useEffect(() => {
    if (fresh !== undefined) setPage(fresh);
  }, [fresh]);
  return (
    <Card title="Parameters">
      <Field label="Search by name">
        <input
          type="search"
          value={search}
          onInput={(event) => {
            setSearch(event.currentTarget.value);
            setSkip(0);
          }}
        />
      </Field>
      {page === undefined ? (
        <Waiting for={resource} />
      ) : (
        <>
          <Rows parameters={page.parameters} selected={selected} />
          <Pager skip={skip} total={page.total} onSkip={setSkip} />
        </>
      )}
    </Card>
  );
}

function Rows({ parameters, selected }: { parameters: Listed[]; selected: string | undefined }) {
  if (parameters.length === 0) return <Empty>No parameter has such a name.</Empty>;
  return (
    <Scroll label="List of parameters">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
            <th scope="col">Type</th>
            <th scope="col">Version</th>
            <th scope="col">Last modified</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, type, value, version, lastModified }) => (
            <tr key={name} class={name === selected ? "selected" : ""}>
              <td class="break">
                <a href={linkTo("parameters", name)} aria-current={name === selected ? "true" : undefined}>
                  {name || "(empty name)"}
                </a>
              </td>
              <td class="value">
                {type === "SecureString" ? <span class="quiet">••••••</span> : <code>{value || " "}</code>}
              </td>
              <td>
                <Badge text={type} />
              </td>
              <td>{version}</td>
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

function Pager({ skip, total, onSkip }: { skip: number; total: number; onSkip: (skip: number) => void }) {
  return (
    <nav class="pager" aria-label="Pages of parameters">
      <button type="button" disabled={skip === 0} onClick={() => onSkip(Math.max(skip - PAGE, 0))}>
        Previous
      </button>
      <span aria-live="polite">
        {total === 0 ? 0 : skip + 1}–{Math.min(skip + PAGE, total)} of {total.toLocaleString()}
      </span>
      <button type="button" disabled={skip + PAGE >= total} onClick={() => onSkip(skip + PAGE)}>
        Next
      </button>
    </nav>
  );
}
