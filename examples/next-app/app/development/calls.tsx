import type { Call } from "@/lib/development";
import { Panel } from "../ui/panel";

const SHOWN = 15;
const READ = /^(Describe|Get|List)/;

interface CallsPanelProps {
  calls: Call[];
  withReads: boolean;
  /** Where the page is with reads, or without them. */
  toggle: string;
}

export function CallsPanel({ calls, withReads, toggle }: CallsPanelProps) {
  const chosen = withReads ? calls : calls.filter(({ operation, error }) => error || !READ.test(operation));
  const shown = chosen.slice(-SHOWN).reverse();
  return (
    <Panel title="Last calls" note={<a href={toggle}>{withReads ? "Hide" : "Show"} reads</a>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it, where it is wider than the page */}
      <section className="scroll" aria-label="Table of calls" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Time, UTC</th>
              <th scope="col">Operation</th>
              <th scope="col">Input</th>
              <th scope="col">Answer</th>
              <th scope="col">Attempt</th>
              <th scope="col">ms</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((call) => (
              <tr key={call.id}>
                <td>{call.time.slice(11, 23)}</td>
                <td className="mono">{`${call.service}:${call.operation}`}</td>
                <td className="mono input" title={JSON.stringify(call.input)}>
                  {JSON.stringify(call.input)}
                </td>
                <td className={call.error && "failed"} title={call.error?.message}>
                  {call.error?.code ?? "OK"}
                </td>
                <td className="amount">{call.attempt}</td>
                <td className="amount">{call.durationMs.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length === 0 && <p className="muted">None in the last ten minutes.</p>}
    </Panel>
  );
}
