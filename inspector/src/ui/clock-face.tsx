import { useEffect, useState } from "preact/hooks";
import type { Clock } from "../data/account.ts";
import { moment, zone } from "../format.ts";

/** The account's time, going on by the second. */
export function useAccountTime({ now, offsetMs, frozenAt }: Clock): number {
  // The server's clock and the page's are those of one machine.
  const time = () => (frozenAt === undefined ? Date.now() + offsetMs : new Date(now).getTime());
  const [, tick] = useState(0);
  useEffect(() => {
    if (frozenAt !== undefined) return undefined;
    const timer = setInterval(() => tick((value) => value + 1), 1000);
    return () => clearInterval(timer);
  }, [frozenAt]);
  return time();
}

export function ClockFace({ clock }: { clock: Clock }) {
  const now = useAccountTime(clock);
  return (
    <time class="clock-face" dateTime={new Date(now).toISOString()} title="The account's time">
      {moment(now)}
      <span class="zone">{zone(now)}</span>
      {clock.frozenAt !== undefined && <span class="badge busy">frozen</span>}
    </time>
  );
}
