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
  copyLeases,
  copyParameter,
  copyParameters,
  copyToObject,
  isEmpty,
} = require("./copy.js");
const { isPeriod } = require("./plain.js");

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

/** How many changes it costs little to catch up with. */
const FEW_CHANGES = 64;

/** How many parameters it costs little to ask for again. */
const FEW_PARAMETERS = 1000;

const SECTIONS = ["state", "ssm", "costs", "faults", "leases"];

/** @import * as Api from "../index.js" */
/**
 * What is known of each part.
 *
 * @typedef {object} Parts
 * @property {Map<string, Api.MockSSMParameter>} parameters those that are known; all of them where they are complete
 * @property {Api.MockInstanceState} [instance]
 * @property {Api.MockBackup[]} [backups]
 * @property {{ first: number, list: Api.MockSSMCommand[] }} [commands]
 * @property {Record<Api.CostPeriod, Api.MockCostData>} [costs]
 * @property {Api.MockCloudFormationStack} [stack]
 * @property {{ latency: number, failures: Map<string, Api.OperationFailureConfig> }} [faults]
 * @property {Record<string, unknown>[]} [extra] by the order of SECTIONS
 * @property {boolean} [hasExtra] whether there is any
 * @property {{ last: number, held: Map<string, Api.MockLeaseState> }} [leases]
 */

/**
 * A copy of the engine's state in the JavaScript heap, as far as it has been asked for, and the
 * revision it is known to be of. It decides nothing: it merges the changes it is handed.
 *
 * What it hands out is its own; the caller copies.
 */
class Replica {
  #parts = nothing();
  /** Whether a name that is not in the map is not in the state either. */
  #parametersComplete = false;
  /**
   * All parameters, as they are copied; `null` where they have been asked for once as they are now.
   *
   * @type {Record<string, Api.MockSSMParameter> | null | undefined}
   */
  #spread;
  /** The revision of what is known. */
  #revision;
  /** Whether changes come from elsewhere too, so that not all is worth following. */
  #isShared;
  /** The revision at which the engine was last asked for a single value. */
  #askedAt = -1;
  #word;
  #engine;

  /**
   * @param {Float64Array} word the engine's revision
   * @param {{
   *   catchUp(since: number, part: number, name: unknown): string,
   *   parameterValue(name: unknown): string | null,
   * }} engine
   * @param {boolean} isShared whether changes can come from elsewhere than this realm
   */
  constructor(word, engine, isShared) {
    this.#isShared = isShared;
    // Nothing is known, and so it is known at any revision.
    this.#revision = word[0];
    this.#word = word;
    this.#engine = engine;
  }

  /** @returns {Api.MockInstanceState} */
  get instance() {
    if (this.isStale || this.#parts.instance === undefined) this.#bring("instance", Part.Instance);
    return /** @type {Api.MockInstanceState} */ (this.#parts.instance);
  }

  /** @returns {Api.MockBackup[]} */
  get backups() {
    if (this.isStale || this.#parts.backups === undefined) this.#bring("backups", Part.Backups);
    return /** @type {Api.MockBackup[]} */ (this.#parts.backups);
  }

  /** @returns {Api.MockSSMCommand[]} oldest first */
  get commands() {
    if (this.isStale || this.#parts.commands === undefined) this.#bring("commands", Part.Commands);
    return /** @type {NonNullable<Parts["commands"]>} */ (this.#parts.commands).list;
  }

  /** @returns {Api.MockCloudFormationStack} */
  get stack() {
    if (this.isStale || this.#parts.stack === undefined) this.#bring("stack", Part.Stack);
    return /** @type {Api.MockCloudFormationStack} */ (this.#parts.stack);
  }

  /** @returns {NonNullable<Parts["faults"]>} */
  get faults() {
    if (this.isStale || this.#parts.faults === undefined) this.#bring("faults", Part.Faults, "");
    return /** @type {NonNullable<Parts["faults"]>} */ (this.#parts.faults);
  }

  /** @returns {NonNullable<Parts["leases"]>} */
  get leases() {
    if (this.isStale || this.#parts.leases === undefined) this.#bring("leases", Part.Leases);
    return /** @type {NonNullable<Parts["leases"]>} */ (this.#parts.leases);
  }

  /** @returns {Record<string, unknown>[]} the unknown keys, by the order of SECTIONS */
  get extra() {
    if (this.isStale || this.#parts.extra === undefined) this.#bring("extra", Part.Extra);
    return /** @type {Record<string, unknown>[]} */ (this.#parts.extra);
  }

  /** The revision that the last read was of. */
  get revision() {
    return this.#revision;
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

  /** A deep copy of the leases, as the state has them. */
  copyLeases() {
    return copyLeases(this.leases, this.extra);
  }

  /** @returns {ReadonlyMap<string, Api.MockSSMParameter>} */
  get parameters() {
    if (this.isStale) this.#pull(Part.Nothing);
    if (!this.#parametersComplete) this.#pull(Part.Parameters);
    return this.#parts.parameters;
  }

  /**
   * @param {string} name
   * @returns {string | null}
   */
  parameterValue(name) {
    if (this.isStale) {
      const revision = this.#word[0];
      // The first read after a change asks for the value alone, which takes a third of catching up, or far less.
      if ((this.#isShared || this.behind > FEW_CHANGES) && this.#askedAt !== revision) {
        this.#askedAt = revision;
        return this.#engine.parameterValue(name);
      }
      this.#pull(Part.Nothing);
    }
    const known = this.#parts.parameters.get(name);
    if (known !== undefined) return known.value;
    if (!this.#parametersComplete || typeof name !== "string") this.#pull(Part.Parameter, name);
    return this.#parts.parameters.get(wellFormed(name))?.value ?? null;
  }

  /**
   * @param {string} name
   * @returns {Api.MockSSMParameter | undefined}
   */
  parameter(name) {
    if (this.isStale) this.#pull(Part.Nothing);
    if (!this.#parametersComplete && !this.#parts.parameters.has(name)) this.#pull(Part.Parameter, name);
    return this.#parts.parameters.get(name);
  }

  /**
   * @param {string} operation
   * @returns {Api.OperationFailureConfig | undefined}
   */
  operationFailure(operation) {
    if (typeof operation !== "string") this.#pull(Part.Faults, operation);
    const { failures } = this.faults;
    return failures.get(operation) ?? failures.get(wellFormed(operation));
  }

  /**
   * @param {Api.CostPeriod} period
   * @returns {Api.MockCostData}
   */
  costs(period) {
    if (this.isStale) this.#pull(Part.Nothing);
    if (this.#parts.costs === undefined || !isPeriod(period)) this.#pull(Part.Costs, period);
    const costs = /** @type {NonNullable<Parts["costs"]>} */ (this.#parts.costs);
    // Whatever else V8 has seen here, these are found at once.
    if (period === "current-month") return costs["current-month"];
    return period === "last-month" ? costs["last-month"] : costs["last-30-days"];
  }

  /**
   * Every part at one revision.
   *
   * @returns {Required<Parts>}
   */
  all() {
    if (this.isStale) this.#pull(Part.Nothing);
    const { instance, backups, commands, costs, stack, faults, extra, leases } = this.#parts;
    if (!(instance && backups && commands && costs && stack && faults && extra && leases && this.#parametersComplete)) {
      this.#pull(Part.All);
    }
    return /** @type {Required<Parts>} */ (this.#parts);
  }

  /**
   * Becomes current, if that takes little: by the changes where they are few, and by knowing nothing where little is
   * known. Answers whether it has.
   */
  refresh() {
    if (this.behind <= FEW_CHANGES) this.#pull(Part.Nothing);
    else if (this.#parts.parameters.size <= FEW_PARAMETERS) this.#forget();
    return !this.isStale;
  }

  #forget() {
    this.#parts = nothing();
    this.#parametersComplete = false;
    this.#spread = undefined;
    this.#revision = this.#word[0];
  }

  /**
   * The engine has been told of changes that have been merged already.
   *
   * @param {number} count
   */
  advance(count) {
    if (this.#word[0] === this.#revision + count) this.#revision += count;
  }

  /** How many changes of the engine it does not know of; no number where the engine no longer answers. */
  get behind() {
    return this.#word[0] - this.#revision;
  }

  get isStale() {
    return this.#word[0] !== this.#revision;
  }

  /**
   * Brings what is known up to date, and a part that is not known even then.
   *
   * @param {keyof Parts} key
   * @param {number} part
   * @param {string} [name]
   */
  #bring(key, part, name) {
    if (this.#parts[key] !== undefined) this.#pull(Part.Nothing);
    if (this.#parts[key] === undefined) this.#pull(part, name);
  }

  /**
   * @param {number} part
   * @param {unknown} [name]
   */
  #pull(part, name) {
    const [revision, changes, value] = JSON.parse(this.#engine.catchUp(this.#revision, part, name));
    if (changes === null) {
      this.#forget();
    } else {
      for (const entry of changes) this.merge(entry);
    }
    this.#keep(part, value, name);
    this.#revision = revision;
  }

  /**
   * Keeps a part that was asked for.
   *
   * @param {number} part
   * @param {any} value
   * @param {unknown} [name]
   */
  #keep(part, value, name) {
    switch (part) {
      case Part.Instance:
        this.#parts.instance = admitInstance(value);
        break;
      case Part.Parameters:
        this.#parts.parameters = admitEntries(value, admitParameter);
        this.#spread = undefined;
        this.#parametersComplete = true;
        break;
      case Part.Parameter:
        if (value[0]) this.#keep(Part.Parameters, value[1]);
        else if (value[1] !== null) this.#parts.parameters.set(wellFormed(name), admitParameter(value[1]));
        break;
      case Part.Commands:
        for (const command of value[1]) admitCommand(command);
        this.#parts.commands = { first: value[0], list: value[1] };
        break;
      case Part.Backups:
        for (const backup of value) admitBackup(backup);
        this.#parts.backups = value;
        break;
      case Part.Costs:
        for (const period in value) admitCosts(value[period]);
        this.#parts.costs = value;
        break;
      case Part.Stack:
        this.#parts.stack = admitStack(value);
        break;
      case Part.Faults:
        this.#parts.faults = { latency: value[0], failures: admitEntries(value[1], admitFailure) };
        break;
      case Part.Extra:
        this.#parts.extra = value;
        this.#parts.hasExtra = !value.every(isEmpty);
        break;
      case Part.Leases:
        this.#parts.leases = { last: value[0], held: admitEntries(value[1], admitLease) };
        break;
      case Part.All:
        for (let part = Part.Instance; part < Part.All; part++) this.#keep(part, value[part]);
        break;
      default:
    }
  }

  /** @param {Api.MockInstanceState} instance */
  setInstance(instance) {
    this.#parts.instance = instance;
  }

  /**
   * @param {string} name
   * @param {Api.MockSSMParameter | null} parameter
   */
  setParameter(name, parameter) {
    if (parameter === null) this.#parts.parameters.delete(name);
    else this.#parts.parameters.set(name, parameter);
    this.#spread = undefined;
  }

  /**
   * @param {Api.CostPeriod} period
   * @param {Api.MockCostData} costs
   */
  setCosts(period, costs) {
    if (this.#parts.costs) this.#parts.costs[period] = costs;
  }

  /** @param {Api.MockBackup[]} backups */
  setBackups(backups) {
    this.#parts.backups = backups;
  }

  /** @param {Api.MockCloudFormationStack} stack */
  setStack(stack) {
    this.#parts.stack = stack;
  }

  /** @param {number} ms */
  setLatency(ms) {
    if (this.#parts.faults) this.#parts.faults.latency = ms;
  }

  /**
   * @param {string} operation
   * @param {Api.OperationFailureConfig} failure
   */
  setFailure(operation, failure) {
    this.#parts.faults?.failures.set(operation, failure);
  }

  /** @param {string} operation */
  clearFailure(operation) {
    this.#parts.faults?.failures.delete(operation);
  }

  clearFailures() {
    this.#parts.faults?.failures.clear();
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
    const { commands, extra, leases } = this.#parts;
    switch (kind) {
      case "instance":
        this.#keep(Part.Instance, key);
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
        this.#keep(Part.Backups, key);
        break;
      case "costs":
        this.setCosts(key, admitCosts(value));
        break;
      case "cloudformation":
        this.#keep(Part.Stack, key);
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
        if (extra) this.#keep(Part.Extra, extra.with(SECTIONS.indexOf(key), value));
        break;
      default:
    }
  }
}

/** @returns {Parts} */
function nothing() {
  return {
    instance: undefined,
    parameters: new Map(),
    commands: undefined,
    backups: undefined,
    costs: undefined,
    stack: undefined,
    faults: undefined,
    extra: undefined,
    hasExtra: undefined,
    leases: undefined,
  };
}

/**
 * A name as the engine knows it.
 *
 * @param {unknown} name
 */
function wellFormed(name) {
  return /** @type {string} */ (name).toWellFormed();
}

exports.Replica = Replica;
