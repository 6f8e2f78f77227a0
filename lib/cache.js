"use strict";

const { scalar } = require("./argument.js");
const { isSection } = require("./areas.js");
const { Copier, copy, copyToMap, copyToObject } = require("./copy.js");

/** @typedef {import("./areas.js").Area} Area */
/** @typedef {import("./areas.js").Areas} Areas */
/** @typedef {import("./areas.js").Section} Section */

/** What is asked for where no documents are. */
const NOTHING = -1;

/**
 * What is held of an area, with a function that copies its documents.
 *
 * @typedef {{ document: any, copy: import("./copy.js").Copy }} One `null` where there is no document
 * @typedef {{ isWhole: boolean, documents: Map<string, any>, copy: import("./copy.js").Copy }} Named a name can stand
 *   for `null`, which is known not to be there, until all are known
 * @typedef {{ first: number, documents: any[], copy: import("./copy.js").Copy }} List `first` is the oldest's number
 */

/**
 * The documents of a store in the JavaScript heap, as far as they have been asked for. A word of native memory for
 * each area says whether they are stale; then one call brings the changes since the cache's revision.
 *
 * What `document`, `named`, `all` and `list` hand out is its own; `copy…` make copies for the caller.
 */
class Cache {
  /** The revision of all that it holds. */
  #revision;
  #words;
  #log;
  #ask;
  #areas;
  /** @type {any[]} by area: {@link One}, {@link Named} or {@link List}; `undefined` where nothing is known */
  #held;
  /** @type {InstanceType<typeof Copier>[]} by area */
  #copiers;

  /**
   * @param {Areas} areas
   * @param {Float64Array} words the revision of the store, and the last one that changed each area
   * @param {Float64Array} log the last revision that anyone has committed; the same words where nobody else can
   * @param {(since: number, area: number, name?: string) => string} ask what has changed, and the documents of an area
   */
  constructor(areas, words, log, ask) {
    this.#areas = areas;
    this.#words = words;
    this.#log = log;
    this.#ask = ask;
    // Nothing is held, and so it is of any revision.
    this.#revision = words[0];
    this.#held = Array(areas.list.length).fill(undefined);
    this.#copiers = areas.list.map(() => new Copier());
  }

  /** The revision that the last read was of. */
  get revision() {
    return this.#revision;
  }

  /**
   * The document of an area that has one; `null` where there is none.
   *
   * @param {Area} area
   */
  document({ index }) {
    if (this.#isStale(index) || this.#held[index] === undefined) this.#pull(index);
    return this.#held[index].document;
  }

  /**
   * The document of an area that has one, as it was last known; `null` where there was none.
   *
   * @param {Area} area
   */
  lastKnown({ index }) {
    return this.#held[index]?.document ?? null;
  }

  /**
   * The document of that name.
   *
   * @param {Area} area
   * @param {string} name
   */
  named(area, name) {
    if (this.#isStale(area.index)) this.#pull(NOTHING);
    const known = this.#held[area.index]?.documents.get(name);
    return known === undefined ? this.#find(area, name) : (known ?? undefined);
  }

  /**
   * @param {Area} area
   * @param {unknown} name
   */
  #find({ index, names }, name) {
    // Native code says what is wrong with a name that cannot be one.
    if (typeof name !== "string" || (names !== null && !names.includes(name))) this.#ask(-1, index, scalar(name));
    const wellFormed = /** @type {string} */ (name).toWellFormed();
    if (!this.#held[index]?.isWhole) this.#pull(index, wellFormed);
    return this.#held[index].documents.get(wellFormed) ?? undefined;
  }

  /**
   * All documents of an area by name.
   *
   * @param {Area} area
   * @returns {ReadonlyMap<string, any>}
   */
  all({ index }) {
    if (this.#isStale(index)) this.#pull(NOTHING);
    if (!this.#held[index]?.isWhole) this.#pull(index);
    return this.#held[index].documents;
  }

  /**
   * The documents of an area in order.
   *
   * @param {Area} area
   * @returns {readonly any[]}
   */
  list({ index }) {
    if (this.#isStale(index) || this.#held[index] === undefined) this.#pull(index);
    return this.#held[index].documents;
  }

  /**
   * A copy of the document of an area that has one.
   *
   * @param {Area} area
   */
  copyDocument(area) {
    const document = this.document(area);
    return this.#held[area.index].copy(document);
  }

  /**
   * A copy of the document of that name.
   *
   * @param {Area} area
   * @param {string} name
   */
  copyNamed(area, name) {
    const document = this.named(area, name);
    return document === undefined ? undefined : this.#held[area.index].copy(document);
  }

  /**
   * A copy of the documents of an area by name.
   *
   * @param {Area} area
   */
  copyAll(area) {
    return copyToObject(this.all(area), this.#held[area.index].copy);
  }

  /**
   * A copy of the documents of an area in order.
   *
   * @param {Area} area
   */
  copyList(area) {
    return this.list(area).map(this.#held[area.index].copy);
  }

  /**
   * A deep copy of the whole state, all of one revision.
   *
   * @returns {Record<string, any>}
   */
  copyState() {
    this.#pullAll();
    return this.#copySection(this.#areas.root);
  }

  /**
   * A deep copy of a section of the state; `undefined` where it holds nothing.
   *
   * @param {Section} section
   */
  copySection(section) {
    this.#pullAll();
    return this.#isPresent(section) ? this.#copySection(section) : undefined;
  }

  /** @param {number} index */
  #isStale(index) {
    const words = this.#words;
    // Not a number where the store has broken down: then it asks, and is told so.
    return !(words[index + 1] <= this.#revision && words[0] === this.#log[0]) || this.#isDue();
  }

  /** Whether something has come due that the next call commits. */
  #isDue() {
    const due = this.#words[this.#held.length + 1];
    return due !== Number.POSITIVE_INFINITY && due <= Date.now();
  }

  #pullAll() {
    const words = this.#words;
    if (!(words[0] === this.#revision && words[0] === this.#log[0]) || this.#isDue()) this.#pull(NOTHING);
    const isKnown = (/** @type {any} */ held) => held !== undefined && held?.isWhole !== false;
    if (!this.#held.every(isKnown)) this.#pull(this.#held.length);
  }

  /**
   * Brings all that is held up to date, and the documents of an area where they are not.
   *
   * @param {number} index the area; its number of areas stands for all
   * @param {string} [name] the one document that is wanted
   */
  #pull(index, name) {
    const lacks = index >= 0 && (this.#held[index] === undefined || this.#held[index]?.isWhole === false);
    const [revision, changes, documents] = JSON.parse(
      this.#ask(this.#revision, lacks ? index : NOTHING, name === undefined ? undefined : scalar(name)),
    );
    if (changes === null) this.#held.fill(undefined);
    else for (const entry of changes) this.#merge(entry);
    this.#revision = revision;
    if (lacks) this.#keep(index, documents, name);
    else if (index >= 0 && this.#held[index] === undefined) this.#pull(index, name);
  }

  /**
   * @param {number} index
   * @param {any} documents
   * @param {string} [name]
   */
  #keep(index, documents, name) {
    const area = this.#areas.list[index];
    if (area === undefined) {
      for (const [index, some] of documents.entries()) this.#keep(index, some);
    } else if (area.shape === "one") {
      this.#held[index] = { document: documents, copy: this.#copiers[index].for(documents) };
    } else if (area.shape === "list") {
      this.#held[index] = { first: documents[0], documents: documents[1], copy };
      this.#chooseCopy(index, documents[1]);
    } else if (Array.isArray(documents)) {
      this.#held[index] ??= { isWhole: false, documents: new Map(), copy };
      this.#held[index].documents.set(name, documents[0]);
    } else {
      // Not `Object.entries`, which makes an array for each.
      const byName = new Map();
      for (const name of Object.keys(documents)) byName.set(name, documents[name]);
      this.#held[index] = { isWhole: true, documents: byName, copy };
      this.#chooseCopy(index, byName.values());
    }
  }

  /**
   * Has an area's documents copied by a function for their shape, if they all have the same.
   *
   * @param {number} index
   * @param {Iterable<any>} documents
   */
  #chooseCopy(index, documents) {
    let chosen;
    for (const document of documents) {
      const own = this.#copiers[index].for(document);
      chosen ??= own;
      if (chosen !== own) return;
    }
    this.#held[index].copy = chosen ?? copy;
  }

  /** @param {[string, any?, any?]} entry */
  #merge([kind, key, value]) {
    const area = this.#areas.byEntry.get(kind);
    if (area === undefined) return this.#remove(kind, key);
    const { index, shape } = area;
    if (shape === "one") return this.#keep(index, key);
    const held = this.#held[index];
    if (held === undefined) return;
    const { documents } = held;
    if (value === null && held.isWhole) {
      documents.delete(key);
      return;
    }
    if (value !== null) {
      const own = this.#copiers[index].for(value);
      const isOnly = shape === "list" ? documents.length === 0 : documents.size === 0;
      if (own !== held.copy) held.copy = isOnly ? own : copy;
    }
    if (shape === "list") documents[key - held.first] = value;
    else documents.set(key, value);
  }

  /**
   * Removes the documents of a list below a number, or all documents of an area.
   *
   * @param {string} kind
   * @param {number | undefined} below
   */
  #remove(kind, below) {
    const area = /** @type {Area} */ (this.#areas.byRemoval.get(kind));
    const held = this.#held[area.index];
    if (held === undefined) return;
    if (below === undefined) {
      this.#held[area.index] = { isWhole: true, documents: new Map(), copy };
    } else {
      held.documents.splice(0, below - held.first);
      held.first = below;
    }
  }

  /**
   * @param {Section} section
   * @returns {Record<string, any>}
   */
  #copySection({ name, children }) {
    const unknown = this.#unknownKeys(name);
    /** @type {Record<string, any>} */
    const result = unknown === undefined ? {} : copy(unknown);
    for (const [key, child] of children) {
      if (isSection(child)) {
        if (this.#isPresent(child)) result[key] = this.#copySection(child);
      } else if (this.#isNamed(child)) {
        result[key] = this.#copyArea(child);
      }
    }
    return result;
  }

  /** @param {Area} area */
  #copyArea({ index, map, names, shape, path }) {
    const held = this.#held[index];
    if (shape === "one") return held.copy(held.document);
    if (shape === "list") return held.documents.map(held.copy);
    if (map) return copyToMap(held.documents, held.copy);
    const documents = copyToObject(held.documents, held.copy);
    const unknown = names === null ? undefined : this.#unknownKeys(/** @type {string} */ (path.at(-1)));
    return unknown === undefined ? documents : { ...copy(unknown), ...documents };
  }

  /**
   * Whether anything in a section has to be shown.
   *
   * @param {Section} section
   * @returns {boolean}
   */
  #isPresent({ name, children }) {
    if (this.#unknownKeys(name) !== undefined) return true;
    for (const child of children.values()) {
      const isShown = isSection(child) ? this.#isPresent(child) : child.presence === "always" || !this.#isEmpty(child);
      if (isShown) return true;
    }
    return false;
  }

  /**
   * Whether a section that is shown shows an area.
   *
   * @param {Area} area
   */
  #isNamed(area) {
    return !this.#isEmpty(area) || (area.presence !== "notempty" && area.shape !== "one");
  }

  /** @param {Area} area */
  #isEmpty({ index, shape }) {
    const held = this.#held[index];
    if (shape === "one") return held.document === null;
    return shape === "list" ? held.documents.length === 0 : held.documents.size === 0;
  }

  /**
   * The unknown keys of a section, where there are any.
   *
   * @param {string} section
   * @returns {Record<string, unknown> | undefined}
   */
  #unknownKeys(section) {
    const { index } = /** @type {Area} */ (this.#areas.byEntry.get("unknownKeys"));
    const keys = this.#held[index].documents.get(section);
    for (const _ in keys) return keys;
    return undefined;
  }
}

exports.Cache = Cache;
