"use strict";

/*
 * What the methods of a store answer, made of its cache: the caller's own copies. Each is a function that is made
 * once: a closure for each call takes as long as most of the reads do.
 */

const { areaOf } = require("./areas.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./areas.js").Areas} Areas */
/** @typedef {import("./cache.js").Cache} Cache */

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockInstanceState}
 */
function readInstance(cache, areas) {
  return cache.copyDocument(areaOf(areas, "instance"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {string | undefined}
 */
function readPublicIp(cache, areas) {
  return cache.document(areaOf(areas, "instance")).publicIp;
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {boolean}
 */
function readHasVolume(cache, areas) {
  return cache.document(areaOf(areas, "instance")).hasVolume;
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {string} name
 * @returns {string | null}
 */
function readParameter(cache, areas, name) {
  return cache.named(areaOf(areas, "parameter"), name)?.value ?? null;
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Record<string, Api.MockSSMParameter>}
 */
function readAllParameters(cache, areas) {
  return cache.copyAll(areaOf(areas, "parameter"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockSSMCommand[]}
 */
function readCommands(cache, areas) {
  return cache.copyList(areaOf(areas, "command"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockBackup[]}
 */
function readBackups(cache, areas) {
  return cache.copyDocument(areaOf(areas, "backups"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {Api.CostPeriod} period
 * @returns {Api.MockCostData}
 */
function readCosts(cache, areas, period) {
  return cache.copyNamed(areaOf(areas, "costs"), period);
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockCloudFormationStack}
 */
function readStack(cache, areas) {
  return cache.copyDocument(areaOf(areas, "cloudformation"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {number}
 */
function readLatency(cache, areas) {
  return cache.document(areaOf(areas, "globalLatency"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {string} operation
 * @returns {Api.OperationFailureConfig | undefined}
 */
function readOperationFailure(cache, areas, operation) {
  return cache.copyNamed(areaOf(areas, "operationFailure"), operation);
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockFaultRule[]}
 */
function readFaults(cache, areas) {
  return cache.copyDocument(areaOf(areas, "faultRules")) ?? [];
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.ScheduledChange[]}
 */
function readScheduled(cache, areas) {
  const scheduled = cache.copyAll(areaOf(areas, "scheduled"));
  // The order of the ids is that in which they come due; the cache has them in that of their arrival.
  const ids = Object.keys(scheduled).sort();
  return ids.map((id) => ({ id, ...scheduled[id] }));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 */
function readCurrentScenario(cache, areas) {
  const scenario = /** @type {Api.MockState["scenario"] | null} */ (cache.document(areaOf(areas, "scenario")));
  if (!scenario) return undefined;
  const { name, description, appliedAt } = scenario;
  return { name, description, appliedAt };
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockSentEmail[]}
 */
function readSentEmails(cache, areas) {
  return cache.copyList(areaOf(areas, "sentEmail"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.Transitions}
 */
function readTransitions(cache, areas) {
  const own = cache.copyAll(areaOf(areas, "transition"));
  const { "*": all } = own;
  /** @type {Record<string, any>} */
  const result = {};
  for (const [name, duration] of Object.entries(areas.transitions)) result[name] = own[name] ?? all ?? duration;
  return /** @type {Api.Transitions} */ (result);
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {number} realm the time of the realm
 */
function readNow(cache, areas, realm) {
  return timeOf(cache.document(areaOf(areas, "clock")), realm);
}

/**
 * The time by the clock as it was last known.
 *
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {number} realm
 */
function lastKnownNow(cache, areas, realm) {
  return timeOf(cache.lastKnown(areaOf(areas, "clock")), realm);
}

/** The last millisecond of a `Date`, where time ends. */
const MOST_MS = 8_640_000_000_000_000;

/**
 * @param {Api.MockState["clock"] | null} clock
 * @param {number} realm
 */
function timeOf(clock, realm) {
  if (!clock) return realm;
  return clock.frozenAt === undefined ? Math.min(realm + clock.offsetMs, MOST_MS) : Date.parse(clock.frozenAt);
}

/**
 * @param {Cache} cache
 * @param {Areas} _areas
 * @param {ReadonlySet<NodeJS.Timeout>} timeouts
 * @returns {Api.MockState}
 */
function readState(cache, _areas, timeouts) {
  const timers = { value: [...timeouts], writable: true, enumerable: false, configurable: true };
  return Object.defineProperty(/** @type {Api.MockState} */ (cache.copyState()), "pendingTimeouts", timers);
}

module.exports = {
  lastKnownNow,
  readAllParameters,
  readBackups,
  readCommands,
  readCosts,
  readCurrentScenario,
  readFaults,
  readHasVolume,
  readInstance,
  readLatency,
  readNow,
  readOperationFailure,
  readParameter,
  readPublicIp,
  readScheduled,
  readSentEmails,
  readStack,
  readState,
  readTransitions,
};
