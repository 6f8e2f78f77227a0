import type { CallSummary } from "../data/calls.ts";

/** Calls further apart than this are laid out by themselves. */
const GAP_MS = 3000;

/** The least that can be seen, of 100. */
const LEAST = 0.8;

export interface Bar {
  /** Of 100. */
  start: number;
  width: number;
}

/**
 * Where the bar of each call is. Calls that follow one another closely share a scale, from the beginning of the first to
 * the end of the last: what waits for what, and the pauses between attempts, can be seen.
 *
 * @param calls newest first
 */
export function layWaterfall(calls: readonly Pick<CallSummary, "time" | "durationMs">[]): Bar[] {
  const spans = calls.map(({ time, durationMs }) => {
    const start = new Date(time).getTime();
    return { start, end: start + durationMs };
  });
  const bars: Bar[] = [];
  let first = 0;
  while (first < spans.length) {
    let last = first;
    while (last + 1 < spans.length && isClose(spans[last], spans[last + 1])) last += 1;
    const group = spans.slice(first, last + 1);
    const from = Math.min(...group.map(({ start }) => start));
    const length = Math.max(...group.map(({ end }) => end)) - from || 1;
    for (const { start, end } of group) {
      const width = Math.max(((end - start) / length) * 100, LEAST);
      bars.push({ start: Math.min(((start - from) / length) * 100, 100 - width), width });
    }
    first = last + 1;
  }
  return bars;
}

interface Span {
  start: number;
  end: number;
}

function isClose(newer: Span | undefined, older: Span | undefined): boolean {
  return newer !== undefined && older !== undefined && newer.start - older.end < GAP_MS;
}
