"use strict";

const { brand } = require("./brand.js");
const {
  copy,
  copyCommand,
  copyCosts,
  copyFlat,
  copyInstance,
  copyLeases,
  copyToMap,
  copyToObject,
} = require("./copy.js");
const { encode, encodeState } = require("./encode.js");
const { Engine } = require("./engine.js");
const { transact } = require("./transaction.js");
const { warn } = require("./warnings.js");
const { changes, subscribe } = require("./watch.js");

/** @import * as Api from "../index.js" */
/** @import { Replica } from "./replica.js" */

// Not `#private`: a store behind a Proxy is a store.
const ENGINE = Symbol("engine");
const TIMEOUTS = Symbol("timeouts");

/** @implements {Api.MockStateStore} */
class MockStateStore {
  /** @type {Engine} */
  [ENGINE];
  /** @type {Set<NodeJS.Timeout>} */
  [TIMEOUTS] = new Set();

  /** @param {Api.MockStateStoreOptions} [options] */
  constructor(options) {
    this[ENGINE] = new Engine(options);
    // No part of what printing a store, or comparing two, shows.
    for (const key of [ENGINE, TIMEOUTS]) Object.defineProperty(this, key, { enumerable: false });
  }

  async getInstance() {
    return this[ENGINE].read((replica) => copyInstance(replica.instance));
  }

  /** @param {unknown} instance */
  async setInstance(instance) {
    return this[ENGINE].change("setInstance", encode(instance, "instance"), Date.now());
  }

  /** @param {unknown} state */
  async updateInstanceState(state) {
    return this[ENGINE].change("updateInstanceState", state, Date.now());
  }

  async getPublicIp() {
    return this[ENGINE].read((replica) => replica.instance.publicIp);
  }

  /** @param {unknown} publicIp */
  async setPublicIp(publicIp) {
    return this[ENGINE].change("setPublicIp", publicIp, Date.now());
  }

  async hasVolume() {
    return this[ENGINE].read((replica) => replica.instance.hasVolume);
  }

  /** @param {unknown} hasVolume */
  async setHasVolume(hasVolume) {
    return this[ENGINE].change("setHasVolume", hasVolume, Date.now());
  }

  /** @param {string} name */
  async getParameter(name) {
    return this[ENGINE].read((replica) => replica.parameterValue(name));
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   */
  async setParameter(name, value, type) {
    return this[ENGINE].change("setParameter", name, value, type, Date.now());
  }

  /** @param {unknown} name */
  async deleteParameter(name) {
    return this[ENGINE].change("deleteParameter", name);
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   * @param {unknown} [overwrite]
   */
  async putParameter(name, value, type, overwrite) {
    return this[ENGINE].change("putParameter", name, value, type, overwrite, Date.now());
  }

  /**
   * @param {unknown} name
   * @param {unknown} expected
   */
  async deleteParameterIfValue(name, expected) {
    return this[ENGINE].change("deleteParameterIfValue", name, expected);
  }

  async getAllParameters() {
    return this[ENGINE].read((replica) => copyToObject(replica.parameters, copyFlat));
  }

  async getCommands() {
    return this[ENGINE].read((replica) => replica.commands.map(copyCommand));
  }

  /** @param {unknown} commands */
  async addCommand(commands) {
    return this[ENGINE].change("addCommand", encode(commands, "commands"), Date.now());
  }

  /**
   * @param {unknown} commandId
   * @param {unknown} updates
   */
  async updateCommand(commandId, updates) {
    return this[ENGINE].change("updateCommand", commandId, encode(updates, "updates"));
  }

  async clearCommands() {
    return this[ENGINE].change("clearCommands");
  }

  async getBackups() {
    return this[ENGINE].read((replica) => replica.backups.map(copyFlat));
  }

  /** @param {unknown} backup */
  async addBackup(backup) {
    return this[ENGINE].change("addBackup", encode(backup, "backup"));
  }

  /** @param {unknown} name */
  async removeBackup(name) {
    return this[ENGINE].change("removeBackup", name);
  }

  async clearBackups() {
    return this[ENGINE].change("clearBackups");
  }

  /** @param {Api.CostPeriod} period */
  async getCosts(period) {
    return this[ENGINE].read((replica) => copyCosts(replica.costs(period)));
  }

  /**
   * @param {unknown} period
   * @param {unknown} costs
   */
  async setCosts(period, costs) {
    return this[ENGINE].change("setCosts", period, encode(costs, "costs"));
  }

  async getStackStatus() {
    return this[ENGINE].read((replica) => copyFlat(replica.stack));
  }

  /** @param {unknown} stack */
  async setStackStatus(stack) {
    return this[ENGINE].change("setStackStatus", encode(stack, "stack"));
  }

  async getGlobalLatency() {
    return this[ENGINE].read((replica) => replica.faults.latency);
  }

  /** @param {unknown} ms */
  async setGlobalLatency(ms) {
    return this[ENGINE].change("setGlobalLatency", ms);
  }

  /** @param {string} operation */
  async getOperationFailure(operation) {
    return this[ENGINE].read((replica) => {
      const failure = replica.operationFailure(operation);
      return failure && copyFlat(failure);
    });
  }

  /**
   * @param {unknown} operation
   * @param {unknown} config
   */
  async setOperationFailure(operation, config) {
    return this[ENGINE].change("setOperationFailure", operation, encode(config, "config"));
  }

  /** @param {unknown} operation */
  async clearOperationFailure(operation) {
    return this[ENGINE].change("clearOperationFailure", operation);
  }

  /**
   * @param {unknown} operation
   * @returns {Promise<Api.OperationFailureConfig | undefined>}
   */
  async takeOperationFailure(operation) {
    const json = await this[ENGINE].change("takeOperationFailure", operation);
    return json === null ? undefined : JSON.parse(json);
  }

  async clearAllFailures() {
    return this[ENGINE].change("clearAllFailures");
  }

  /**
   * @param {string} name
   * @param {unknown} options
   * @returns {Promise<Api.LeaseAcquisition>}
   */
  async acquireLease(name, options) {
    const json = await this[ENGINE].change("acquireLease", name, encode(options, "options"), Date.now());
    const { acquired, lease } = JSON.parse(json);
    return { acquired, lease: { name: name.toWellFormed(), ...lease } };
  }

  /**
   * @param {string} name
   * @param {unknown} fencingToken
   * @param {unknown} options
   * @returns {Promise<Api.LeaseRenewal>}
   */
  async renewLease(name, fencingToken, options) {
    const json = await this[ENGINE].change("renewLease", name, fencingToken, encode(options, "options"), Date.now());
    return json === null
      ? { renewed: false }
      : { renewed: true, lease: { name: name.toWellFormed(), ...JSON.parse(json) } };
  }

  /**
   * @param {unknown} name
   * @param {unknown} fencingToken
   */
  async releaseLease(name, fencingToken) {
    return this[ENGINE].change("releaseLease", name, fencingToken, Date.now());
  }

  /**
   * @template T
   * @param {(draft: Api.MockState) => T | PromiseLike<T>} fn
   */
  async transact(fn) {
    return transact(this[ENGINE], fn);
  }

  async getState() {
    return this[ENGINE].read((replica) => wholeState(replica, [...this[TIMEOUTS]]));
  }

  /** @param {unknown} state */
  async patchState(state) {
    return this[ENGINE].change("patchState", encodeState(state), Date.now());
  }

  async resetState() {
    const turn = this[ENGINE].change("resetState", Date.now());
    if (turn !== undefined) await turn;
    this.clearAllTimeouts();
    try {
      await this[ENGINE].save();
    } catch (error) {
      // The reset has taken effect: it is a later save that is owed.
      const { code, message } = /** @type {import("./errors.js").MockStateStoreError} */ (error);
      warn(code, message);
    }
  }

  async persistNow() {
    await this[ENGINE].save();
  }

  async close() {
    this.clearAllTimeouts();
    await this[ENGINE].close();
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  async revision() {
    return this[ENGINE].revision();
  }

  /**
   * @param {unknown} listener
   * @param {unknown} [options]
   */
  subscribe(listener, options) {
    return subscribe(this[ENGINE].feed, listener, options);
  }

  /** @param {unknown} [options] */
  changes(options) {
    return changes(this[ENGINE].feed, options);
  }

  /** @param {NodeJS.Timeout} timeout */
  registerTimeout(timeout) {
    this[TIMEOUTS].add(timeout);
  }

  /** @param {NodeJS.Timeout} timeout */
  unregisterTimeout(timeout) {
    this[TIMEOUTS].delete(timeout);
  }

  clearAllTimeouts() {
    for (const timeout of this[TIMEOUTS]) clearTimeout(timeout);
    this[TIMEOUTS].clear();
  }
}
brand(MockStateStore, "store");

/**
 * @param {Replica} replica
 * @param {NodeJS.Timeout[]} pendingTimeouts
 */
function wholeState(replica, pendingTimeouts) {
  const parts = replica.all();
  const [extra, ssmExtra, costsExtra, faultsExtra] = parts.extra;
  const leases = copyLeases(parts.leases, parts.extra);
  const state = {
    ...copy(extra),
    instance: copyInstance(parts.instance),
    ssm: {
      ...copy(ssmExtra),
      parameters: copyToObject(parts.parameters, copyFlat),
      commands: parts.commands.list.map(copyCommand),
    },
    backups: parts.backups.map(copyFlat),
    costs: /** @type {Api.MockState["costs"]} */ ({ ...copy(costsExtra), ...copyToObject(parts.costs, copyCosts) }),
    cloudformation: copyFlat(parts.stack),
    faults: {
      ...copy(faultsExtra),
      globalLatencyMs: parts.faults.latency,
      operationFailures: copyToMap(parts.faults.failures, copyFlat),
    },
    ...(leases && { leases }),
    pendingTimeouts,
  };
  Object.defineProperty(state, "pendingTimeouts", { enumerable: false });
  return state;
}

exports.MockStateStore = MockStateStore;
exports.ENGINE = ENGINE;
