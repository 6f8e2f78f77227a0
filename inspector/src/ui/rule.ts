import type { MockFaultRule } from "../../../index.d.ts";
import { named, write } from "../data/api.ts";
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
