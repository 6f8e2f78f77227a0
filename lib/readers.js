"use strict";

const {
  copy,
  copyBackup,
  copyCommand,
  copyCosts,
  copyFailure,
  copyInstance,
  copyLeases,
  copyStack,
  copyToMap,
} = require("./copy.js");

/*
 * What the methods of a store answer, made of its replica: the caller's own copies. Each is a function that is made
 * once: a closure for each call takes as long as most of the reads do.
 */

/** @import * as Api from "../index.js" */
/** @import { Replica } from "./replica.js" */

/** @param {Replica} replica */
function readInstance(replica) {
  return copyInstance(replica.instance);
}

/** @param {Replica} replica */
function readPublicIp(replica) {
  return replica.instance.publicIp;
}

/** @param {Replica} replica */
function readHasVolume(replica) {
  return replica.instance.hasVolume;
}

/**
 * @param {Replica} replica
 * @param {string} name
 */
function readParameter(replica, name) {
  return replica.parameterValue(name);
}

/** @param {Replica} replica */
function readParameters(replica) {
  return replica.copyParameters();
}

/** @param {Replica} replica */
function readCommands(replica) {
  return replica.commands.map(copyCommand);
}

/** @param {Replica} replica */
function readBackups(replica) {
  return replica.backups.map(copyBackup);
}

/**
 * @param {Replica} replica
 * @param {Api.CostPeriod} period
 */
function readCosts(replica, period) {
  return copyCosts(replica.costs(period));
}

/** @param {Replica} replica */
function readStack(replica) {
  return copyStack(replica.stack);
}

/** @param {Replica} replica */
function readLatency(replica) {
  return replica.faults.latency;
}

/**
 * @param {Replica} replica
 * @param {string} operation
 */
function readFailure(replica, operation) {
  const failure = replica.operationFailure(operation);
  return failure && copyFailure(failure);
}

/**
 * @param {Replica} replica
 * @param {ReadonlySet<NodeJS.Timeout>} timeouts
 * @returns {Api.MockState}
 */
function readState(replica, timeouts) {
  // What comes later would be of a later revision.
  const parts = replica.all();
  const { instance, commands, backups, costs, stack, faults, extra, hasExtra, leases } = parts;
  /** @type {Omit<Api.MockState, "pendingTimeouts">} */
  let state = {
    instance: copyInstance(instance),
    ssm: {
      parameters: parts.copyParameters(),
      commands: commands.list.map(copyCommand),
    },
    backups: backups.map(copyBackup),
    costs: {
      "current-month": copyCosts(costs["current-month"]),
      "last-month": copyCosts(costs["last-month"]),
      "last-30-days": copyCosts(costs["last-30-days"]),
    },
    cloudformation: copyStack(stack),
    faults: {
      globalLatencyMs: faults.latency,
      operationFailures: copyToMap(faults.failures, copyFailure),
    },
  };
  if (hasExtra) state = withExtra(state, extra);
  const copiedLeases = copyLeases(leases, extra);
  if (copiedLeases) state.leases = copiedLeases;
  const timers = { value: [...timeouts], writable: true, enumerable: false, configurable: true };
  return Object.defineProperty(/** @type {Api.MockState} */ (state), "pendingTimeouts", timers);
}

/**
 * A state, and each section of it, behind the keys that nobody here knows.
 *
 * @template {Omit<Api.MockState, "pendingTimeouts">} T
 * @param {T} state
 * @param {Record<string, unknown>[]} extra
 * @returns {T}
 */
function withExtra(state, [ofState, ofSsm, ofCosts, ofFaults]) {
  const { ssm, costs, faults } = state;
  return {
    ...copy(ofState),
    ...state,
    ssm: { ...copy(ofSsm), ...ssm },
    costs: { ...copy(ofCosts), ...costs },
    faults: { ...copy(ofFaults), ...faults },
  };
}

module.exports = {
  readBackups,
  readCommands,
  readCosts,
  readFailure,
  readHasVolume,
  readInstance,
  readLatency,
  readParameter,
  readParameters,
  readPublicIp,
  readStack,
  readState,
};
