const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A moment, in UTC. */
export function Time({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{FORMAT.format(at)} UTC</time>;
}
