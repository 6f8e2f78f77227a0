import { useEffect, useMemo, useState } from "preact/hooks";
import type { MockCall } from "../../../index.d.ts";
import { write } from "../data/api.ts";
import { calls, hasAllCalls, loadAllCalls, loadCalls } from "../data/calls.ts";
import { Resource } from "../data/resource.ts";
import { duration, json } from "../format.ts";
import { linkTo } from "../router.ts";
import { act } from "../ui/action.ts";
import { CallRows } from "../ui/call-rows.tsx";
import { useMore } from "../ui/more.tsx";
import { Badge, Card, Code, Empty, Facts, Field, Moment, Panel, Waiting } from "../ui/parts.tsx";
import type { PanelProps } from "./index.ts";

const STEP = 50;

export function Calls({ item }: PanelProps) {
  const clear = () =>
    act("The calls were cleared", async () => {
      await write("DELETE", "calls");
      await loadCalls();
    });
  return (
    <Panel
      title="Calls"
      about="The requests of AWS clients, newest first, from every process."
      actions={
        <button type="button" disabled={calls.value.length === 0} onClick={clear}>
          Clear
        </button>
      }
    >
      <div class={item === undefined ? "" : "split"}>
        <CallList selected={item} />
        {item !== undefined && <CallDetail key={item} id={item} />}
      </div>
    </Panel>
  );
}

function CallList({ selected }: { selected: string | undefined }) {
  const [search, setSearch] = useState("");
  const [isFailedOnly, setIsFailedOnly] = useState(false);
  const wanted = search.toLowerCase();
  const found = calls.value.filter(({ service, operation, error, fault }) => {
    const text = `${service}:${operation} ${error?.code ?? ""} ${fault ?? ""}`.toLowerCase();
    return text.includes(wanted) && (!isFailedOnly || error !== undefined);
  });
  const [some, more] = useMore(found, STEP);
  return (
    <Card title="Requests">
      <div class="form inline">
        <Field label="Filter by operation, error or fault">
          <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </Field>
        <label class="check">
          <input
            type="checkbox"
            checked={isFailedOnly}
            onChange={(event) => setIsFailedOnly(event.currentTarget.checked)}
          />
          Failed only
        </label>
      </div>
      {found.length === 0 ? (
        <Empty>No call fits.</Empty>
      ) : (
        <CallRows label="List of calls" calls={some} selected={selected} />
      )}
      {more}
      {!hasAllCalls.value && !more && (
        <p class="more">
          <button type="button" onClick={loadAllCalls}>
            Show older calls
          </button>
        </p>
      )}
    </Card>
  );
}

function CallDetail({ id }: { id: string }) {
  const resource = useMemo(() => new Resource<MockCall>(`calls/${encodeURIComponent(id)}`, []), [id]);
  const call = resource.use();
  const attempts = useAttempts(call);
  const close = <a href={linkTo("calls")}>Close</a>;
  if (call === undefined) {
    return (
      <Card title="Request" actions={close}>
        <Waiting for={resource as Resource<unknown>} />
      </Card>
    );
  }
  const { error } = call;
  return (
    <Card title={`${call.service}:${call.operation}`} actions={close} class="detail">
      <Facts
        facts={[
          ["Result", <Badge key="result" text={error?.code ?? "success"} />],
          ["Message", error?.message],
          ["HTTP status", error === undefined ? 200 : (error.statusCode ?? "the connection broke")],
          ["Time", <Moment key="time" time={call.time} />],
          ["Took", duration(call.durationMs)],
          ["Attempt", call.attempt],
          ["Fault", call.fault],
          ["Request ID", <code key="id">{call.id}</code>],
          ["Access key", <code key="key">{call.accessKeyId}</code>],
          ["Process", call.pid],
        ]}
      />
      {attempts}
      <h3>Request</h3>
      <Code label="Request" text={json(call.input)} />
      <h3>Response</h3>
      {call.output === undefined ? (
        <Code label="Response" text={json(error ?? null)} />
      ) : (
        <Code label="Response" text={json(call.output)} />
      )}
    </Card>
  );
}

/** All attempts of the request that a call belongs to, as far as that can be told. */
function useAttempts(call: MockCall | undefined) {
  const [all, setAll] = useState(calls.peek());
  useEffect(() => {
    if (call !== undefined) setAll(calls.peek());
  }, [call]);
  if (call === undefined) return null;
  const same = all.filter(({ service, operation }) => service === call.service && operation === call.operation);
  const own = same.findIndex(({ id }) => id === call.id);
  if (own === -1) return null;
  // Newest first: attempts count down from the last of them.
  let [newest, oldest] = [own, own];
  while ((same[newest - 1]?.attempt ?? 0) === (same[newest]?.attempt ?? 0) + 1) newest -= 1;
  while (same[oldest + 1] !== undefined && same[oldest + 1]?.attempt === (same[oldest]?.attempt ?? 0) - 1) oldest += 1;
  if (newest === oldest) return null;
  return (
    <>
      <h3>Attempts</h3>
      <CallRows label="List of attempts" calls={same.slice(newest, oldest + 1)} selected={call.id} />
    </>
  );
}
