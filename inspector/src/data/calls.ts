import { signal } from "@preact/signals";
import type { MockCall } from "../../../index.d.ts";
import { read } from "./api.ts";

export type CallSummary = Omit<MockCall, "input" | "output">;

/** How many are read at first. */
const FIRST = 100;
/** How many are held: as many as an account keeps unless told otherwise. */
const MOST = 1000;

/** The calls, newest first. */
export const calls = signal<CallSummary[]>([]);
/** Whether all that the account keeps are here. */
export const hasAllCalls = signal(false);

export async function loadCalls(limit = Math.max(FIRST, calls.peek().length)): Promise<void> {
  try {
    const { value } = await read<CallSummary[]>(`calls?summary=true&limit=${limit}`);
    calls.value = value.reverse();
    hasAllCalls.value = value.length < limit;
  } catch {
    // The stream of events comes back, and then they are read again.
  }
}

export function loadAllCalls(): Promise<void> {
  return loadCalls(MOST);
}

export function addCalls(added: CallSummary[], reset: boolean): void {
  const known = new Set(
    reset
      ? []
      : calls
          .peek()
          .slice(0, added.length + FIRST)
          .map(({ id }) => id),
  );
  const fresh = added.filter(({ id }) => !known.has(id)).reverse();
  calls.value = (reset ? fresh : [...fresh, ...calls.peek()]).slice(0, MOST);
  if (reset) hasAllCalls.value = true;
}
