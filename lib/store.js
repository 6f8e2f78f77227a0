"use strict";

const { brand } = require("./brand.js");
const { Engine } = require("./engine.js");
const { Operation } = require("./operations.js");
const { readPlain } = require("./plain.js");
const {
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
} = require("./readers.js");
const { add, addScalar, addState } = require("./request.js");
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
    const instance = this[ENGINE].read(readInstance);
    // Here and below: V8 then knows what kind of object is returned, and does not look for a `then` in it.
    void instance.instanceId;
    return instance;
  }

  /** @param {unknown} instance */
  async setInstance(instance) {
    const given = readPlain(instance);
    const now = Date.now();
    if (given && this[ENGINE].ahead?.setInstance(given, now)) return;
    this[ENGINE].begin(Operation.setInstance, now);
    add(instance, "instance", given);
    return this[ENGINE].send();
  }

  /** @param {unknown} state */
  async updateInstanceState(state) {
    const now = Date.now();
    if (this[ENGINE].ahead?.updateInstanceState(state, now)) return;
    this[ENGINE].begin(Operation.updateInstanceState, now);
    addScalar(state);
    return this[ENGINE].send();
  }

  async getPublicIp() {
    return this[ENGINE].read(readPublicIp);
  }

  /** @param {unknown} publicIp */
  async setPublicIp(publicIp) {
    const now = Date.now();
    if (this[ENGINE].ahead?.setPublicIp(publicIp, now)) return;
    this[ENGINE].begin(Operation.setPublicIp, now);
    addScalar(publicIp);
    return this[ENGINE].send();
  }

  async hasVolume() {
    return this[ENGINE].read(readHasVolume);
  }

  /** @param {unknown} hasVolume */
  async setHasVolume(hasVolume) {
    this[ENGINE].begin(Operation.setHasVolume, Date.now());
    addScalar(hasVolume);
    return this[ENGINE].send();
  }

  /** @param {string} name */
  async getParameter(name) {
    return this[ENGINE].read(readParameter, name);
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   */
  async setParameter(name, value, type) {
    const now = Date.now();
    if (this[ENGINE].ahead?.setParameter(name, value, type, now)) return;
    this[ENGINE].begin(Operation.setParameter, now);
    addScalar(name);
    addScalar(value);
    addScalar(type);
    return this[ENGINE].send();
  }

  /** @param {unknown} name */
  async deleteParameter(name) {
    this[ENGINE].begin(Operation.deleteParameter, 0);
    addScalar(name);
    return this[ENGINE].send();
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   * @param {unknown} [overwrite]
   */
  async putParameter(name, value, type, overwrite) {
    this[ENGINE].begin(Operation.putParameter, Date.now());
    addScalar(name);
    addScalar(value);
    addScalar(type);
    addScalar(overwrite);
    return this[ENGINE].send();
  }

  /**
   * @param {unknown} name
   * @param {unknown} expected
   */
  async deleteParameterIfValue(name, expected) {
    this[ENGINE].begin(Operation.deleteParameterIfValue, 0);
    addScalar(name);
    addScalar(expected);
    return this[ENGINE].send();
  }

  async getAllParameters() {
    return this[ENGINE].read(readParameters);
  }

  async getCommands() {
    const commands = this[ENGINE].read(readCommands);
    void commands.length;
    return commands;
  }

  /** @param {unknown} commands */
  async addCommand(commands) {
    this[ENGINE].begin(Operation.addCommand, Date.now());
    add(commands, "commands");
    return this[ENGINE].send();
  }

  /**
   * @param {unknown} commandId
   * @param {unknown} updates
   */
  async updateCommand(commandId, updates) {
    this[ENGINE].begin(Operation.updateCommand, 0);
    addScalar(commandId);
    add(updates, "updates");
    return this[ENGINE].send();
  }

  async clearCommands() {
    this[ENGINE].begin(Operation.clearCommands, 0);
    return this[ENGINE].send();
  }

  async getBackups() {
    const backups = this[ENGINE].read(readBackups);
    void backups.length;
    return backups;
  }

  /** @param {unknown} backup */
  async addBackup(backup) {
    const given = readPlain(backup);
    if (given && this[ENGINE].ahead?.addBackup(given)) return;
    this[ENGINE].begin(Operation.addBackup, 0);
    add(backup, "backup", given);
    return this[ENGINE].send();
  }

  /** @param {unknown} name */
  async removeBackup(name) {
    if (this[ENGINE].ahead?.removeBackup(name)) return;
    this[ENGINE].begin(Operation.removeBackup, 0);
    addScalar(name);
    return this[ENGINE].send();
  }

  async clearBackups() {
    if (this[ENGINE].ahead?.clearBackups()) return;
    this[ENGINE].begin(Operation.clearBackups, 0);
    return this[ENGINE].send();
  }

  /** @param {Api.CostPeriod} period */
  async getCosts(period) {
    return this[ENGINE].read(readCosts, period);
  }

  /**
   * @param {unknown} period
   * @param {unknown} costs
   */
  async setCosts(period, costs) {
    if (this[ENGINE].ahead?.setCosts(period, costs)) return;
    this[ENGINE].begin(Operation.setCosts, 0);
    addScalar(period);
    add(costs, "costs");
    return this[ENGINE].send();
  }

  async getStackStatus() {
    return this[ENGINE].read(readStack);
  }

  /** @param {unknown} stack */
  async setStackStatus(stack) {
    const given = readPlain(stack);
    if (given && this[ENGINE].ahead?.setStackStatus(given)) return;
    this[ENGINE].begin(Operation.setStackStatus, 0);
    add(stack, "stack", given);
    return this[ENGINE].send();
  }

  async getGlobalLatency() {
    return this[ENGINE].read(readLatency);
  }

  /** @param {unknown} ms */
  async setGlobalLatency(ms) {
    if (this[ENGINE].ahead?.setGlobalLatency(ms)) return;
    this[ENGINE].begin(Operation.setGlobalLatency, 0);
    addScalar(ms);
    return this[ENGINE].send();
  }

  /** @param {string} operation */
  async getOperationFailure(operation) {
    const failure = this[ENGINE].read(readFailure, operation);
    if (failure === undefined) return undefined;
    void failure.failNext;
    return failure;
  }

  /**
   * @param {unknown} operation
   * @param {unknown} config
   */
  async setOperationFailure(operation, config) {
    if (this[ENGINE].ahead?.setOperationFailure(operation, config)) return;
    this[ENGINE].begin(Operation.setOperationFailure, 0);
    addScalar(operation);
    add(config, "config");
    return this[ENGINE].send();
  }

  /** @param {unknown} operation */
  async clearOperationFailure(operation) {
    if (this[ENGINE].ahead?.clearOperationFailure(operation)) return;
    this[ENGINE].begin(Operation.clearOperationFailure, 0);
    addScalar(operation);
    return this[ENGINE].send();
  }

  /**
   * @param {unknown} operation
   * @returns {Promise<Api.OperationFailureConfig | undefined>}
   */
  async takeOperationFailure(operation) {
    this[ENGINE].begin(Operation.takeOperationFailure, 0);
    addScalar(operation);
    const json = await this[ENGINE].send();
    return json === null ? undefined : JSON.parse(json);
  }

  async clearAllFailures() {
    if (this[ENGINE].ahead?.clearAllFailures()) return;
    this[ENGINE].begin(Operation.clearAllFailures, 0);
    return this[ENGINE].send();
  }

  /**
   * @param {string} name
   * @param {unknown} options
   * @returns {Promise<Api.LeaseAcquisition>}
   */
  async acquireLease(name, options) {
    this[ENGINE].begin(Operation.acquireLease, Date.now());
    addScalar(name);
    add(options, "options");
    const json = await this[ENGINE].send();
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
    this[ENGINE].begin(Operation.renewLease, Date.now());
    addScalar(name);
    addScalar(fencingToken);
    add(options, "options");
    const json = await this[ENGINE].send();
    return json === null
      ? { renewed: false }
      : { renewed: true, lease: { name: name.toWellFormed(), ...JSON.parse(json) } };
  }

  /**
   * @param {unknown} name
   * @param {unknown} fencingToken
   */
  async releaseLease(name, fencingToken) {
    this[ENGINE].begin(Operation.releaseLease, Date.now());
    addScalar(name);
    addScalar(fencingToken);
    return this[ENGINE].send();
  }

  /**
   * @template T
   * @param {(draft: Api.MockState) => T | PromiseLike<T>} fn
   */
  async transact(fn) {
    // Loaded when it is needed: that takes as long as everything else together.
    return require("./transaction.js").transact(this[ENGINE], fn);
  }

  async getState() {
    const state = this[ENGINE].read(readState, this[TIMEOUTS]);
    void state.instance;
    return state;
  }

  /** @param {unknown} state */
  async patchState(state) {
    const given = readPlain(state);
    if (given && this[ENGINE].ahead?.patchState(given)) return;
    this[ENGINE].begin(Operation.patchState, Date.now());
    addState(state, "", given);
    return this[ENGINE].send();
  }

  async resetState() {
    this[ENGINE].begin(Operation.resetState, Date.now());
    const turn = this[ENGINE].send();
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
    return require("./watch.js").subscribe(this[ENGINE].feed, listener, options);
  }

  /** @param {unknown} [options] */
  changes(options) {
    return require("./watch.js").changes(this[ENGINE].feed, options);
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

exports.MockStateStore = MockStateStore;
exports.ENGINE = ENGINE;
