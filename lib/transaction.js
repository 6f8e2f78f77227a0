"use strict";

const { isDeepStrictEqual } = require("node:util");
const { copy, copyToMap } = require("./copy.js");
const { ArgumentError, isBusy, MockStateStoreError } = require("./errors.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./engine.js").Engine} Engine */

/** How often a transaction is tried. */
const MOST_ATTEMPTS = 100;

/** The longest pause before the next attempt. */
const LONGEST_PAUSE_MS = 32;

/** As the replica has the unknown keys. */
const SECTIONS = ["state", "ssm", "costs", "faults"];

const PERIODS = ["current-month", "last-month", "last-30-days"];

/**
 * Runs a function on a draft of the state, and commits what it has made of it.
 *
 * @template T
 * @param {Engine} engine
 * @param {(draft: Api.MockState) => T | PromiseLike<T>} fn
 * @returns {Promise<T>}
 */
async function transact(engine, fn) {
  if (typeof fn !== "function") {
    throw new ArgumentError(
      "ERR_INVALID_ARG_TYPE",
      `The "fn" argument must be of type function. Received ${fn === null ? "null" : `type ${typeof fn}`}`,
    );
  }
  let isSettled = true;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    // The first conflict may be the last: only those who go on meeting each other spread out.
    if (attempt > 2) await engine.pause(Math.random() * Math.min(2 ** (attempt - 3), LONGEST_PAUSE_MS));
    // What was called before is seen.
    await engine.read(() => undefined);
    if (!isSettled) await engine.settle();
    const transaction = new Transaction(engine);
    try {
      const value = await fn(transaction.draft);
      if (await transaction.commit()) return value;
    } catch (error) {
      if (!transaction.isOutdated) throw error;
      isSettled = !transaction.isBusy;
    } finally {
      transaction.end();
    }
  }
  throw new MockStateStoreError(
    "ERR_CONFLICT",
    `What the transaction reads was changed by others each of the ${MOST_ATTEMPTS} times that it ran. ` +
      "It changed nothing; let it read less, or take less time",
  );
}

/** One attempt: the draft, what was read for it, and the revision at which all of that held. */
class Transaction {
  #engine;
  #root;
  #revision = -1;
  /** @type {Map<string, Set<string>>} names by kind, as `Reads` in `src/store/transaction.rs` knows them */
  #reads = new Map();
  #hasEnded = false;
  /** Whether something that was read has changed since. */
  isOutdated = false;
  /** Whether that was not known, for somebody was to be waited for. */
  isBusy = false;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    engine.hold();
    this.#root = new Section(this, stateSource(this, engine.replica));
  }

  /** @returns {Api.MockState} */
  get draft() {
    return /** @type {any} */ (this.#root.proxy);
  }

  /** Commits what has been written, and answers whether what was read was still so. */
  async commit() {
    if (this.isOutdated) return false;
    const written = this.#root.written();
    if (written === undefined) return true;
    const isCommitted = await this.#engine.commit(Math.max(this.#revision, 0), this.#listReads(), written);
    this.isOutdated = !isCommitted;
    return isCommitted;
  }

  end() {
    this.#hasEnded = true;
    this.#engine.release();
  }

  /** Refuses what comes after the end. */
  demandOpen() {
    if (!this.#hasEnded) return;
    throw new MockStateStoreError(
      "ERR_CLOSED",
      "The transaction that the draft belongs to has ended; what is needed of it must be read before",
    );
  }

  /**
   * Reads from the replica. All that a draft holds is of one revision: where there are newer ones, what
   * was read before must still be so.
   *
   * @template T
   * @param {string} kind
   * @param {string} name
   * @param {() => T} get
   * @returns {T}
   */
  read(kind, name, get) {
    this.demandOpen();
    try {
      return this.#read(kind, name, get);
    } catch (error) {
      if (isBusy(error)) this.isOutdated = this.isBusy = true;
      throw error;
    }
  }

  /**
   * @template T
   * @param {string} kind
   * @param {string} name
   * @param {() => T} get
   * @returns {T}
   */
  #read(kind, name, get) {
    const value = get();
    const { revision } = this.#engine.replica;
    if (revision !== this.#revision) {
      if (this.#reads.size > 0 && !this.#engine.readsHold(this.#revision, this.#listReads())) {
        this.isOutdated = true;
        throw new MockStateStoreError("ERR_CONFLICT", "What the transaction has read has changed; it runs again");
      }
      this.#revision = revision;
    }
    const names = this.#reads.get(kind);
    if (names) names.add(name);
    else this.#reads.set(kind, new Set([name]));
    return value;
  }

  #listReads() {
    return Object.fromEntries(Array.from(this.#reads, ([kind, names]) => [kind, [...names]]));
  }
}

/**
 * Where a section has its entries from.
 *
 * @typedef {object} Source
 * @property {(name: string) => unknown} read what the state holds under a name; `undefined` where it holds nothing
 * @property {() => string[]} names those it holds something under
 * @property {Readonly<Record<string, Section>>} [sections] those of its entries that are sections
 * @property {readonly string[]} [fixed] the names of those entries that cannot be gone
 * @property {boolean} [areAlike] whether the entries are all of a kind, and gone where they are `null`
 */

/**
 * @param {Transaction} transaction
 * @param {import("./replica.js").Replica} replica
 * @returns {Source}
 */
function stateSource(transaction, replica) {
  /**
   * @template T
   * @param {string} kind
   * @param {() => T} get
   */
  const read = (kind, get) => transaction.read(kind, "", get);
  /**
   * A section with entries that are always there, and unknown ones.
   *
   * @param {string} section
   * @param {readonly string[]} fixed
   * @param {Record<string, () => unknown>} known
   * @param {Record<string, Section>} [sections]
   * @returns {Source}
   */
  const withUnknown = (section, fixed, known, sections) => {
    const unknown = () => transaction.read("extra", section, () => replica.extra[SECTIONS.indexOf(section)]);
    return {
      read: (name) => own(Object.hasOwn(known, name) ? { [name]: known[name]() } : unknown(), name),
      names: () => [...fixed, ...Object.keys(unknown())],
      sections,
      fixed,
    };
  };
  const parameters = new Section(transaction, {
    read: (name) => transaction.read("parameter", name, () => replica.parameter(name)),
    names: () => read("parameterNames", () => [...replica.parameters.keys()]),
    areAlike: true,
  });
  const commands = () => read("commands", () => [...replica.commands]);
  const ssm = withUnknown("ssm", ["parameters", "commands"], { commands }, { parameters });
  const costs = withUnknown("costs", PERIODS, {
    "current-month": () => transaction.read("costs", "current-month", () => replica.costs("current-month")),
    "last-month": () => transaction.read("costs", "last-month", () => replica.costs("last-month")),
    "last-30-days": () => transaction.read("costs", "last-30-days", () => replica.costs("last-30-days")),
  });
  const faults = withUnknown("faults", ["globalLatencyMs", "operationFailures"], {
    globalLatencyMs: () => read("latency", () => replica.faults.latency),
    operationFailures: () => read("failures", () => new Map(replica.faults.failures)),
  });
  return withUnknown(
    "state",
    ["instance", "ssm", "backups", "costs", "cloudformation", "faults", "leases"],
    // The last two are there to read: what becomes of them counts for nothing.
    {
      instance: () => read("instance", () => replica.instance),
      backups: () => read("backups", () => replica.backups),
      cloudformation: () => read("cloudformation", () => replica.stack),
      leases: () => read("leases", () => replica.copyLeases()),
      pendingTimeouts: () => [],
    },
    {
      ssm: new Section(transaction, ssm),
      costs: new Section(transaction, costs),
      faults: new Section(transaction, faults),
    },
  );
}

/**
 * An object of the draft whose entries are copied when they are first touched.
 *
 * @implements {ProxyHandler<object>}
 */
class Section {
  #transaction;
  #source;
  /** @type {Map<string, unknown>} what was read of the state */
  #before = new Map();
  /** @type {Map<string, unknown>} what the draft holds where it was touched; `undefined` is nothing */
  #values = new Map();
  /** @type {Set<string> | undefined} the names in the state, once they were listed */
  #names;
  /** @type {{ value: unknown } | undefined} what was put in place of the section and cannot be one */
  #impostor;
  /** @type {object} */
  proxy;

  /**
   * @param {Transaction} transaction
   * @param {Source} source
   */
  constructor(transaction, source) {
    this.#transaction = transaction;
    this.#source = source;
    this.proxy = new Proxy({}, this);
  }

  /**
   * What has been written, as a partial state; `undefined` where that is nothing.
   *
   * @returns {unknown}
   */
  written() {
    if (this.#impostor) return this.#impostor.value;
    const { sections = {}, fixed = [], areAlike } = this.#source;
    /** @type {[string, unknown][]} */
    const entries = Object.entries(sections).map(([name, section]) => [name, section.written()]);
    for (const [name, value] of this.#values) {
      if (this.#before.has(name) && isSame(this.#before.get(name), value)) continue;
      entries.push([name, value === undefined && (areAlike || fixed.includes(name)) ? null : value]);
    }
    const written = entries.filter(([name, value]) => value !== undefined || !Object.hasOwn(sections, name));
    return written.length > 0 ? Object.fromEntries(written) : undefined;
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   */
  get(target, key) {
    const value = typeof key === "string" ? this.#value(key.toWellFormed()) : undefined;
    return value === undefined ? Reflect.get(target, key) : value;
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   * @returns {boolean}
   */
  has(target, key) {
    return this.#holds(key) || Reflect.has(target, key);
  }

  /**
   * @param {object} _target
   * @param {string | symbol} key
   * @param {unknown} value
   */
  set(_target, key, value) {
    if (typeof key === "string") this.#write(key.toWellFormed(), value);
    return typeof key === "string";
  }

  /**
   * @param {object} _target
   * @param {string | symbol} key
   */
  deleteProperty(_target, key) {
    if (typeof key === "string") this.#write(key.toWellFormed(), undefined);
    return true;
  }

  ownKeys() {
    this.#names ??= new Set(this.#source.names());
    return [...new Set([...this.#names, ...this.#values.keys()])].filter((name) => this.#holds(name));
  }

  /**
   * An accessor, so that who lists the names of the parameters does not read every value.
   *
   * @param {object} _target
   * @param {string | symbol} key
   * @returns {PropertyDescriptor | undefined}
   */
  getOwnPropertyDescriptor(_target, key) {
    if (!this.#holds(key)) return undefined;
    const name = String(key).toWellFormed();
    return {
      get: () => this.#value(name),
      set: (value) => this.#write(name, value),
      enumerable: true,
      configurable: true,
    };
  }

  // What has no meaning for a part of the state is refused, as by a frozen object.
  defineProperty() {
    return false;
  }

  preventExtensions() {
    return false;
  }

  setPrototypeOf() {
    return false;
  }

  /**
   * @param {string | symbol} key
   * @returns {boolean}
   */
  #holds(key) {
    if (typeof key !== "string") return false;
    const name = key.toWellFormed();
    const { areAlike } = this.#source;
    if (areAlike && this.#names && !this.#values.has(name)) return this.#names.has(name);
    return this.#value(name) !== undefined;
  }

  /**
   * @param {string} name
   * @returns {unknown}
   */
  #value(name) {
    const section = own(this.#source.sections, name);
    if (section) return section.#impostor ? section.#impostor.value : section.proxy;
    if (!this.#values.has(name)) {
      const before = this.#source.read(name);
      this.#before.set(name, before);
      this.#values.set(name, before instanceof Map ? copyToMap(before, copy) : copy(before));
    }
    return this.#values.get(name);
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  #write(name, value) {
    this.#transaction.demandOpen();
    const section = own(this.#source.sections, name);
    if (section) section.#replace(value);
    else this.#values.set(name, value);
  }

  /** @param {unknown} value */
  #replace(value) {
    if (value === this.proxy) return;
    const isObject = Object.prototype.toString.call(value) === "[object Object]";
    this.#impostor = isObject ? undefined : { value: value ?? null };
    if (!isObject) return;
    const entries = new Map(Object.entries(/** @type {object} */ (value)));
    for (const name of this.ownKeys()) if (!entries.has(name)) this.#write(name, undefined);
    for (const [name, entry] of entries) this.#write(name.toWellFormed(), entry);
  }
}

/**
 * @template T
 * @param {Readonly<Record<string, T>> | undefined} entries
 * @param {string} name
 * @returns {T | undefined}
 */
function own(entries, name) {
  return entries && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/**
 * Whether the draft still holds what was read. What cannot be compared cannot be encoded either, and
 * that says what is wrong with it.
 *
 * @param {unknown} before
 * @param {unknown} value
 */
function isSame(before, value) {
  try {
    return isDeepStrictEqual(before, value);
  } catch {
    return false;
  }
}

exports.transact = transact;
