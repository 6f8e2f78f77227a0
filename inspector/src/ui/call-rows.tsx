import type { CallSummary } from "../data/calls.ts";
import { duration, timeOfDay } from "../format.ts";
import { linkTo } from "../router.ts";
import { Badge, Scroll } from "./parts.tsx";
import { layWaterfall } from "./waterfall.ts";

interface Props {
  /** Newest first. */
  calls: CallSummary[];
  selected?: string | undefined;
  label: string;
}

export function CallRows({ calls, selected, label }: Props) {
  const bars = layWaterfall(calls);
  return (
    <Scroll label={label}>
      <table class="calls">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Operation</th>
            <th scope="col">Result</th>
            <th scope="col">Attempt</th>
            <th scope="col">Fault</th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col" class="waterfall">
              Waterfall
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call, index) => (
            <tr key={call.id} class={call.id === selected ? "selected" : ""}>
              <td class="nowrap">
                <time dateTime={call.time} title={call.time}>
                  {timeOfDay(call.time)}
                </time>
              </td>
              <td>
                <a href={linkTo("calls", call.id)} aria-current={call.id === selected ? "true" : undefined}>
                  <span class="quiet">{call.service}:</span>
                  {call.operation}
                </a>
              </td>
              <td>{call.error === undefined ? <Badge text="success" /> : <Failure {...call.error} />}</td>
              <td class="nowrap">{call.attempt > 1 ? `retry ${call.attempt - 1}` : "first"}</td>
              <td class="nowrap">{call.fault ?? <span class="quiet">–</span>}</td>
              <td class="number nowrap">{duration(call.durationMs)}</td>
              <td class="waterfall">
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect
                    class={call.error === undefined ? "bar" : "bar bad"}
                    x={bars[index]?.start}
                    width={bars[index]?.width}
                    y="1"
                    height="6"
                    rx="0.6"
                  />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Failure({ code, statusCode }: { code: string; statusCode?: number }) {
  return (
    <span class="badge bad">
      {code}
      {statusCode !== undefined && ` ${statusCode}`}
    </span>
  );
}
