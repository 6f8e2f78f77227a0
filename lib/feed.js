"use strict";

const { fromNative, inRealm, isBusy } = require("./errors.js");
const { add, encode } = require("./request.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Handle} Handle */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./binding.js").Watch} Watch */
/** @typedef {import("./errors.js").MockStateStoreError} MockStateStoreError */
/** @typedef {import("./watch.js").Watcher} Watcher */

/** Those in this realm who watch an engine, and the one native watch that wakes them all. */
class Feed {
  /** @type {Set<Watcher>} */
  #watchers = new Set();
  /** @type {Watch | undefined} */
  #watch;
  #native;
  /** @type {Handle | undefined} */
  #engine;
  /** @type {Float64Array | undefined} */
  #word;
  /** @type {import("./opening.js").Opening | undefined} */
  #opening;
  #isSettling = false;

  /** @param {Binding} native */
  constructor(native) {
    this.#native = native;
  }

  /**
   * There is an engine.
   *
   * @param {Opened} opened
   */
  begin(opened) {
    this.#engine = opened.engine;
    this.#word = opened.revision;
    if (this.#watchers.size === 0) return;
    this.#watchNative(opened.engine);
    for (const watcher of this.#watchers) watcher.begin(opened);
    this.#wake();
  }

  /**
   * There is going to be one.
   *
   * @param {import("./opening.js").Opening} opening
   */
  beginLater(opening) {
    this.#opening = opening;
  }

  /** Whether somebody watches. */
  get isWatched() {
    return this.#watchers.size > 0;
  }

  /** Whether there is an engine. */
  get isOpen() {
    return this.#engine !== undefined;
  }

  /** The engine's revision without a call; no number where it no longer answers. */
  get newest() {
    return this.#word ? this.#word[0] : Number.NaN;
  }

  /** What the file looks like that is to be opened. */
  glimpse() {
    return this.#opening?.glimpse();
  }

  /**
   * It could not be opened; answers whether somebody still watches, to whom it matters when it can.
   *
   * @param {() => MockStateStoreError} error
   */
  fail(error) {
    for (const watcher of [...this.#watchers]) watcher.failToBegin(error());
    return this.#watchers.size > 0;
  }

  /**
   * Whether an error will be over when somebody has been waited for; then all are woken.
   *
   * @param {unknown} error
   */
  settles(error) {
    if (!isBusy(error) || this.#engine === undefined) return false;
    if (!this.#isSettling) this.#settle(this.#engine);
    return true;
  }

  /** @param {Handle} engine */
  async #settle(engine) {
    this.#isSettling = true;
    const [, code, message] = await this.#native.settle(engine);
    this.#isSettling = false;
    if (code === undefined) this.#wake();
    else for (const watcher of [...this.#watchers]) watcher.fail(fromNative({ code, message }));
  }

  revision() {
    return inRealm(() => this.#native.revision(this.#open()));
  }

  /** @param {unknown} names */
  sections(names) {
    return inRealm(() => this.#native.sections(encode(add, names, "options.sections")));
  }

  /**
   * What comes after a revision: `[from, to, sections, entries]`.
   *
   * @param {number} since
   * @param {number} sections
   * @returns {[number, number, Api.MockStateSection[], [string, ...any][] | null]}
   */
  nextChange(since, sections) {
    return JSON.parse(inRealm(() => this.#native.nextChange(this.#open(), since, sections)));
  }

  /** @param {Watcher} watcher */
  add(watcher) {
    if (this.#engine !== undefined) this.#watchNative(this.#engine);
    else this.#opening?.begin();
    this.#watchers.add(watcher);
  }

  /** @param {Handle} engine */
  #watchNative(engine) {
    this.#watch ??= inRealm(() => this.#native.watch(engine, () => this.#wake()));
  }

  /** @returns {Handle} */
  #open() {
    return /** @type {Handle} */ (this.#engine);
  }

  /** @param {Watcher} watcher */
  delete(watcher) {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0 || this.#watch === undefined) return;
    this.#native.unwatch(this.#watch);
    this.#watch = undefined;
  }

  /** Ends every watch. */
  close() {
    for (const watcher of [...this.#watchers]) watcher.end();
  }

  /**
   * Has an error that a listener threw be an uncaught exception, after the other listeners.
   *
   * @param {unknown} error
   */
  throwLater(error) {
    // That of the main realm, for fake timers may hold back the one of this realm.
    this.#native.mainRealm().process.nextTick(() => {
      throw error;
    });
  }

  #wake() {
    for (const watcher of [...this.#watchers]) watcher.wake();
  }
}

exports.Feed = Feed;
