"use strict";

/*
 * What the methods of a store answer, made of its cache: the caller's own copies. Each is a function that is made
 * once: a closure for each call takes as long as most of the reads do.
 */

/** @import * as Api from "../index.js" */
/** @typedef {import("./areas.js").Areas} Areas */
/** @typedef {import("./cache.js").Cache} Cache */

/**
 * @param {Areas} areas
 * @param {string} entry
 */
function area(areas, entry) {
  return /** @type {import("./areas.js").Area} */ (areas.byEntry.get(entry));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockInstanceState}
 */
function readInstance(cache, areas) {
  return cache.copyDocument(area(areas, "instance"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {string | undefined}
 */
function readPublicIp(cache, areas) {
  return cache.document(area(areas, "instance")).publicIp;
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {boolean}
 */
function readHasVolume(cache, areas) {
  return cache.document(area(areas, "instance")).hasVolume;
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {string} name
 * @returns {string | null}
 */
function readParameter(cache, areas, name) {
  return cache.named(area(areas, "parameter"), name)?.value ?? null;
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Record<string, Api.MockSSMParameter>}
 */
function readAllParameters(cache, areas) {
  return cache.copyAll(area(areas, "parameter"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockSSMCommand[]}
 */
function readCommands(cache, areas) {
  return cache.copyList(area(areas, "command"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockBackup[]}
 */
function readBackups(cache, areas) {
  return cache.copyDocument(area(areas, "backups"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {Api.CostPeriod} period
 * @returns {Api.MockCostData}
 */
function readCosts(cache, areas, period) {
  return cache.copyNamed(area(areas, "costs"), period);
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {Api.MockCloudFormationStack}
 */
function readStack(cache, areas) {
  return cache.copyDocument(area(areas, "cloudformation"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @returns {number}
 */
function readLatency(cache, areas) {
  return cache.document(area(areas, "globalLatency"));
}

/**
 * @param {Cache} cache
 * @param {Areas} areas
 * @param {string} operation
 * @returns {Api.OperationFailureConfig | undefined}
 */
function readOperationFailure(cache, areas, operation) {
  return cache.copyNamed(area(areas, "operationFailure"), operation);
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
  readAllParameters,
  readBackups,
  readCommands,
  readCosts,
  readHasVolume,
  readInstance,
  readLatency,
  readOperationFailure,
  readParameter,
  readPublicIp,
  readStack,
  readState,
};
