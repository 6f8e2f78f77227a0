const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A moment, in UTC; a date that no one can parse is shown as it is. */
export function Time({ iso }: { iso: string }) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return <>{iso}</>;
  }
  return (
    <time dateTime={date.toISOString()} title={iso}>
      {FORMAT.format(date)} UTC
    </time>
  );
}
