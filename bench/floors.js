"use strict";

/*
 * What a call takes at least where a bar is out of reach: the parts of it that the contract asks for, and nothing
 * else.
 */

const { copyBackup, copyCosts, copyInstance, copyParameter, copyStack } = require("../lib/copy.js");
const { METHODS, parameter } = require("./cases.js");
const { awaited, interleaved, repeated } = require("./interleave.js");
const { markdown, round } = require("./numbers.js");
const { defaultState } = require("./plain-state.js");
const { PlainStore } = require("./plain-store.js");

/** @import * as Api from "../index.js" */
/** @import { StoredState } from "./plain-state.js" */

/** @returns {Promise<string>} Markdown */
async function floors() {
  const state = defaultState();
  const costs = state.costs["current-month"];
  const [getState, getCosts] = await Promise.all(
    [METHODS.getState, METHODS.getCosts].map((make) => make(/** @type {any} */ (new PlainStore()), [])),
  );
  const [few, many] = [10, 100_000].map(lookup);
  const [promise, copies, timers, copied, ofFew, ofMany, ofGetState, ofGetCosts] = await interleaved([
    () => awaited(async () => {}),
    () => repeated(() => copyOf(state)),
    () => repeated(() => withTimers({ instance: 0, ssm: 0, backups: 0, costs: 0, cloudformation: 0, faults: 0 })),
    () => repeated(() => copyCosts(costs)),
    () => repeated(few),
    () => repeated(many),
    () => awaited(getState),
    () => awaited(getCosts),
  ]);
  const least = promise + copies + timers;
  return markdown([
    ["what cannot be left out", "ns"],
    ["awaiting an `async` function that does nothing", round(promise)],
    ["`getState`: its objects, copied by literals whose keys are written out", round(copies)],
    ["`getState`: `Object.defineProperty` of `pendingTimeouts`", round(timers)],
    ["`getState`: all three", round(least)],
    ["`getState` of `plain`, all of it", round(ofGetState)],
    ["`getCosts`: its eight objects, copied, and the promise", round(promise + copied)],
    ["`getCosts` of `plain`, all of it", round(ofGetCosts)],
    ["`Map.get` of ever another one among 10 names", round(ofFew)],
    ["`Map.get` of ever another one among 100,000 names", round(ofMany)],
  ]);
}

/** @param {StoredState} state */
function copyOf({ instance, ssm: { parameters }, backups, costs, cloudformation, faults }) {
  return {
    instance: copyInstance(instance),
    ssm: {
      parameters: {
        "/minecraft/email-allowlist": copyParameter(parameters["/minecraft/email-allowlist"]),
        "/minecraft/gdrive-token": copyParameter(parameters["/minecraft/gdrive-token"]),
        "/minecraft/player-count": copyParameter(parameters["/minecraft/player-count"]),
        "/minecraft/server-action": copyParameter(parameters["/minecraft/server-action"]),
      },
      commands: [],
    },
    backups: backups.map(copyBackup),
    costs: {
      "current-month": copyCosts(costs["current-month"]),
      "last-month": copyCosts(costs["last-month"]),
      "last-30-days": copyCosts(costs["last-30-days"]),
    },
    cloudformation: copyStack(cloudformation),
    faults: { globalLatencyMs: faults.globalLatencyMs, operationFailures: new Map() },
  };
}

/** @param {object} state */
function withTimers(state) {
  const timers = { value: [], writable: true, enumerable: false, configurable: true };
  return Object.defineProperty(state, "pendingTimeouts", timers);
}

/**
 * Looks up one name after the other, in an order that is neither theirs nor random.
 *
 * @param {number} count
 */
function lookup(count) {
  const entries = Array.from({ length: count }, (_, index) => parameter(index));
  const names = entries.map(([name]) => name);
  const byName = new Map(entries);
  let index = 0;
  return () => {
    index = (index + 7919) % count;
    return byName.get(names[index])?.value;
  };
}

module.exports = { floors };
