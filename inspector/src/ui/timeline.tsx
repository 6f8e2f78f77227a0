import { Empty, Moment } from "./parts.tsx";

export interface TimelineEntry {
  key: string;
  time: string | undefined;
  title: string;
  detail?: string;
  kind: "coming" | "now" | "state" | "call" | "failed";
}

/** What is to come, and what was, newest first. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  if (entries.length === 0) return <Empty>Nothing has happened yet.</Empty>;
  return (
    <ol class="timeline">
      {entries.map(({ key, time, title, detail, kind }) => (
        <li key={key} class={kind}>
          <strong>{title}</strong>
          {detail && <span class="quiet"> {detail}</span>}
          <div class="quiet">
            {kind === "coming" && (time === undefined ? "not a matter of time" : "due ")}
            {time !== undefined && <Moment time={time} />}
          </div>
        </li>
      ))}
    </ol>
  );
}
