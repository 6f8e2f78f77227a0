/* Times, durations and amounts for people, in the language of the browser. */

const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const ZONE = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

function formatted(format: Intl.DateTimeFormat, time: string | number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : format.format(date);
}

export function moment(time: string | number): string {
  return formatted(MOMENT, time);
}

/** The time zone that all times are shown in, at a moment: `GMT+2`. */
export function zone(time: string | number): string {
  return ZONE.formatToParts(new Date(time)).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** The time without its day. */
export function timeOfDay(time: string | number): string {
  return formatted(TIME, time);
}

export function day(time: string | number): string {
  return formatted(DAY, time);
}

const UNITS: [string, number][] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** A duration by its two largest units. */
export function duration(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1000) return `${Math.round(ms * 10) / 10} ms`;
  if (size < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const parts = [];
  let rest = Math.round(size / 1000) * 1000;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
    if (parts.length === 2) break;
  }
  return `${ms < 0 ? "−" : ""}${parts.join(" ")}`;
}

export function money(amount: string | number, currency: string): string {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(Number(amount));
  } catch {
    return `${amount} ${currency}`;
  }
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString()} ${value === 1 ? one : many}`;
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? "";
}
