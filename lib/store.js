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

/** @import * as Api from "../index.js" */

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
    return copyInstance(this[ENGINE].replica.instance);
  }

  /** @param {unknown} instance */
  async setInstance(instance) {
    this[ENGINE].change((native, engine) => native.setInstance(engine, encode(instance, "instance"), Date.now()));
  }

  /** @param {unknown} state */
  async updateInstanceState(state) {
    this[ENGINE].change((native, engine) => native.updateInstanceState(engine, state, Date.now()));
  }

  async getPublicIp() {
    return this[ENGINE].replica.instance.publicIp;
  }

  /** @param {unknown} publicIp */
  async setPublicIp(publicIp) {
    this[ENGINE].change((native, engine) => native.setPublicIp(engine, publicIp, Date.now()));
  }

  async hasVolume() {
    return this[ENGINE].replica.instance.hasVolume;
  }

  /** @param {unknown} hasVolume */
  async setHasVolume(hasVolume) {
    this[ENGINE].change((native, engine) => native.setHasVolume(engine, hasVolume, Date.now()));
  }

  /** @param {string} name */
  async getParameter(name) {
    return this[ENGINE].replica.parameterValue(name);
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   */
  async setParameter(name, value, type) {
    this[ENGINE].change((native, engine) => native.setParameter(engine, name, value, type, Date.now()));
  }

  /** @param {unknown} name */
  async deleteParameter(name) {
    this[ENGINE].change((native, engine) => native.deleteParameter(engine, name));
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   * @param {unknown} [overwrite]
   */
  async putParameter(name, value, type, overwrite) {
    return this[ENGINE].change((native, engine) =>
      native.putParameter(engine, name, value, type, overwrite, Date.now()),
    );
  }

  /**
   * @param {unknown} name
   * @param {unknown} expected
   */
  async deleteParameterIfValue(name, expected) {
    return this[ENGINE].change((native, engine) => native.deleteParameterIfValue(engine, name, expected));
  }

  async getAllParameters() {
    return copyToObject(this[ENGINE].replica.parameters, copyFlat);
  }

  async getCommands() {
    return this[ENGINE].replica.commands.map(copyCommand);
  }

  /** @param {unknown} commands */
  async addCommand(commands) {
    return this[ENGINE].change((native, engine) => native.addCommand(engine, encode(commands, "commands"), Date.now()));
  }

  /**
   * @param {unknown} commandId
   * @param {unknown} updates
   */
  async updateCommand(commandId, updates) {
    this[ENGINE].change((native, engine) => native.updateCommand(engine, commandId, encode(updates, "updates")));
  }

  async clearCommands() {
    this[ENGINE].change((native, engine) => native.clearCommands(engine));
  }

  async getBackups() {
    return this[ENGINE].replica.backups.map(copyFlat);
  }

  /** @param {unknown} backup */
  async addBackup(backup) {
    this[ENGINE].change((native, engine) => native.addBackup(engine, encode(backup, "backup")));
  }

  /** @param {unknown} name */
  async removeBackup(name) {
    this[ENGINE].change((native, engine) => native.removeBackup(engine, name));
  }

  async clearBackups() {
    this[ENGINE].change((native, engine) => native.clearBackups(engine));
  }

  /** @param {Api.CostPeriod} period */
  async getCosts(period) {
    return copyCosts(this[ENGINE].replica.costs(period));
  }

  /**
   * @param {unknown} period
   * @param {unknown} costs
   */
  async setCosts(period, costs) {
    this[ENGINE].change((native, engine) => native.setCosts(engine, period, encode(costs, "costs")));
  }

  async getStackStatus() {
    return copyFlat(this[ENGINE].replica.stack);
  }

  /** @param {unknown} stack */
  async setStackStatus(stack) {
    this[ENGINE].change((native, engine) => native.setStackStatus(engine, encode(stack, "stack")));
  }

  async getGlobalLatency() {
    return this[ENGINE].replica.faults.latency;
  }

  /** @param {unknown} ms */
  async setGlobalLatency(ms) {
    this[ENGINE].change((native, engine) => native.setGlobalLatency(engine, ms));
  }

  /** @param {string} operation */
  async getOperationFailure(operation) {
    const failure = this[ENGINE].replica.operationFailure(operation);
    return failure && copyFlat(failure);
  }

  /**
   * @param {unknown} operation
   * @param {unknown} config
   */
  async setOperationFailure(operation, config) {
    this[ENGINE].change((native, engine) => native.setOperationFailure(engine, operation, encode(config, "config")));
  }

  /** @param {unknown} operation */
  async clearOperationFailure(operation) {
    this[ENGINE].change((native, engine) => native.clearOperationFailure(engine, operation));
  }

  /**
   * @param {unknown} operation
   * @returns {Promise<Api.OperationFailureConfig | undefined>}
   */
  async takeOperationFailure(operation) {
    const json = this[ENGINE].change((native, engine) => native.takeOperationFailure(engine, operation));
    return json === null ? undefined : JSON.parse(json);
  }

  async clearAllFailures() {
    this[ENGINE].change((native, engine) => native.clearAllFailures(engine));
  }

  /**
   * @param {string} name
   * @param {unknown} options
   */
  async acquireLease(name, options) {
    const [acquired, lease] = this[ENGINE].change((native, engine) =>
      native.acquireLease(engine, name, encode(options, "options"), Date.now()),
    );
    return { acquired, lease: leaseOf(name, lease) };
  }

  /**
   * @param {string} name
   * @param {unknown} fencingToken
   * @param {unknown} options
   * @returns {Promise<Api.LeaseRenewal>}
   */
  async renewLease(name, fencingToken, options) {
    const lease = this[ENGINE].change((native, engine) =>
      native.renewLease(engine, name, fencingToken, encode(options, "options"), Date.now()),
    );
    return lease === null ? { renewed: false } : { renewed: true, lease: leaseOf(name, lease) };
  }

  /**
   * @param {unknown} name
   * @param {unknown} fencingToken
   */
  async releaseLease(name, fencingToken) {
    return this[ENGINE].change((native, engine) => native.releaseLease(engine, name, fencingToken, Date.now()));
  }

  /**
   * @template T
   * @param {(draft: Api.MockState) => T | PromiseLike<T>} fn
   */
  async transact(fn) {
    return transact(this[ENGINE], fn);
  }

  async getState() {
    const parts = this[ENGINE].replica.all();
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
      pendingTimeouts: [...this[TIMEOUTS]],
    };
    Object.defineProperty(state, "pendingTimeouts", { enumerable: false });
    return state;
  }

  /** @param {unknown} state */
  async patchState(state) {
    this[ENGINE].change((native, engine) => native.patchState(engine, encodeState(state), Date.now()));
  }

  async resetState() {
    this[ENGINE].change((native, engine) => native.resetState(engine, Date.now()));
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
 * @param {string} name
 * @param {string} json
 * @returns {Api.MockLease}
 */
function leaseOf(name, json) {
  return { name: name.toWellFormed(), ...JSON.parse(json) };
}

exports.MockStateStore = MockStateStore;
exports.ENGINE = ENGINE;
