"use strict";

const { addFault } = require("./add-fault.js");
const { argument, optional, scalar, scenarioArgument, stateArgument } = require("./argument.js");
const { brand } = require("./brand.js");
const { callFilter, parseCalls } = require("./call-filter.js");
const { Clock } = require("./clock.js");
const { Engine } = require("./engine.js");
const {
  readAllParameters,
  readBackups,
  readCommands,
  readCosts,
  readCurrentScenario,
  readFaults,
  readHasVolume,
  readInstance,
  readLatency,
  readOperationFailure,
  readParameter,
  readPublicIp,
  readScheduled,
  readSentEmails,
  readStack,
  readState,
  readTransitions,
} = require("./readers.js");
const { warn } = require("./warnings.js");

/** @import * as Api from "../index.js" */

// Not `#private`: a store behind a Proxy is a store. Registered: every copy of this module finds it.
const ENGINE = Symbol.for("mock-state-store.engine");
const TIMEOUTS = Symbol("timeouts");
const CLOCK = Symbol("clock");

/** @implements {Api.MockStateStore} */
class MockStateStore {
  /** @type {Engine} */
  [ENGINE];
  /** @type {Set<NodeJS.Timeout>} */
  [TIMEOUTS] = new Set();
  /** @type {Clock | undefined} */
  [CLOCK];

  /** @param {Api.MockStateStoreOptions | Engine} [options] a fork is given its engine */
  constructor(options) {
    this[ENGINE] = Engine.isOne(options) ? options : Engine.open(options);
    // Neither printing a store nor comparing two shows them.
    for (const key of [ENGINE, TIMEOUTS, CLOCK]) Object.defineProperty(this, key, { enumerable: false });
  }

  async getInstance() {
    return this[ENGINE].read(readInstance);
  }

  /** @param {unknown} instance */
  async setInstance(instance) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setInstance, argument(instance, "instance"));
  }

  /** @param {unknown} state */
  async updateInstanceState(state) {
    const engine = this[ENGINE];
    return engine.change(engine.native.updateInstanceState, scalar(state));
  }

  async getPublicIp() {
    return this[ENGINE].read(readPublicIp);
  }

  /** @param {unknown} publicIp */
  async setPublicIp(publicIp) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setPublicIp, optional(publicIp ?? undefined));
  }

  async hasVolume() {
    return this[ENGINE].read(readHasVolume);
  }

  /** @param {unknown} hasVolume */
  async setHasVolume(hasVolume) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setHasVolume, scalar(hasVolume));
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
    const engine = this[ENGINE];
    const { setParameter } = engine.native;
    return engine.change(setParameter, scalar(name), scalar(value), optional(type));
  }

  /** @param {unknown} name */
  async deleteParameter(name) {
    const engine = this[ENGINE];
    return engine.change(engine.native.deleteParameter, scalar(name));
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} [type]
   * @param {unknown} [overwrite]
   */
  async putParameter(name, value, type, overwrite) {
    const engine = this[ENGINE];
    const { putParameter } = engine.native;
    const [typeText, overwriteText] = [optional(type), optional(overwrite)];
    return engine.change(putParameter, scalar(name), scalar(value), typeText, overwriteText);
  }

  /**
   * @param {unknown} name
   * @param {unknown} expected
   */
  async deleteParameterIfValue(name, expected) {
    const engine = this[ENGINE];
    return engine.change(engine.native.deleteParameterIfValue, scalar(name), scalar(expected));
  }

  async getAllParameters() {
    return this[ENGINE].read(readAllParameters);
  }

  async getCommands() {
    return this[ENGINE].read(readCommands);
  }

  /** @param {unknown} commands */
  async addCommand(commands) {
    const engine = this[ENGINE];
    return engine.change(engine.native.addCommand, argument(commands, "commands"));
  }

  /**
   * @param {unknown} commandId
   * @param {unknown} updates
   */
  async updateCommand(commandId, updates) {
    const engine = this[ENGINE];
    return engine.change(engine.native.updateCommand, scalar(commandId), argument(updates, "updates"));
  }

  async clearCommands() {
    const engine = this[ENGINE];
    return engine.change(engine.native.clearCommands);
  }

  async getBackups() {
    return this[ENGINE].read(readBackups);
  }

  /** @param {unknown} backup */
  async addBackup(backup) {
    const engine = this[ENGINE];
    return engine.change(engine.native.addBackup, argument(backup, "backup"));
  }

  /** @param {unknown} name */
  async removeBackup(name) {
    const engine = this[ENGINE];
    return engine.change(engine.native.removeBackup, scalar(name));
  }

  async clearBackups() {
    const engine = this[ENGINE];
    return engine.change(engine.native.clearBackups);
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
    const engine = this[ENGINE];
    return engine.change(engine.native.setCosts, scalar(period), argument(costs, "costs"));
  }

  async getStackStatus() {
    return this[ENGINE].read(readStack);
  }

  /** @param {unknown} stack */
  async setStackStatus(stack) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setStackStatus, argument(stack, "stack"));
  }

  async getGlobalLatency() {
    return this[ENGINE].read(readLatency);
  }

  /** @param {unknown} ms */
  async setGlobalLatency(ms) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setGlobalLatency, scalar(ms));
  }

  /** @param {string} operation */
  async getOperationFailure(operation) {
    return this[ENGINE].read(readOperationFailure, operation);
  }

  /**
   * @param {unknown} operation
   * @param {unknown} config
   */
  async setOperationFailure(operation, config) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setOperationFailure, scalar(operation), argument(config, "config"));
  }

  /** @param {unknown} operation */
  async clearOperationFailure(operation) {
    const engine = this[ENGINE];
    return engine.change(engine.native.clearOperationFailure, scalar(operation));
  }

  /**
   * @param {unknown} operation
   * @returns {Promise<Api.OperationFailureConfig | undefined>}
   */
  async takeOperationFailure(operation) {
    const engine = this[ENGINE];
    const json = await engine.change(engine.native.takeOperationFailure, scalar(operation));
    return json === null ? undefined : JSON.parse(json);
  }

  async clearAllFailures() {
    const engine = this[ENGINE];
    return engine.change(engine.native.clearAllFailures);
  }

  /** @param {unknown} rule */
  async addFault(rule) {
    return (await addFault(this[ENGINE], rule)).id;
  }

  /** @param {unknown} id */
  async removeFault(id) {
    const engine = this[ENGINE];
    return engine.change(engine.native.removeFault, scalar(id));
  }

  async getFaults() {
    return this[ENGINE].read(readFaults);
  }

  async clearFaults() {
    const engine = this[ENGINE];
    return engine.change(engine.native.clearFaults);
  }

  /**
   * @param {string} name
   * @param {unknown} options
   * @returns {Promise<Api.LeaseAcquisition>}
   */
  async acquireLease(name, options) {
    const engine = this[ENGINE];
    const optionsText = argument(options, "options");
    const json = await engine.change(engine.native.acquireLease, scalar(name), optionsText);
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
    const engine = this[ENGINE];
    const [token, optionsText] = [scalar(fencingToken), argument(options, "options")];
    const json = await engine.change(engine.native.renewLease, scalar(name), token, optionsText);
    if (json === null) return { renewed: false };
    return { renewed: true, lease: { name: name.toWellFormed(), ...JSON.parse(json) } };
  }

  /**
   * @param {unknown} name
   * @param {unknown} fencingToken
   */
  async releaseLease(name, fencingToken) {
    const engine = this[ENGINE];
    const token = scalar(fencingToken);
    return engine.change(engine.native.releaseLease, scalar(name), token);
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
    return this[ENGINE].read(readState, this[TIMEOUTS]);
  }

  /** @param {unknown} state */
  async patchState(state) {
    const engine = this[ENGINE];
    return engine.change(engine.native.patchState, stateArgument(state));
  }

  async resetState() {
    const engine = this[ENGINE];
    await engine.change(engine.native.resetState);
    await beginAnew(this);
  }

  /** @param {unknown} scenario */
  async applyScenario(scenario) {
    const engine = this[ENGINE];
    const apply = async (/** @type {string} */ text) => {
      const doubts = JSON.parse(await engine.change(engine.native.applyScenario, text));
      for (const doubt of doubts) warn("ERR_UNKNOWN_OPERATION", doubt);
    };
    if (typeof scenario === "string") await engine.scenarios.apply(scenario, apply);
    else await apply(scenarioArgument(scenario, "scenario"));
    await beginAnew(this);
  }

  async listScenarios() {
    return this[ENGINE].listScenarios();
  }

  async currentScenario() {
    return this[ENGINE].read(readCurrentScenario);
  }

  /** @type {Clock} */
  get clock() {
    this[CLOCK] ??= new Clock(this[ENGINE]);
    return this[CLOCK];
  }

  async getTransitions() {
    return this[ENGINE].read(readTransitions);
  }

  /** @param {unknown} transitions */
  async setTransitions(transitions) {
    const engine = this[ENGINE];
    return engine.change(engine.native.setTransitions, argument(transitions, "transitions"));
  }

  /**
   * @param {unknown} delayMs
   * @param {unknown} patch
   */
  async schedule(delayMs, patch) {
    const engine = this[ENGINE];
    return engine.change(engine.native.schedule, scalar(delayMs), stateArgument(patch, "patch"));
  }

  /** @param {unknown} id */
  async cancel(id) {
    const engine = this[ENGINE];
    return engine.change(engine.native.cancel, scalar(id));
  }

  async scheduled() {
    return this[ENGINE].read(readScheduled);
  }

  /** @param {unknown} name */
  async snapshot(name) {
    const engine = this[ENGINE];
    return engine.change(engine.native.snapshot, scalar(name));
  }

  /** @param {unknown} name */
  async restore(name) {
    const engine = this[ENGINE];
    await engine.change(engine.native.restore, scalar(name));
    this.clearAllTimeouts();
  }

  async listSnapshots() {
    const engine = this[ENGINE];
    const [snapshots, warnings] = JSON.parse(await engine.ask(engine.native.listSnapshots));
    for (const [code, message] of warnings) warn(code, message);
    return snapshots;
  }

  /** @param {unknown} name */
  async deleteSnapshot(name) {
    const engine = this[ENGINE];
    return engine.ask(engine.native.deleteSnapshot, scalar(name));
  }

  /**
   * @param {unknown} from
   * @param {unknown} [to]
   */
  async diff(from, to) {
    const engine = this[ENGINE];
    return JSON.parse(await engine.ask(engine.native.diff, scalar(from), optional(to)));
  }

  /** @param {unknown} [options] */
  async fork(options) {
    return new MockStateStore(await this[ENGINE].fork(options));
  }

  /**
   * @param {unknown} action
   * @param {unknown} [options]
   * @param {unknown} [change]
   */
  async applyFaults(action, options, change) {
    return require("./apply-faults.js").applyFaults(this[ENGINE], action, options, change);
  }

  async getSentEmails() {
    return this[ENGINE].read(readSentEmails);
  }

  /** @param {unknown} [filter] */
  async calls(filter) {
    const isWanted = callFilter(filter);
    const lines = /** @type {string} */ (await this[ENGINE].calls());
    return parseCalls(lines).filter(isWanted);
  }

  async clearCalls() {
    const engine = this[ENGINE];
    return engine.change(engine.native.clearCalls);
  }

  /**
   * @param {unknown} functionName
   * @param {unknown} handler
   */
  onInvoke(functionName, handler) {
    return this[ENGINE].responders.onInvoke(functionName, handler);
  }

  /**
   * @param {unknown} match
   * @param {unknown} handler
   */
  onCommand(match, handler) {
    return this[ENGINE].responders.onCommand(match, handler);
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

/**
 * A fork at once, of a store in memory.
 *
 * @param {MockStateStore} store
 * @param {unknown} [options]
 */
function forkNow(store, options) {
  return new MockStateStore(store[ENGINE].forkNow(options));
}

/**
 * Cancels the timers of the state that was replaced, and saves the new one.
 *
 * @param {MockStateStore} store
 */
async function beginAnew(store) {
  store.clearAllTimeouts();
  try {
    await store[ENGINE].save();
  } catch (error) {
    // The new state has taken effect; the next change saves again.
    const { code, message } = /** @type {import("./errors.js").MockStateStoreError} */ (error);
    warn(code, message);
  }
}

/**
 * Has a store hold what another one holds. What is under way in it ends as it would have.
 *
 * @param {MockStateStore} store
 * @param {MockStateStore} other in memory, and used by nobody else
 */
function replaceAccount(store, other) {
  store.clearAllTimeouts();
  store[ENGINE] = other[ENGINE];
  store[CLOCK] = undefined;
}

exports.MockStateStore = MockStateStore;
exports.replaceAccount = replaceAccount;
exports.forkNow = forkNow;
exports.ENGINE = ENGINE;
