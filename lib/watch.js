"use strict";

const { ArgumentError, isBusy } = require("./errors.js");
const { toEvent } = require("./event.js");
const { warn } = require("./warnings.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./errors.js").MockStateStoreError} MockStateStoreError */
/** @typedef {import("./feed.js").Feed} Feed */
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

/**
 * A place in the history of an engine, from the revision that it is made at. What is ahead of it is
 * nowhere but in the engine.
 */
class Watcher {
  /** @type {Feed} */
  feed;
  #sections;
  #revision = 0;
  /** What the file looked like when this was made, until it is open. @type {string | undefined} */
  #glimpse;
  /** Something has been changed since this was made, and what is not known. */
  #isLost = false;

  /**
   * @param {Feed} feed
   * @param {unknown} sections
   */
  constructor(feed, sections) {
    this.feed = feed;
    this.#sections = feed.sections(sections);
    feed.add(this);
    if (!feed.isOpen) {
      this.#glimpse = feed.glimpse();
      return;
    }
    try {
      this.#revision = feed.revision();
    } catch (error) {
      // What it is going to be is known before it can be read.
      if (isBusy(error)) this.#revision = feed.newest;
      else {
        feed.delete(this);
        throw error;
      }
    }
  }

  /**
   * There is an engine now.
   *
   * @param {Opened} opened
   */
  begin({ foundAt = 0, glimpse }) {
    this.#revision = foundAt;
    this.#isLost = glimpse !== this.#glimpse;
  }

  /**
   * There could be none.
   *
   * @param {MockStateStoreError} error
   */
  failToBegin(error) {
    this.fail(error);
  }

  /**
   * There is nothing more to be told.
   *
   * @param {unknown} _error
   */
  fail(_error) {
    this.end();
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
    if (!this.feed.isOpen) return;
    if (this.#isLost) {
      // Nobody is ever that far: this is what those are told who know of nothing.
      const [, , sections] = this.feed.nextChange(Number.MAX_SAFE_INTEGER, this.#sections);
      this.#isLost = false;
      return toEvent(0, this.#revision, sections, null);
    }
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
  #hasFailed = false;

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

  /**
   * It begins when the file can be opened, whoever has that tried.
   *
   * @override
   * @param {MockStateStoreError} error
   */
  failToBegin({ code, message }) {
    if (!this.#hasFailed) warn(code, message);
    this.#hasFailed = true;
  }

  /**
   * @override
   * @param {unknown} error
   */
  fail(error) {
    this.end();
    const { code, message } = /** @type {MockStateStoreError} */ (error);
    warn(code, message);
  }

  /** @param {number} newest */
  #take(newest) {
    try {
      return this.take(newest);
    } catch (error) {
      if (!this.feed.settles(error)) this.fail(error);
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
  #onAbort = () => this.fail(new AbortError(/** @type {AbortSignal} */ (this.#signal)));

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
      if (!this.feed.settles(error)) this.fail(error);
    }
    this.#settle();
  }

  /**
   * @override
   * @param {unknown} error
   */
  fail(error) {
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

exports.changes = changes;
exports.subscribe = subscribe;
exports.Watcher = Watcher;
