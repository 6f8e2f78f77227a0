"use strict";

const { ArgumentError, inRealm } = require("./errors.js");
const { add, encode } = require("./request.js");
const { warn } = require("./warnings.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Handle} Handle */
/** @typedef {import("./binding.js").Watch} Watch */
/** @typedef {IteratorResult<Api.MockStateChange, undefined>} Result */

/** What Node's own APIs reject with where a signal is aborted. */
class AbortError extends Error {
  code = "ABORT_ERR";
  name = "AbortError";

  /** @param {AbortSignal} signal */
  constructor(signal) {
    super("The operation was aborted", { cause: signal.reason });
  }
}

/** Those in this realm who watch an engine, and the one native watch that wakes them all. */
class Feed {
  /** @type {Set<Watcher>} */
  #watchers = new Set();
  /** @type {Watch | undefined} */
  #watch;
  #native;
  #engine;
  #word;

  /**
   * @param {Binding} native
   * @param {Handle} engine
   * @param {Float64Array} word the engine's revision
   */
  constructor(native, engine, word) {
    this.#native = native;
    this.#engine = engine;
    this.#word = word;
  }

  /** The engine's revision without a call; no number where it no longer answers. */
  get newest() {
    return this.#word[0];
  }

  revision() {
    return inRealm(() => this.#native.revision(this.#engine));
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
    return JSON.parse(inRealm(() => this.#native.nextChange(this.#engine, since, sections)));
  }

  /** @param {Watcher} watcher */
  add(watcher) {
    this.#watch ??= inRealm(() => this.#native.watch(this.#engine, () => this.#wake()));
    this.#watchers.add(watcher);
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

/**
 * A place in the history of an engine, from the revision that it is made at. What is ahead of it is
 * nowhere but in the engine.
 */
class Watcher {
  /** @type {Feed} */
  feed;
  #sections;
  #revision = 0;

  /**
   * @param {Feed} feed
   * @param {unknown} sections
   */
  constructor(feed, sections) {
    this.feed = feed;
    this.#sections = feed.sections(sections);
    feed.add(this);
    try {
      this.#revision = feed.revision();
    } catch (error) {
      feed.delete(this);
      throw error;
    }
  }

  /** Has something been changed? */
  wake() {}

  /** Watches no more. */
  end() {
    this.feed.delete(this);
  }

  /**
   * The next event, if there is one up to a revision. Changes that come meanwhile are for the next time:
   * those who make them may be faster.
   *
   * @param {number} newest
   * @returns {Api.MockStateChange | undefined}
   */
  take(newest) {
    while (!(this.#revision >= newest)) {
      const [from, to, sections, entries] = this.feed.nextChange(this.#revision, this.#sections);
      this.#revision = to;
      if (sections.length > 0) return toEvent(from, to, sections, entries);
    }
  }
}

class Subscription extends Watcher {
  #listener;
  #isActive = true;

  /**
   * @param {Feed} feed
   * @param {(change: Api.MockStateChange) => void} listener
   * @param {unknown} sections
   */
  constructor(feed, listener, sections) {
    super(feed, sections);
    this.#listener = listener;
  }

  /** @override */
  wake() {
    const { newest } = this.feed;
    const listener = this.#listener;
    while (this.#isActive) {
      const change = this.#take(newest);
      if (change === undefined) return;
      try {
        listener(change);
      } catch (error) {
        this.feed.throwLater(error);
      }
    }
  }

  /** @override */
  end() {
    this.#isActive = false;
    super.end();
  }

  /** @param {number} newest */
  #take(newest) {
    try {
      return this.take(newest);
    } catch (error) {
      this.end();
      const { code, message } = /** @type {import("./errors.js").MockStateStoreError} */ (error);
      warn(code, message);
    }
  }
}

/** @implements {AsyncIterableIterator<Api.MockStateChange>} */
class Changes extends Watcher {
  /** @type {{ resolve(result: Result): void, reject(error: unknown): void }[]} */
  #waiting = [];
  #hasEnded = false;
  /** What the next call is to reject with. @type {{ error: unknown } | undefined} */
  #failure;
  #signal;
  #onAbort = () => this.#fail(new AbortError(/** @type {AbortSignal} */ (this.#signal)));

  /**
   * @param {Feed} feed
   * @param {unknown} sections
   * @param {AbortSignal} [signal]
   */
  constructor(feed, sections, signal) {
    super(feed, sections);
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** @returns {Promise<Result>} */
  next() {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.wake();
    });
  }

  /** @returns {Promise<IteratorReturnResult<undefined>>} */
  async return() {
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @override */
  wake() {
    try {
      const { newest } = this.feed;
      while (this.#waiting.length > 0 && !this.#hasEnded) {
        const value = this.take(newest);
        if (value === undefined) return;
        this.#waiting.shift()?.resolve({ value, done: false });
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#settle();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#failure = { error };
    this.end();
  }

  /** @override */
  end() {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    super.end();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#settle();
  }

  /** Answers those who still wait after the end. */
  #settle() {
    if (!this.#hasEnded) return;
    for (const waiter of this.#waiting.splice(0)) {
      if (this.#failure) waiter.reject(this.#failure.error);
      else waiter.resolve({ value: undefined, done: true });
      this.#failure = undefined;
    }
  }
}

/**
 * @param {number} previousRevision
 * @param {number} revision
 * @param {Api.MockStateSection[]} sections
 * @param {[string, ...any][] | null} entries
 * @returns {Api.MockStateChange}
 */
function toEvent(previousRevision, revision, sections, entries) {
  if (entries === null) return { type: "state", revision, previousRevision, sections };
  return { type: "entries", revision, previousRevision, sections, entries: entries.map(toEntry) };
}

/**
 * An entry of a change, for people.
 *
 * @param {[string, ...any]} entry
 * @returns {Api.MockStateEntry}
 */
function toEntry([kind, key, value]) {
  switch (kind) {
    case "parameter":
      return { type: "parameter", name: key, value };
    case "command":
      return { type: "command", number: key, value };
    case "commandsBelow":
      return { type: "commandsRemoved", below: key };
    case "costs":
      return { type: "costs", period: key, value };
    case "latency":
      return { type: "globalLatency", value: key };
    case "failure":
      return { type: "operationFailure", operation: key, value };
    case "failuresGone":
      return { type: "operationFailuresCleared" };
    case "lease":
      return { type: "lease", name: key, value };
    case "fencingToken":
      return { type: "lastFencingToken", value: key };
    case "extra":
      return { type: "unknownKeys", of: key, value };
    default:
      return { type: /** @type {"instance"} */ (kind), value: key };
  }
}

/**
 * @param {Feed} feed
 * @param {unknown} listener
 * @param {unknown} [options]
 * @returns {() => void}
 */
function subscribe(feed, listener, options) {
  if (typeof listener !== "function") throw wrongType("listener", "of type function", listener);
  const { sections } = read(options);
  const subscription = new Subscription(feed, /** @type {() => void} */ (listener), sections);
  return () => subscription.end();
}

/**
 * @param {Feed} feed
 * @param {unknown} [options]
 */
function changes(feed, options) {
  const { sections, signal } = read(options);
  if (signal !== undefined && !isSignal(signal)) throw wrongType("options.signal", "an AbortSignal", signal);
  if (signal?.aborted) throw new AbortError(signal);
  return new Changes(feed, sections, signal);
}

/**
 * @param {unknown} options
 * @returns {{ sections?: unknown, signal?: unknown }}
 */
function read(options = {}) {
  if (typeof options !== "object" || options === null) throw wrongType("options", "an object", options);
  return options;
}

/**
 * Whether it is one, of any realm.
 *
 * @param {unknown} value
 * @returns {value is AbortSignal}
 */
function isSignal(value) {
  return typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value;
}

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
function wrongType(name, expected, value) {
  return new ArgumentError(
    "ERR_INVALID_ARG_TYPE",
    `The "${name}" argument must be ${expected}. Received ${describe(value)}`,
  );
}

/** @param {unknown} value */
function describe(value) {
  if (typeof value === "object" && value !== null) return `an instance of ${Array.isArray(value) ? "Array" : "Object"}`;
  return value === undefined || value === null ? String(value) : `type ${typeof value} (${String(value)})`;
}

module.exports = { changes, Feed, subscribe };
