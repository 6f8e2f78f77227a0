import type { MockFaultRule } from "../../../index.d.ts";
import { named, write } from "../data/api.ts";
import { count, duration } from "../format.ts";
import { act } from "./action.ts";

/** What each rule that was switched off here had before. */
const before = new Map<string, number | undefined>();

/** Switches a rule off, by a probability of 0, and on again. It keeps its place among the others. */
export function setRuleOn(rule: MockFaultRule, isOn: boolean): Promise<boolean> {
  const { hits, matched, bucket, probability, ...rest } = rule;
  if (!isOn) before.set(rule.id, probability);
  const next = isOn ? before.get(rule.id) : 0;
  const body = { ...rest, ...(next !== undefined && { probability: next }) };
  const name = rule.name ?? rule.id;
  return act(`${name} is ${isOn ? "on" : "off"}`, () => write("PUT", named("faults", rule.id), body));
}

/** What a rule does, in words. */
export function effectOf(rule: MockFaultRule): string {
  const { error, connection, throttle, latencyMs, probability, times, skip, every, after, from, until } = rule;
  const parts: string[] = [];
  if (error !== undefined) parts.push(typeof error === "string" ? error : error.code);
  if (connection !== undefined) parts.push(`connection: ${connection}`);
  if (throttle !== undefined) parts.push(`throttled beyond ${throttle.ratePerSecond}/s, burst ${throttle.burst}`);
  if (typeof latencyMs === "number") parts.push(`waits ${duration(latencyMs)}`);
  else if (latencyMs !== undefined) parts.push(`waits ${latencyText(latencyMs)}`);
  if (probability !== undefined && probability > 0) parts.push(`${probability * 100} % of calls`);
  if (times !== undefined) parts.push(count(times, "time"));
  if (skip !== undefined) parts.push(`not the first ${skip}`);
  if (every !== undefined) parts.push(`one of ${every}`);
  if (after) parts.push("after the change");
  if (from !== undefined) parts.push(`from ${from}`);
  if (until !== undefined) parts.push(`until ${until}`);
  return parts.join(", ");
}

function latencyText(latency: Exclude<MockFaultRule["latencyMs"], number | undefined>): string {
  return latency.distribution === "uniform"
    ? `${duration(latency.min)} to ${duration(latency.max)}`
    : `about ${duration(latency.distribution === "normal" ? latency.mean : latency.median)}`;
}
