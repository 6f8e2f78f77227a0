"use strict";

const { isDeepStrictEqual } = require("node:util");
const { isSection } = require("./areas.js");
const { copy, copyToMap } = require("./copy.js");
const { ArgumentError, isBusy, MockStateStoreError } = require("./errors.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./areas.js").Area} Area */
/** @typedef {import("./areas.js").Section} AreaSection */
/** @typedef {import("./engine.js").Engine} Engine */

/** How often a transaction is attempted. */
const MOST_ATTEMPTS = 100;

/** The longest pause before the next attempt. */
const LONGEST_PAUSE_MS = 32;

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
    // The first conflict may be the last: only transactions that keep meeting each other spread out.
    if (attempt > 2) await engine.pause(Math.random() * Math.min(2 ** (attempt - 3), LONGEST_PAUSE_MS));
    // The draft shows every earlier call.
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
  /** @type {Map<string, Set<string> | null>} by area, the names that were read; `null` for the whole area */
  #reads = new Map();
  #hasEnded = false;
  /** Whether something that was read has changed since. */
  isOutdated = false;
  /** Whether another process has to be waited for before the next attempt. */
  isBusy = false;

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#root = new Section(this, sectionSource(this, engine, engine.areas.root));
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
   * Reads from the cache. All that a draft holds is of one revision: at a newer one, what was read before must still
   * be so.
   *
   * @template T
   * @param {Area} area
   * @param {string | null} name the document; `null` for the whole area
   * @param {() => T} get
   * @returns {T}
   */
  read(area, name, get) {
    this.demandOpen();
    try {
      return this.#read(area.entry, name, get);
    } catch (error) {
      if (isBusy(error)) this.isOutdated = this.isBusy = true;
      throw error;
    }
  }

  /**
   * @template T
   * @param {string} entry
   * @param {string | null} name
   * @param {() => T} get
   * @returns {T}
   */
  #read(entry, name, get) {
    const value = get();
    const { revision } = this.#engine.cache;
    if (revision !== this.#revision) {
      if (this.#reads.size > 0 && !this.#engine.readsHold(this.#revision, this.#listReads())) {
        this.isOutdated = true;
        throw new MockStateStoreError("ERR_CONFLICT", "What the transaction has read has changed; it runs again");
      }
      this.#revision = revision;
    }
    const names = this.#reads.get(entry);
    if (name === null) this.#reads.set(entry, null);
    else if (names === undefined) this.#reads.set(entry, new Set([name]));
    else names?.add(name);
    return value;
  }

  #listReads() {
    return Object.fromEntries(Array.from(this.#reads, ([entry, names]) => [entry, names && [...names]]));
  }
}

/**
 * Where a section of the draft gets its entries.
 *
 * @typedef {object} Source
 * @property {(name: string) => unknown} read what the state holds under a name; `undefined` where it holds nothing
 * @property {() => string[]} names those under which it holds something
 * @property {Readonly<Record<string, Section>>} [sections] the entries that are sections
 * @property {readonly string[]} [fixed] the names of entries that cannot be removed
 * @property {boolean} [areAlike] whether the entries are documents of one area, and `null` removes one
 */

/**
 * A section of the state: areas, sections and unknown keys.
 *
 * @param {Transaction} transaction
 * @param {Engine} engine
 * @param {AreaSection} section
 * @returns {Source}
 */
function sectionSource(transaction, engine, section) {
  const { cache } = engine;
  /** @type {Record<string, () => unknown>} */
  const known = section.name === "state" ? { pendingTimeouts: () => [] } : {};
  /** @type {Record<string, Section>} */
  const sections = {};
  for (const [key, child] of section.children) {
    if (isSection(child)) {
      if (isReadOnly(child)) known[key] = () => readSection(transaction, engine, child);
      else sections[key] = new Section(transaction, sectionSource(transaction, engine, child));
    } else if (child.shape === "named" && !child.map) {
      sections[key] = new Section(transaction, documentsSource(transaction, engine, child));
    } else {
      known[key] = () => transaction.read(child, null, () => readArea(cache, child));
    }
  }
  const unknown = () => readUnknownKeys(transaction, engine, section.name);
  return {
    read: (name) => own(Object.hasOwn(known, name) ? { [name]: known[name]() } : unknown(), name),
    names: () => [
      ...Array.from(section.children).flatMap(([key, child]) => (isShown(transaction, engine, child) ? [key] : [])),
      ...Object.keys(unknown()),
    ],
    sections,
    fixed: [...section.children.keys()],
  };
}

/**
 * An area of named documents. Where the names are a closed set, there can be unknown keys beside them.
 *
 * @param {Transaction} transaction
 * @param {Engine} engine
 * @param {Area} area
 * @returns {Source}
 */
function documentsSource(transaction, engine, area) {
  const { names, path } = area;
  const { cache } = engine;
  const read = (/** @type {string} */ name) => transaction.read(area, name, () => cache.named(area, name));
  if (names === null) {
    return { read, names: () => transaction.read(area, null, () => [...cache.all(area).keys()]), areAlike: true };
  }
  const unknown = () => readUnknownKeys(transaction, engine, /** @type {string} */ (path.at(-1)));
  return {
    read: (name) => (names.includes(name) ? read(name) : own(unknown(), name)),
    names: () => [...names, ...Object.keys(unknown())],
    fixed: names,
  };
}

/**
 * @param {import("./cache.js").Cache} cache
 * @param {Area} area
 */
function readArea(cache, area) {
  if (area.shape === "one") return cache.document(area) ?? undefined;
  return area.shape === "list" ? [...cache.list(area)] : new Map(cache.all(area));
}

/**
 * @param {import("./cache.js").Cache} cache
 * @param {Area} area
 */
function isEmpty(cache, area) {
  if (area.shape === "one") return cache.document(area) === null;
  return area.shape === "list" ? cache.list(area).length === 0 : cache.all(area).size === 0;
}

/**
 * A section that a transaction only reads: what becomes of it has no effect.
 *
 * @param {Transaction} transaction
 * @param {Engine} engine
 * @param {AreaSection} section
 */
function readSection(transaction, { cache }, section) {
  let copied;
  for (const area of /** @type {Iterable<Area>} */ (section.children.values())) {
    copied = transaction.read(area, null, () => cache.copySection(section));
  }
  return copied;
}

/**
 * @param {Transaction} transaction
 * @param {Engine} engine
 * @param {string} section
 * @returns {Record<string, unknown>}
 */
function readUnknownKeys(transaction, { cache, areas }, section) {
  const area = /** @type {Area} */ (areas.byEntry.get("unknownKeys"));
  return transaction.read(area, section, () => cache.named(area, section) ?? {});
}

/**
 * @param {AreaSection} section
 * @returns {boolean}
 */
function isReadOnly(section) {
  return Array.from(section.children.values()).every((child) =>
    isSection(child) ? isReadOnly(child) : child.patch === "ignore",
  );
}

/**
 * Whether the state shows an area or a section.
 *
 * @param {Transaction} transaction
 * @param {Engine} engine
 * @param {Area | AreaSection} child
 * @returns {boolean}
 */
function isShown(transaction, engine, child) {
  if (!isSection(child)) {
    return child.presence !== "notempty" || transaction.read(child, null, () => !isEmpty(engine.cache, child));
  }
  if (isReadOnly(child)) return readSection(transaction, engine, child) !== undefined;
  return Array.from(child.children.values()).some((part) => isShown(transaction, engine, part));
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
  /** @type {{ value: unknown } | undefined} what was set in place of the section and cannot be one */
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
   * An accessor, so that listing the names of documents does not read every document.
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

  // As for a frozen object: these have no meaning for a part of the state.
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
 * Whether the draft still holds what was read. A value that cannot be compared cannot be written either, and that
 * error says what is wrong with it.
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
