"use strict";

const { ArgumentError, isBusy } = require("./errors.js");
const { warn } = require("./warnings.js");

/** @import * as Api from "../index.js" */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./errors.js").MockStateStoreError} MockStateStoreError */
/** @typedef {import("./feed.js").Feed} Feed */
/** @typedef {IteratorResult<Api.MockStateChange, undefined>} Result */

/** The error of Node's own APIs where a signal is aborted. */
class AbortError extends Error {
  code = "ABORT_ERR";
  name = "AbortError";

  /** @param {AbortSignal} signal */
  constructor(signal) {
    super("The operation was aborted", { cause: signal.reason });
  }
}

/** A place in the history of a store, from the revision that it is made at. Nothing is buffered here. */
class Watcher {
  /** @type {Feed} */
  feed;
  #sections;
  #revision = 0;
  /** @type {string | undefined} of the file when this was made, until it is open */
  #fingerprint;
  /** Whether something unknown has changed since this was made. */
  #isLost = false;

  /**
   * @param {Feed} feed
   * @param {unknown} sections
   * @param {number} [since] the revision to begin at; by default the newest
   */
  constructor(feed, sections, since) {
    this.feed = feed;
    this.#sections = feed.sections(sections);
    feed.add(this);
    if (!feed.isOpen) {
      this.#fingerprint = feed.fingerprint();
      return;
    }
    try {
      this.#revision = feed.revision();
    } catch (error) {
      // The revision is known before the changes can be read.
      if (isBusy(error)) this.#revision = feed.newest;
      else {
        feed.delete(this);
        throw error;
      }
    }
    // A later one is of another store.
    if (since !== undefined && since > this.#revision) this.#isLost = true;
    else this.#revision = since ?? this.#revision;
  }

  /** The revision up to which everything has been taken. */
  get revision() {
    return this.#revision;
  }

  /**
   * The store is open now.
   *
   * @param {Opened} opened
   */
  begin({ foundAt = 0, fingerprint }) {
    this.#revision = foundAt;
    this.#isLost = fingerprint !== this.#fingerprint;
  }

  /**
   * The store could not be opened.
   *
   * @param {MockStateStoreError} error
   */
  failToBegin(error) {
    this.fail(error);
  }

  /**
   * The store no longer answers.
   *
   * @param {unknown} _error
   */
  fail(_error) {
    this.end();
  }

  /** Something may have changed. */
  wake() {}

  /** Stops watching. */
  end() {
    this.feed.delete(this);
  }

  /**
   * The next event, if there is one up to a revision. Changes that come meanwhile are for the next time: a writer may
   * be faster than this loop.
   *
   * @param {number} newest
   * @param {boolean} [isMerged] whether all changes up to the newest are one event, with the last value of each entry
   * @returns {Api.MockStateChange | undefined}
   */
  take(newest, isMerged = false) {
    if (!this.feed.isOpen) return;
    if (this.#isLost) {
      // Of a revision that is still to come nothing is known: any document may have changed.
      const { sections } = this.feed.nextEvent(Number.MAX_SAFE_INTEGER, this.#sections);
      this.#isLost = false;
      return { type: "state", revision: this.#revision, previousRevision: 0, sections };
    }
    while (!(this.#revision >= newest)) {
      const event = this.feed.nextEvent(this.#revision, this.#sections, isMerged);
      this.#revision = event.revision;
      if (event.sections.length > 0) return event;
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
   * The subscription begins when the file can be opened.
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
  /** What the next call rejects with. @type {{ error: unknown } | undefined} */
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

  /** Answers the calls that still wait after the end. */
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
