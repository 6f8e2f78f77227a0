"use strict";

const { copyLeases } = require("./copy.js");
const { Part, Parts, wellFormed } = require("./parts.js");
const { isPeriod } = require("./plain.js");

/** How many changes it costs little to catch up with. */
const FEW_CHANGES = 64;

/** How many parameters it costs little to ask for again. */
const FEW_PARAMETERS = 1000;

/** @import * as Api from "../index.js" */
/**
 * A copy of the engine's state in the JavaScript heap, as far as it has been asked for, and the
 * revision it is known to be of. It decides nothing: it has the changes merged that it is handed.
 *
 * What it hands out is its own; the caller copies.
 */
class Replica {
  /** What is known, be it current or not. */
  parts = new Parts();
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
    if (this.isStale || this.parts.instance === undefined) this.#bring("instance", Part.Instance);
    return /** @type {Api.MockInstanceState} */ (this.parts.instance);
  }

  /** @returns {Api.MockBackup[]} */
  get backups() {
    if (this.isStale || this.parts.backups === undefined) this.#bring("backups", Part.Backups);
    return /** @type {Api.MockBackup[]} */ (this.parts.backups);
  }

  /** @returns {Api.MockSSMCommand[]} oldest first */
  get commands() {
    if (this.isStale || this.parts.commands === undefined) this.#bring("commands", Part.Commands);
    return /** @type {NonNullable<Parts["commands"]>} */ (this.parts.commands).list;
  }

  /** @returns {Api.MockCloudFormationStack} */
  get stack() {
    if (this.isStale || this.parts.stack === undefined) this.#bring("stack", Part.Stack);
    return /** @type {Api.MockCloudFormationStack} */ (this.parts.stack);
  }

  /** @returns {NonNullable<Parts["faults"]>} */
  get faults() {
    if (this.isStale || this.parts.faults === undefined) this.#bring("faults", Part.Faults, "");
    return /** @type {NonNullable<Parts["faults"]>} */ (this.parts.faults);
  }

  /** @returns {NonNullable<Parts["leases"]>} */
  get leases() {
    if (this.isStale || this.parts.leases === undefined) this.#bring("leases", Part.Leases);
    return /** @type {NonNullable<Parts["leases"]>} */ (this.parts.leases);
  }

  /** @returns {Record<string, unknown>[]} the unknown keys, by the order of SECTIONS */
  get extra() {
    if (this.isStale || this.parts.extra === undefined) this.#bring("extra", Part.Extra);
    return /** @type {Record<string, unknown>[]} */ (this.parts.extra);
  }

  /** The revision that the last read was of. */
  get revision() {
    return this.#revision;
  }

  /** A deep copy of all parameters. */
  copyParameters() {
    this.#bringParameters();
    return this.parts.copyParameters();
  }

  /** A deep copy of the leases, as the state has them. */
  copyLeases() {
    const { extra } = this;
    // These come last, to be of the revision that is then known: a transaction decides by them.
    return copyLeases(this.leases, extra);
  }

  /** @returns {ReadonlyMap<string, Api.MockSSMParameter>} */
  get parameters() {
    this.#bringParameters();
    return this.parts.parameters;
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
    const known = this.parts.parameters.get(name);
    if (known !== undefined) return known.value;
    if (!this.parts.hasAllParameters || typeof name !== "string") this.#pull(Part.Parameter, name);
    return this.parts.parameters.get(wellFormed(name))?.value ?? null;
  }

  /**
   * @param {string} name
   * @returns {Api.MockSSMParameter | undefined}
   */
  parameter(name) {
    if (this.isStale) this.#pull(Part.Nothing);
    if (!this.parts.hasAllParameters && !this.parts.parameters.has(name)) this.#pull(Part.Parameter, name);
    return this.parts.parameters.get(name);
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
    if (this.parts.costs === undefined || !isPeriod(period)) this.#pull(Part.Costs, period);
    const costs = /** @type {NonNullable<Parts["costs"]>} */ (this.parts.costs);
    // Whatever else V8 has seen here, these are found at once.
    if (period === "current-month") return costs["current-month"];
    return period === "last-month" ? costs["last-month"] : costs["last-30-days"];
  }

  /**
   * Every part at one revision.
   *
   * @returns {{ [K in keyof Parts]: NonNullable<Parts[K]> }}
   */
  all() {
    if (this.isStale) this.#pull(Part.Nothing);
    if (!this.parts.areComplete) this.#pull(Part.All);
    return /** @type {any} */ (this.parts);
  }

  /**
   * Becomes current, if that takes little: by the changes where they are few, and by knowing nothing where little is
   * known. Answers whether it has.
   */
  refresh() {
    if (this.behind <= FEW_CHANGES) this.#pull(Part.Nothing);
    else if (this.parts.parameters.size <= FEW_PARAMETERS) this.#forget();
    return !this.isStale;
  }

  #forget() {
    this.parts = new Parts();
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
    if (this.parts[key] !== undefined) this.#pull(Part.Nothing);
    if (this.parts[key] === undefined) this.#pull(part, name);
  }

  #bringParameters() {
    if (this.isStale) this.#pull(Part.Nothing);
    if (!this.parts.hasAllParameters) this.#pull(Part.Parameters);
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
      for (const entry of changes) this.parts.merge(entry);
    }
    this.parts.keep(part, value, name);
    this.#revision = revision;
  }
}

exports.Replica = Replica;
