"use strict";

/** The snapshots that are restored, and the value of each. */
const SNAPSHOTS = { "base a": "a", "base b": "b", "base c": "c" };

/** In how many places the value of an account stands, beside two of its own. */
const PLACES = 20;

/** A patch that gives a whole account one value. */
function whole(value) {
  const parameters = {};
  for (let place = 0; place < PLACES; place += 1) {
    parameters[`/whole/${place}`] = { value, type: "String", lastModified: "" };
  }
  return { whole: value, ssm: { parameters }, backups: [{ name: value, date: "", size: "" }], late: null };
}

/** The value of an account. */
function accountValue(state) {
  return state.whole;
}

/** What shows that an account is half of one and half of another. */
function problemsOf(state) {
  const { whole: value, ssm, backups, late, scenario, scenarioOf, scheduled = {} } = state;
  if (value === undefined) return [];
  const of = scenarioOf ?? undefined;
  const problems = [];
  for (let place = 0; place < PLACES; place += 1) {
    const found = ssm.parameters[`/whole/${place}`]?.value;
    if (found !== value) problems.push(`place ${place} of ${value} has ${found}`);
  }
  if (backups.length !== 1 || backups[0].name !== value) problems.push(`${value} has ${JSON.stringify(backups)}`);
  if (scenario?.name !== (of && `scenario ${of}`)) problems.push(`${scenario?.name} is over the state of ${of}`);
  for (const { patch } of Object.values(scheduled)) {
    if (patch.late !== of) problems.push(`what is to come is of ${patch.late}, and the state of ${of}`);
  }
  if ((late ?? of) !== of) problems.push(`what came later is of ${late}, and the state of ${of}`);
  return problems;
}

/**
 * True if a value can be that of the account after some calls: no other call was made and acknowledged after one that
 * has set it.
 *
 * @param {string} value
 * @param {{ value: string, began: number, acknowledged?: number }[]} calls
 */
function canBeLast(value, calls) {
  const lastBegan = Math.max(...calls.filter((call) => call.acknowledged !== undefined).map(({ began }) => began));
  return calls.some((call) => call.value === value && (call.acknowledged ?? Number.POSITIVE_INFINITY) >= lastBegan);
}

/** The calls that a process has written down, and what it has found to be wrong. */
function callsOf(entries) {
  const calls = [];
  const problems = [];
  for (const { value, began, acknowledged, failed } of entries) {
    if (failed !== undefined) problems.push(failed);
    else if (acknowledged === undefined) calls.push({ value, began });
    else calls.at(-1).acknowledged = acknowledged;
  }
  return { calls, problems };
}

module.exports = { SNAPSHOTS, callsOf, canBeLast, problemsOf, accountValue, whole };
