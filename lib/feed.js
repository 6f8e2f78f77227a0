"use strict";

const { argument } = require("./argument.js");
const { inRealm, isBusy } = require("./errors.js");
const { toEvent } = require("./event.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./binding.js").Watch} Watch */
/** @typedef {import("./errors.js").MockStateStoreError} MockStateStoreError */
/** @typedef {import("./watch.js").Watcher} Watcher */

/** The longest that a timer can wait. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The watchers of a store in this realm, and the one native watch that wakes them all. */
class Feed {
  /** @type {Set<Watcher>} */
  #watchers = new Set();
  /** @type {Watch | undefined} */
  #watch;
  #engine;
  #native;
  /** Held, so that a store that is watched is not collected. @type {Opened | undefined} */
  #opened;
  /** @type {import("./opening.js").Opening | undefined} */
  #opening;
  #isSettling = false;
  /** Fires when something is due, so that watchers hear of it. @type {NodeJS.Timeout | undefined} */
  #due;
  /** When that is, by the realm's clock. */
  #dueAt = Number.POSITIVE_INFINITY;

  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#native = engine.native;
  }

  /**
   * The store is open.
   *
   * @param {Opened} opened
   */
  begin(opened) {
    this.#opened = opened;
    if (this.#watchers.size === 0) return;
    this.#watchNative(opened.number);
    for (const watcher of this.#watchers) watcher.begin(opened);
    this.#wake();
  }

  /**
   * The store will be open later.
   *
   * @param {import("./opening.js").Opening} opening
   */
  beginLater(opening) {
    this.#opening = opening;
  }

  get isOpen() {
    return this.#opened !== undefined;
  }

  /** The newest revision without a call; not a number where the store no longer answers. */
  get newest() {
    const opened = this.#opened;
    return opened ? (opened.log ?? opened.words)[0] : Number.NaN;
  }

  /** The fingerprint of the file that will be opened. */
  fingerprint() {
    return this.#opening?.fingerprint();
  }

  /**
   * The store could not be opened; answers whether a watcher still waits for it.
   *
   * @param {() => MockStateStoreError} error
   */
  fail(error) {
    for (const watcher of [...this.#watchers]) watcher.failToBegin(error());
    return this.#watchers.size > 0;
  }

  /**
   * Whether an error is over once another process has been waited for; then all watchers are woken.
   *
   * @param {unknown} error
   */
  settles(error) {
    if (!isBusy(error) || this.#opened === undefined) return false;
    if (!this.#isSettling) this.#settle();
    return true;
  }

  async #settle() {
    this.#isSettling = true;
    try {
      await this.#engine.settle();
    } catch (error) {
      this.#isSettling = false;
      for (const watcher of [...this.#watchers]) watcher.fail(error);
      return;
    }
    this.#isSettling = false;
    this.#wake();
  }

  revision() {
    return this.#engine.reading(() => this.#native.revisionOf(this.#open(), Date.now()));
  }

  /** @param {unknown} names */
  sections(names) {
    return inRealm(() => this.#native.sections(argument(names, "options.sections")));
  }

  /**
   * The next event after a revision; without sections there is nothing to tell.
   *
   * @param {number} since
   * @param {number} sections
   * @param {boolean} [isMerged] whether all that follows is one event
   * @returns {Api.MockStateChange}
   */
  nextEvent(since, sections, isMerged = false) {
    const read = isMerged ? this.#native.mergedEvent : this.#native.nextEvent;
    const json = this.#engine.reading(() => read(this.#open(), Date.now(), since, sections));
    this.#awaitDue();
    return toEvent(this.#engine.areas, JSON.parse(json));
  }

  /** @param {Watcher} watcher */
  add(watcher) {
    if (this.#opened !== undefined) this.#watchNative(this.#opened.number);
    else this.#opening?.begin();
    this.#watchers.add(watcher);
    this.#awaitDue();
  }

  /** @param {number} store */
  #watchNative(store) {
    this.#watch ??= inRealm(() => this.#native.watch(store, () => this.#wake()));
  }

  #open() {
    return /** @type {Opened} */ (this.#opened).number;
  }

  /** @param {Watcher} watcher */
  delete(watcher) {
    this.#watchers.delete(watcher);
    if (this.#watchers.size > 0 || this.#watch === undefined) return;
    this.#native.unwatch(this.#watch);
    this.#watch = undefined;
    clearTimeout(this.#due);
  }

  /** Ends every watch. */
  close() {
    for (const watcher of [...this.#watchers]) watcher.end();
  }

  /**
   * Makes an error that a listener threw an uncaught exception, after the other listeners.
   *
   * @param {unknown} error
   */
  throwLater(error) {
    // The main realm's: fake timers may hold back that of this realm.
    this.#native.mainRealm().process.nextTick(() => {
      throw error;
    });
  }

  #wake() {
    for (const watcher of [...this.#watchers]) watcher.wake();
    this.#awaitDue();
  }

  /** After a change of this realm, for what it has scheduled to be awaited at once. */
  noteDue() {
    if (this.#opened?.words.at(-1) !== this.#dueAt) this.#awaitDue();
  }

  /** Commits what is due next when it is, by the timers of this realm. */
  #awaitDue() {
    clearTimeout(this.#due);
    const due = this.#opened?.words.at(-1) ?? Number.NaN;
    this.#dueAt = due;
    if (this.#watchers.size === 0 || this.#isSettling || !(due < Number.POSITIVE_INFINITY)) return;
    this.#due = setTimeout(() => this.#commitDue(), Math.min(Math.max(due - Date.now(), 1), LONGEST_TIMEOUT_MS));
    this.#due.unref?.();
  }

  #commitDue() {
    try {
      // To read commits what is due.
      this.revision();
      this.#wake();
    } catch (error) {
      if (!this.settles(error)) for (const watcher of [...this.#watchers]) watcher.fail(error);
    }
    this.#awaitDue();
  }
}

exports.Feed = Feed;
