"use strict";

const { isRegular } = require("./copy.js");
const {
  ifReadable,
  isPeriod,
  isPlainInstance,
  isPlainStack,
  isState,
  isText,
  isTime,
  isType,
  plainBackup,
  plainCosts,
  plainFailure,
  plainPatch,
} = require("./plain.js");

/** @import * as Api from "../index.js" */
/** @import { Replica } from "./replica.js" */
/** @typedef {import("./binding.js").Binding} Binding */
/**
 * An entry of a change, as `src/change` has it.
 *
 * @typedef {["failure", operation: string, Api.OperationFailureConfig | null] | ["failuresGone"]
 *   | ["costs", period: string, Api.MockCostData] | ["instance", Api.MockInstanceState]
 *   | ["cloudformation", Api.MockCloudFormationStack] | ["backups", Api.MockBackup[]] | ["latency", ms: number]} Entry
 */

/** How many changes in a row make it likely that more of them follow. */
const RUN = 16;

/** How many changes the engine makes where to be ahead of it was not worth it. */
const REST = 4096;

/** How many backups are few enough to tell the engine of all where one has changed. */
const MOST_BACKUPS = 32;

/** What `running` gets where the instance has no address, as `src/store/instance.rs` has it. */
const PUBLIC_IP = "203.0.113.42";

/** The form of all times here, of any day but the 29th of February: what comes later in it is later. */
const TIME =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * Changes of a store in memory that its engine does not know of yet. Such a store belongs to its realm alone:
 * where a change is nothing but what the caller gave, and that is plainly of the right shape, it is merged into
 * the replica as a change of the engine would be, and handed to the engine with the next call that needs it.
 * Every method answers whether it could; otherwise nothing has happened, and the call is the engine's. Partial
 * records are given as `readPlain` reads them.
 *
 * Two rules of the store are known here, the address of the instance and the order of the backups: to read what
 * the engine has made of them takes several times as long as the change. What takes another one, or an error, is
 * left to the engine.
 */
class Ahead {
  #replica;
  #native;
  #isFree;
  #count = 0;
  /** How many changes there have been in a row, since the engine was last asked for something else. */
  #run = 0;
  /** Whether a change is to be made, here or by the engine. */
  #isAsked = false;
  #rest = 0;
  // What has come of the changes: new values by name, in the order in which the names came.
  /** @type {Map<string, Api.MockSSMParameter>} */
  #parameters = new Map();
  /** @type {Map<string, Api.OperationFailureConfig | null>} */
  #failures = new Map();
  /** @type {Set<string>} operations whose failures of before go first */
  #cleared = new Set();
  /** Whether all failures of before do. */
  #isCleared = false;
  /** @type {Partial<Record<Api.CostPeriod, Api.MockCostData>>} */
  #costs = {};
  /** @type {Api.MockInstanceState | undefined} */
  #instance;
  /** @type {Api.MockCloudFormationStack | undefined} */
  #stack;
  /** @type {Api.MockBackup[] | undefined} */
  #backups;
  /** @type {Api.MockBackup[] | undefined} those that are known to be in order */
  #inOrder;
  /** @type {number | undefined} */
  #latency;
  /** The second of the last change, and its time up to the milliseconds. */
  #second = Number.NaN;
  #upToSecond = "";

  /**
   * @param {Replica} replica
   * @param {Binding} native
   * @param {() => boolean} isFree whether the engine still need not know of each change: a getter of an argument
   *   may have seen to that
   */
  constructor(replica, native, isFree) {
    this.#replica = replica;
    this.#native = native;
    this.#isFree = isFree;
  }

  /** Whether there is anything that the engine does not know. */
  get isAhead() {
    return this.#count > 0;
  }

  /**
   * Whether to make the next change here. Where the replica is not current, it has to be made so first, and that is
   * worth it only if many follow; the engine makes them until it looks like it.
   */
  isUseful() {
    this.#run += 1;
    this.#isAsked = true;
    if (this.#rest > 0) {
      this.#rest -= 1;
      return false;
    }
    return !this.#replica.isStale || (this.#run >= RUN && this.#replica.refresh());
  }

  /** The engine is asked for something, be it only for a change that is not made here. */
  pause() {
    if (!this.#isAsked) this.#run = 0;
    this.#isAsked = false;
  }

  /** What the engine is to be told: how many changes there were, and what has come of them. */
  get pending() {
    const count = this.#count;
    const parameters = [...this.#parameters];
    /** @type {Entry[]} */
    const entries = [];
    if (this.#isCleared) entries.push(["failuresGone"]);
    for (const [operation, failure] of this.#failures) {
      if (this.#cleared.has(operation)) entries.push(["failure", operation, null]);
      if (failure !== null) entries.push(["failure", operation, failure]);
    }
    for (const [period, costs] of Object.entries(this.#costs)) entries.push(["costs", period, costs]);
    if (this.#instance) entries.push(["instance", this.#instance]);
    if (this.#stack) entries.push(["cloudformation", this.#stack]);
    if (this.#backups) entries.push(["backups", this.#backups]);
    if (this.#latency !== undefined) entries.push(["latency", this.#latency]);
    return { count, parameters, entries };
  }

  /** The engine has been told. */
  clear() {
    this.#count = 0;
    for (const map of [this.#parameters, this.#failures, this.#cleared]) map.clear();
    this.#costs = {};
    this.#instance = this.#stack = this.#backups = this.#latency = undefined;
    this.#isCleared = false;
  }

  /**
   * @param {unknown} name
   * @param {unknown} value
   * @param {unknown} type
   * @param {number} now
   */
  setParameter(name, value, type, now) {
    if (!isText(name) || !isText(value) || !(type === undefined || isType(type)) || !isTime(now)) return false;
    const parameter = { value, type: type ?? "String", lastModified: this.#iso(now) };
    this.#putParameter(name, parameter);
    return true;
  }

  /**
   * @param {unknown} period
   * @param {unknown} costs
   */
  setCosts(period, costs) {
    if (!isPeriod(period)) return false;
    const plain = ifReadable(plainCosts, costs);
    if (plain === undefined || !this.#isFree()) return false;
    this.#hasChanged();
    this.#costs[period] = plain;
    this.#replica.parts.setCosts(period, plain);
    return true;
  }

  /** @param {Record<string, unknown> | undefined} given */
  setStackStatus(given) {
    const { stack } = this.#replica;
    if (!isPlainStack(given)) return false;
    if (!isRegular(stack)) return this.#leave();
    const { exists = stack.exists, status = stack.status, stackId = stack.stackId } = given;
    const changed = { exists, status, stackId };
    this.#hasChanged();
    this.#stack = changed;
    this.#replica.parts.stack = changed;
    return true;
  }

  /**
   * @param {Record<string, unknown>} instance
   * @param {number} now
   */
  setInstance(instance, now) {
    return isTime(now) && this.#mergeInstance(instance, now);
  }

  /**
   * @param {unknown} state
   * @param {number} now
   */
  updateInstanceState(state, now) {
    if (!isState(state) || !isTime(now)) return false;
    const { publicIp = PUBLIC_IP } = this.#replica.instance;
    return this.#changeInstance({ state }, state === "running" ? publicIp : undefined, this.#iso(now));
  }

  /**
   * @param {unknown} publicIp
   * @param {number} now
   */
  setPublicIp(publicIp, now) {
    if (!(publicIp === undefined || publicIp === null || isText(publicIp)) || !isTime(now)) return false;
    return this.#changeInstance({}, publicIp ?? undefined, this.#iso(now));
  }

  /** @param {Record<string, unknown>} given */
  addBackup(given) {
    const plain = plainBackup(given);
    if (plain === undefined || !TIME.test(plain.date)) return false;
    const { backups } = this.#replica;
    if (backups.length >= MOST_BACKUPS) return this.#leave();
    if (backups !== this.#inOrder && !isNewestFirst(backups)) return this.#leave();
    const older = backups.findIndex(({ date }) => date < plain.date);
    const place = older < 0 ? backups.length : older;
    this.#inOrder = [...backups.slice(0, place), plain, ...backups.slice(place)];
    this.#setBackups(this.#inOrder);
    return true;
  }

  /** @param {unknown} name */
  removeBackup(name) {
    const { backups } = this.#replica;
    if (!isText(name)) return false;
    if (backups.length > MOST_BACKUPS) return this.#leave();
    const kept = backups.filter((backup) => backup.name !== name);
    if (kept.length === backups.length) return this.#hasNotChanged();
    if (backups === this.#inOrder) this.#inOrder = kept;
    this.#setBackups(kept);
    return true;
  }

  clearBackups() {
    this.#setBackups([]);
    return true;
  }

  /** @param {unknown} ms */
  setGlobalLatency(ms) {
    if (typeof ms !== "number" || !(ms >= 0 && ms < Number.POSITIVE_INFINITY)) return false;
    // Adding 0 makes 0 of -0.
    const latency = ms + 0;
    this.#hasChanged();
    this.#latency = latency;
    this.#replica.parts.setLatency(latency);
    return true;
  }

  /**
   * @param {unknown} operation
   * @param {unknown} config
   */
  setOperationFailure(operation, config) {
    if (!isText(operation)) return false;
    const plain = ifReadable(plainFailure, config);
    if (plain === undefined || !this.#isFree()) return false;
    this.#hasChanged();
    // Its name comes anew.
    if (this.#cleared.size > 0 && this.#failures.get(operation) === null) this.#failures.delete(operation);
    this.#failures.set(operation, plain);
    this.#replica.parts.setFailure(operation, plain);
    return true;
  }

  /** @param {unknown} operation */
  clearOperationFailure(operation) {
    if (!isText(operation)) return false;
    if (!this.#replica.faults.failures.has(operation)) return this.#hasNotChanged();
    this.#hasChanged();
    this.#cleared.add(operation);
    this.#failures.set(operation, null);
    this.#replica.parts.clearFailure(operation);
    return true;
  }

  clearAllFailures() {
    this.#hasChanged();
    this.#failures.clear();
    this.#cleared.clear();
    this.#isCleared = true;
    this.#latency = 0;
    this.#replica.parts.clearFailures();
    this.#replica.parts.setLatency(0);
    return true;
  }

  /**
   * A patch of one part: the instance, the stack, or a parameter.
   *
   * @param {Record<string, unknown>} state
   */
  patchState(state) {
    const plain = plainPatch(state);
    if (!this.#isFree()) return false;
    switch (plain?.part) {
      case "instance":
        return this.#mergeInstance(plain.value);
      case "cloudformation":
        return this.setStackStatus(plain.value);
      case "parameter":
        this.#putParameter(plain.name, plain.value);
        return true;
      default:
        return false;
    }
  }

  /**
   * @param {Record<string, unknown> | undefined} given
   * @param {number} [now]
   */
  #mergeInstance(given, now) {
    if (!isPlainInstance(given)) return false;
    const { instance } = this.#replica;
    const { publicIp = instance.publicIp, lastUpdated = instance.lastUpdated } = given;
    return this.#changeInstance(given, publicIp, now === undefined ? lastUpdated : this.#iso(now));
  }

  /**
   * Sets some of the instance's fields, where it has all there can be but the address, and no others: the engine
   * may put one elsewhere that has been absent.
   *
   * @param {Partial<Api.MockInstanceState>} given
   * @param {string | undefined} publicIp
   * @param {string} lastUpdated
   */
  #changeInstance(given, publicIp, lastUpdated) {
    const { instance } = this.#replica;
    const { blockDeviceMappings } = instance;
    if (!isRegular(instance)) return this.#leave();
    const { instanceId = instance.instanceId, state = instance.state } = given;
    const { hasVolume = instance.hasVolume, availabilityZone = instance.availabilityZone } = given;
    const changed =
      publicIp === undefined
        ? { instanceId, state, hasVolume, availabilityZone, blockDeviceMappings, lastUpdated }
        : { instanceId, state, publicIp, hasVolume, availabilityZone, blockDeviceMappings, lastUpdated };
    this.#hasChanged();
    this.#instance = changed;
    this.#replica.parts.instance = changed;
    return true;
  }

  /**
   * A time as the engine writes it, which is asked once a second: it takes longer than everything else that a
   * change does.
   *
   * @param {number} now
   */
  #iso(now) {
    const time = Math.trunc(now);
    const second = Math.floor(time / 1000);
    if (second !== this.#second) {
      this.#upToSecond = this.#native.isoTime(second * 1000).slice(0, -4);
      this.#second = second;
    }
    return `${this.#upToSecond}${String(time - second * 1000).padStart(3, "0")}Z`;
  }

  /**
   * Leaves this change to the engine, and the next ones: what the state holds is such that the engine makes them all,
   * and it would be brought over in vain for each.
   */
  #leave() {
    this.#rest = REST;
    return false;
  }

  #hasChanged() {
    this.#count += 1;
    this.#isAsked = false;
  }

  /** What was asked for changes nothing. */
  #hasNotChanged() {
    this.#isAsked = false;
    return true;
  }

  /** @param {Api.MockBackup[]} backups */
  #setBackups(backups) {
    this.#hasChanged();
    this.#backups = backups;
    this.#replica.parts.backups = backups;
  }

  /**
   * @param {string} name
   * @param {Api.MockSSMParameter} parameter
   */
  #putParameter(name, parameter) {
    this.#hasChanged();
    this.#parameters.set(name, parameter);
    this.#replica.parts.setParameter(name, parameter);
  }
}

/** @param {Api.MockBackup[]} backups */
function isNewestFirst(backups) {
  return backups.every(({ date }, index) => TIME.test(date) && (index === 0 || date <= backups[index - 1].date));
}

exports.Ahead = Ahead;
