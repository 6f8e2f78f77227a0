/* What the account tells by itself: changes, and calls of AWS. */

import { signal } from "@preact/signals";
import type { MockInstanceState, MockStateChange } from "../../../index.d.ts";
import { status } from "./account.ts";
import { urlOf } from "./api.ts";
import { addCalls, type CallSummary, loadCalls } from "./calls.ts";
import { catchUp, refreshShown } from "./resource.ts";

export type Connection = "connecting" | "live" | "lost";

export const connection = signal<Connection>("connecting");

/** The states of the instance that were seen since the page was opened, oldest first. */
export const seenStates = signal<{ time: string; state: string }[]>([]);

/** What happens at each change, beside reading again. */
const SEEN_STATES_LIMIT = 200;

/**
 * @param isAnew whether there was a stream before: revisions of an account that has been started anew say nothing of how
 *   old what is shown is
 */
export function connect(isAnew = false): void {
  const events = new EventSource(urlOf("events"));
  events.addEventListener("ready", (event) => {
    connection.value = "live";
    if (isAnew) refreshShown();
    else catchUp(JSON.parse(event.data).revision);
    void loadCalls();
  });
  events.addEventListener("change", (event) => onChange(JSON.parse(event.data)));
  events.addEventListener("calls", (event) => {
    const { calls, reset } = JSON.parse(event.data) as { calls: CallSummary[]; reset: boolean };
    addCalls(calls, reset);
    if (reset) status.refresh();
  });
  events.addEventListener("error", () => {
    connection.value = "lost";
    // A server that answered something else is not asked again by the browser.
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2000, true);
  });
}

function onChange(change: MockStateChange): void {
  if (change.type === "entries") {
    for (const entry of change.entries) if (entry.type === "instance") noteState(entry.value);
  }
  refreshShown(change.sections);
}

function noteState({ state, awsState, lastUpdated }: MockInstanceState): void {
  const seen = seenStates.value;
  const shown = awsState ?? state;
  if (seen.at(-1)?.state === shown) return;
  seenStates.value = [...seen, { time: lastUpdated, state: shown }].slice(-SEEN_STATES_LIMIT);
}
