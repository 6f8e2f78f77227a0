"use strict";

const {
  MOST_FAST,
  admitBackup,
  admitCommand,
  admitCosts,
  admitEntries,
  admitFailure,
  admitInstance,
  admitLease,
  admitParameter,
  admitStack,
  copyParameter,
  copyParameters,
  copyToObject,
  isEmpty,
} = require("./copy.js");

/**
 * The parts of the state, by the numbers of `Part` in `src/store/replica.rs`.
 */
const Part = Object.freeze({
  Instance: 0,
  Parameters: 1,
  Commands: 2,
  Backups: 3,
  Costs: 4,
  Stack: 5,
  Faults: 6,
  Extra: 7,
  Leases: 8,
  All: 9,
  Parameter: 10,
  Nothing: 11,
});

/** @import * as Api from "../index.js" */

const SECTIONS = ["state", "ssm", "costs", "faults", "leases"];

/** What is known of each part of the state. It is of no revision; the replica knows which. */
class Parts {
  /** @type {Map<string, Api.MockSSMParameter>} those that are known */
  parameters = new Map();
  /** Whether a name that is not among them is not in the state either. */
  hasAllParameters = false;
  /** @type {Api.MockInstanceState | undefined} */
  instance;
  /** @type {Api.MockBackup[] | undefined} */
  backups;
  /** @type {{ first: number, list: Api.MockSSMCommand[] } | undefined} */
  commands;
  /** @type {Record<Api.CostPeriod, Api.MockCostData> | undefined} */
  costs;
  /** @type {Api.MockCloudFormationStack | undefined} */
  stack;
  /** @type {{ latency: number, failures: Map<string, Api.OperationFailureConfig> } | undefined} */
  faults;
  /** @type {Record<string, unknown>[] | undefined} the unknown keys, by the order of SECTIONS */
  extra;
  /** Whether there is any of them. */
  hasExtra = false;
  /** @type {{ last: number, held: Map<string, Api.MockLeaseState> } | undefined} */
  leases;
  /**
   * All parameters, as they are copied; `null` where they have been asked for once as they are now.
   *
   * @type {Record<string, Api.MockSSMParameter> | null | undefined}
   */
  #spread;

  /** Whether all are known. */
  get areComplete() {
    const { instance, backups, commands, costs, stack, faults, extra, leases, hasAllParameters } = this;
    return !!(instance && backups && commands && costs && stack && faults && extra && leases && hasAllParameters);
  }

  /**
   * A deep copy of all parameters. A spread copies an object several times faster than its names can be set
   * one by one. To make that object takes as long, so it is made where they are asked for again.
   *
   * @returns {Record<string, Api.MockSSMParameter>}
   */
  copyParameters() {
    const { parameters } = this;
    if (this.#spread === undefined || parameters.size > MOST_FAST || !isEmpty(Object.prototype)) {
      this.#spread = null;
      return copyToObject(parameters, copyParameter);
    }
    this.#spread ??= Object.fromEntries(parameters);
    return copyParameters(this.#spread);
  }

  /**
   * Keeps a part that was asked for.
   *
   * @param {number} part
   * @param {any} value
   * @param {unknown} [name]
   */
  keep(part, value, name) {
    switch (part) {
      case Part.Instance:
        this.instance = admitInstance(value);
        break;
      case Part.Parameters:
        this.parameters = admitEntries(value, admitParameter);
        this.#spread = undefined;
        this.hasAllParameters = true;
        break;
      case Part.Parameter:
        if (value[0]) this.keep(Part.Parameters, value[1]);
        else if (value[1] !== null) this.parameters.set(wellFormed(name), admitParameter(value[1]));
        break;
      case Part.Commands:
        for (const command of value[1]) admitCommand(command);
        this.commands = { first: value[0], list: value[1] };
        break;
      case Part.Backups:
        for (const backup of value) admitBackup(backup);
        this.backups = value;
        break;
      case Part.Costs:
        for (const period in value) admitCosts(value[period]);
        this.costs = value;
        break;
      case Part.Stack:
        this.stack = admitStack(value);
        break;
      case Part.Faults:
        this.faults = { latency: value[0], failures: admitEntries(value[1], admitFailure) };
        break;
      case Part.Extra:
        this.extra = value;
        this.hasExtra = !value.every(isEmpty);
        break;
      case Part.Leases:
        this.leases = { last: value[0], held: admitEntries(value[1], admitLease) };
        break;
      case Part.All:
        for (let part = Part.Instance; part < Part.All; part++) this.keep(part, value[part]);
        break;
      default:
    }
  }

  /**
   * @param {string} name
   * @param {Api.MockSSMParameter | null} parameter
   */
  setParameter(name, parameter) {
    if (parameter === null) this.parameters.delete(name);
    else this.parameters.set(name, parameter);
    this.#spread = undefined;
  }

  /**
   * @param {Api.CostPeriod} period
   * @param {Api.MockCostData} costs
   */
  setCosts(period, costs) {
    if (this.costs) this.costs[period] = costs;
  }

  /** @param {number} ms */
  setLatency(ms) {
    if (this.faults) this.faults.latency = ms;
  }

  /**
   * @param {string} operation
   * @param {Api.OperationFailureConfig} failure
   */
  setFailure(operation, failure) {
    this.faults?.failures.set(operation, failure);
  }

  /** @param {string} operation */
  clearFailure(operation) {
    this.faults?.failures.delete(operation);
  }

  clearFailures() {
    this.faults?.failures.clear();
  }

  /**
   * Merges an entry of a change into the parts that are known.
   *
   * @param {[string, ...any]} entry
   */
  merge(entry) {
    const kind = entry[0];
    const key = entry[1];
    const value = entry[2];
    const { commands, extra, leases } = this;
    switch (kind) {
      case "instance":
        this.keep(Part.Instance, key);
        break;
      case "parameter":
        if (value !== null) admitParameter(value);
        this.setParameter(key, value);
        break;
      case "command":
        if (commands) commands.list[key - commands.first] = admitCommand(value);
        break;
      case "commandsBelow":
        if (commands) {
          commands.list.splice(0, key - commands.first);
          commands.first = key;
        }
        break;
      case "backups":
        this.keep(Part.Backups, key);
        break;
      case "costs":
        this.setCosts(key, admitCosts(value));
        break;
      case "cloudformation":
        this.keep(Part.Stack, key);
        break;
      case "latency":
        this.setLatency(key);
        break;
      case "failure":
        if (value === null) this.clearFailure(key);
        else this.setFailure(key, admitFailure(value));
        break;
      case "failuresGone":
        this.clearFailures();
        break;
      case "lease":
        if (value === null) leases?.held.delete(key);
        else leases?.held.set(key, admitLease(value));
        break;
      case "fencingToken":
        if (leases) leases.last = key;
        break;
      case "extra":
        if (extra) this.keep(Part.Extra, extra.with(SECTIONS.indexOf(key), value));
        break;
      default:
    }
  }
}

/**
 * A name as the engine knows it.
 *
 * @param {unknown} name
 */
function wellFormed(name) {
  return /** @type {string} */ (name).toWellFormed();
}

exports.Part = Part;
exports.Parts = Parts;
exports.wellFormed = wellFormed;
