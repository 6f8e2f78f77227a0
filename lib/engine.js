"use strict";

const { loadAreas } = require("./areas.js");
const { argument, optionsArgument, stateArgument, writtenKey } = require("./argument.js");
const { Cache } = require("./cache.js");
const { MockStateStoreError, fromNative, inRealm, isBusy, outcome } = require("./errors.js");
const { loadNative } = require("./native.js");
const { lastKnownNow, readNow } = require("./readers.js");
const { Responders } = require("./responders.js");
const { warn } = require("./warnings.js");

/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./binding.js").Argument} Argument */
/** @typedef {import("./binding.js").Call} Call */

/** What the next call waits for where no call waits, but the file is not open. */
const NOTHING = Promise.resolve();

/** How often a read waits for another process before it fails with `ERR_BUSY`. */
const MOST_READS = 3;

/** How long another process is waited for at least on behalf of watchers alone. */
const LEAST_OPENING_MS = 1000;

/** A native store, with the errors of this realm. Calls take effect in the order in which they are made. */
class Engine {
  native = /** @type {Binding} */ (loadNative());
  areas = loadAreas(this.native);
  responders;
  /** @type {Opened} */
  #opened = /** @type {any} */ (undefined);
  #number = -1;
  /** @type {Cache} */
  #cache = /** @type {any} */ (undefined);
  /** @type {import("./feed.js").Feed | undefined} */
  #feed;
  /** @type {import("./checkpoints.js").Checkpoints | undefined} */
  #checkpoints;
  /** @type {import("./scenarios.js").Scenarios | undefined} */
  #scenarios;
  #debounceMs;
  #isPower;
  /** The options that are part of the state, as an argument. */
  #settings;
  /**
   * The file, until it is open. Until then every call waits for its turn.
   *
   * @type {import("./opening.js").Opening | undefined}
   */
  #opening;
  /** @type {Promise<void> | undefined} */
  #closed;
  #closedMessage = "The store has been closed; make a new one";
  /**
   * Resolves when every call that waits has had its turn. While there is any, later calls wait too.
   *
   * @type {Promise<unknown> | undefined}
   */
  #waiting;

  /**
   * An engine of its own, as the options of a store say.
   *
   * @param {unknown} options
   */
  static open(options) {
    const native = loadNative();
    const path = process.env.MOCK_STATE_STORE_PATH;
    const given = optionsArgument(options);
    const made = inRealm(() => native.open(given, path, Date.now(), listener));
    return new Engine(made, new Responders(), ownScenarios(native, given, made));
  }

  /**
   * Whether a value is one. Nothing of the value is asked: it may be a Proxy.
   *
   * @param {unknown} value
   * @returns {value is Engine}
   */
  static isOne(value) {
    return typeof value === "object" && value !== null && #number in value;
  }

  /**
   * @param {import("./binding.js").Made} made
   * @param {Responders} responders
   * @param {import("./scenarios.js").Scenarios} [scenarios] by default those that come with this package
   */
  constructor(made, responders, scenarios) {
    const { native } = this;
    this.responders = responders;
    this.#scenarios = scenarios;
    const { opened, opening, debounceMs, isPower, accountId, region, file = null, settings, warnings } = made;
    this.account = { accountId, region, file };
    this.#settings = settings;
    this.#isPower = isPower;
    this.#debounceMs = debounceMs;
    for (const [code, message] of warnings) warn(code, message);
    if (debounceMs !== undefined) saveAtExit(native);
    if (opened) this.#begin(opened);
    else if (opening) this.#beginLater(opening);
  }

  /**
   * An engine in memory that starts with the state that this one has after every earlier call.
   *
   * @param {unknown} [options]
   * @returns {Engine | Promise<Engine>}
   */
  fork(options) {
    const given = forkArgument(options);
    return this.read(() => this.#fork(given));
  }

  /**
   * The same at once; throws where another process or an earlier call has to be waited for, which is never so in memory.
   *
   * @param {unknown} [options]
   */
  forkNow(options) {
    if (this.isClosed) throw this.#closedError();
    if (this.#waiting !== undefined) {
      throw new MockStateStoreError("ERR_BUSY", "The store waits for another process, and can be forked after that");
    }
    return this.#fork(forkArgument(options));
  }

  /** @param {string | undefined} given the options as an argument */
  #fork(given) {
    const { native } = this;
    const made = this.reading(() => native.fork(this.#number, Date.now(), given));
    return new Engine(made, this.responders.copy(), ownScenarios(native, given, made) ?? this.#scenarios);
  }

  /** @param {Opened} opened */
  #begin(opened) {
    const { native, areas } = this;
    const { number, words, log, warnings } = opened;
    this.#opening = undefined;
    if (this.#waiting === NOTHING) this.#waiting = undefined;
    this.#opened = opened;
    this.#number = number;
    this.#cache = new Cache(areas, words, log ?? words, (since, area, name) =>
      this.reading(() => native.changes(number, Date.now(), since, area, name)),
    );
    // What only a file takes is loaded with the first.
    if (this.#debounceMs !== undefined) {
      this.#checkpoints = new (require("./checkpoints.js").Checkpoints)(native, opened, this.#debounceMs);
    }
    for (const [code, message] of warnings) warn(code, message);
    this.#applySettings();
    this.#feed?.begin(opened);
  }

  /** Before any other call. */
  #applySettings() {
    if (this.#settings === undefined) return;
    const fail = (/** @type {any} */ { code, message }) => warn(code, message);
    try {
      const answer = /** @type {any} */ (this.native.applySettings(this.#number, Date.now(), this.#settings));
      this.#checkpoints?.schedule();
      if (isPromise(answer)) this.#settleInTurn(answer).catch(fail);
    } catch (error) {
      fail(fromNative(error));
    }
  }

  /** @param {import("./binding.js").Wanted} file */
  #beginLater(file) {
    const { Opening } = require("./opening.js");
    const opening = new Opening(this.native, file, (settled) => {
      if (!Array.isArray(settled)) this.#begin(settled);
      else if (this.#feed?.fail(() => fromNative({ code: settled[0], message: settled[1] }))) {
        opening.begin(LEAST_OPENING_MS);
      }
    });
    this.#opening = opening;
    this.#waiting = NOTHING;
    opening.begin();
  }

  /** What watchers are told; loaded with the first of them. */
  get feed() {
    if (this.isClosed) throw this.#closedError();
    this.#feed ??= this.#makeFeed();
    return this.#feed;
  }

  #makeFeed() {
    const { Feed } = require("./feed.js");
    const feed = new Feed(this);
    if (this.#opening === undefined) feed.begin(this.#opened);
    else feed.beginLater(this.#opening);
    return feed;
  }

  /** Whether it has been closed, or is about to be. */
  get isClosed() {
    return this.#closed !== undefined;
  }

  /** The state as it is now: changes by calls that still wait do not show. */
  get cache() {
    if (this.isClosed) throw this.#closedError();
    return this.#cache;
  }

  /**
   * Calls a native function that changes the state: at once, and answers what it does, or in its turn where another
   * process or an earlier call has to be waited for.
   *
   * @param {Call} call
   * @param {Argument} [a]
   * @param {Argument} [b]
   * @param {Argument} [c]
   * @param {Argument} [d]
   * @param {Argument} [e]
   * @returns {any}
   */
  change(call, a, b, c, d, e) {
    if (this.#waiting !== undefined) return this.#changeInTurn(call, Date.now(), [a, b, c, d, e]);
    /** @type {any} */
    let answer;
    try {
      answer = call(this.#number, Date.now(), a, b, c, d, e);
    } catch (error) {
      throw fromNative(error);
    }
    this.#checkpoints?.schedule();
    this.#feed?.noteDue();
    if (isPromise(answer)) return this.#settleInTurn(answer);
    return this.#isPower ? this.#sync(answer) : answer;
  }

  /**
   * Calls a native function that changes no state itself, but may have to wait for files: at once or in its turn, as
   * {@link change} does.
   *
   * @param {Call} call
   * @param {Argument} [a]
   * @param {Argument} [b]
   * @returns {any}
   */
  ask(call, a, b) {
    if (this.#waiting !== undefined) return this.#inTurn(() => this.#asked(call, a, b));
    const answer = this.#asked(call, a, b);
    return isPromise(answer) ? this.#inTurn(() => answer) : answer;
  }

  /**
   * @param {Call} call
   * @param {Argument} a
   * @param {Argument} b
   */
  #asked(call, a, b) {
    const isDue = this.#isDue();
    const answer = /** @type {any} */ (inRealm(() => call(this.#number, Date.now(), a, b)));
    if (isPromise(answer)) return this.#answered(answer, isDue);
    if (isDue) this.#checkpoints?.schedule();
    return answer;
  }

  /**
   * @param {PromiseLike<import("./binding.js").Settled<any>>} settled
   * @param {boolean} isDue whether what has come due is committed with it, and has to be saved
   */
  async #answered(settled, isDue) {
    const answer = outcome(await settled);
    if (isDue) this.#checkpoints?.schedule();
    return answer;
  }

  /**
   * Reads the state, as it is after every earlier call. What has to wait is in functions of their own: every call of
   * a function that makes a closure anywhere takes half as long again.
   *
   * @template T, [K=undefined]
   * @param {(cache: Cache, areas: import("./areas.js").Areas, key: K) => T} reader
   * @param {K} [key]
   * @returns {T} or a promise of it, which is the same to the async functions that call this
   */
  read(reader, key) {
    if (this.#waiting !== undefined) return this.#readInTurn(reader, key);
    try {
      return reader(this.#cache, this.areas, /** @type {K} */ (key));
    } catch (error) {
      return this.#readLater(error, reader, key);
    }
  }

  /** The account's time; by the clock as it was last known as long as the state cannot be read. */
  now() {
    const realm = Date.now();
    if (this.#waiting !== undefined && this.#opening !== undefined) return realm;
    try {
      return readNow(this.cache, this.areas, realm);
    } catch (error) {
      if (!isBusy(error)) throw error;
      return lastKnownNow(this.#cache, this.areas, realm);
    }
  }

  /** The calls that were made on the wire, as lines of JSON. */
  calls() {
    return this.read(() => inRealm(() => this.native.calls(this.#number)));
  }

  /** The scenarios that can be applied by name. */
  get scenarios() {
    this.#scenarios ??= makeScenarios(this.native, undefined, []);
    return this.#scenarios;
  }

  /** Those scenarios, checked. */
  listScenarios() {
    const check = (/** @type {string} */ text) =>
      inRealm(() => this.native.checkScenario(this.#number, Date.now(), text));
    return this.read(() => this.scenarios.list(check));
  }

  /** The revision, after every earlier call. */
  revision() {
    return this.read(() => this.reading(() => this.native.revisionOf(this.#number, Date.now())));
  }

  /**
   * Calls a native function that reads the state. It commits first what has come due, and that has to be saved.
   *
   * @template T
   * @param {() => T} call
   */
  reading(call) {
    const isDue = this.#isDue();
    const answer = inRealm(call);
    if (isDue) this.#checkpoints?.schedule();
    return answer;
  }

  #isDue() {
    const due = this.#opened.words[this.areas.list.length + 1];
    return due <= Date.now();
  }

  /** Waits until the state can be read again that another process has made. */
  async settle() {
    const isDue = this.#isDue();
    outcome(await this.native.settleStore(this.#number, Date.now()));
    if (isDue) this.#checkpoints?.schedule();
  }

  /**
   * Whether what was read at a revision is still so.
   *
   * @param {number} revision
   * @param {Record<string, string[] | null>} reads
   */
  readsHold(revision, reads) {
    return this.reading(() => this.native.readsHold(this.#number, Date.now(), revision, argument(reads)));
  }

  /**
   * Commits what a transaction has written, if what it read at a revision is still so.
   *
   * @param {number} revision
   * @param {Record<string, string[] | null>} reads
   * @param {unknown} written
   * @returns {boolean | Promise<boolean>} whether it was
   */
  commit(revision, reads, written) {
    return this.change(this.native.transact, revision, argument(reads), stateArgument(written));
  }

  /**
   * Waits in real time, whatever a test has made of this realm's timers.
   *
   * @param {number} ms
   */
  async pause(ms) {
    outcome(await this.native.pause(ms));
  }

  /** Saves what the file lacks, with what has come due. */
  async save() {
    if (this.#waiting !== undefined) await this.#inTurn(() => undefined);
    if (this.#isDue()) await this.revision();
    await this.#checkpoints?.save();
  }

  /** Saves what the file lacks, before it returns. */
  saveSync() {
    if (!this.isClosed) this.#checkpoints?.saveSync();
  }

  /**
   * Gives the native store back when all calls so far have had their turn. Later ones are refused.
   *
   * @param {string} [message] what those hear
   */
  close(message) {
    if (this.#closed === undefined && message !== undefined) this.#closedMessage = message;
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #closedError() {
    return new MockStateStoreError("ERR_CLOSED", this.#closedMessage);
  }

  async #close() {
    const before = this.#waiting;
    // It stays set, so that every later call asks for a turn, and is refused.
    const closing = (async () => {
      await before;
      this.#checkpoints?.stop();
      this.#feed?.close();
      if (this.#opening === undefined) outcome(await this.native.close(this.#number));
      else this.#opening.abandon();
    })();
    this.#waiting = closing.then(
      () => undefined,
      () => undefined,
    );
    await closing;
  }

  /**
   * @template T, K
   * @param {(cache: Cache, areas: import("./areas.js").Areas, key: K) => T} reader
   * @param {any} key
   * @returns {any}
   */
  #readInTurn(reader, key) {
    return this.#inTurn(() => {
      try {
        return reader(this.#cache, this.areas, key);
      } catch (error) {
        if (!isBusy(error)) throw error;
        return this.#readSettled(reader, key);
      }
    });
  }

  /**
   * @template T, K
   * @param {unknown} error why it could not be read at once
   * @param {(cache: Cache, areas: import("./areas.js").Areas, key: K) => T} reader
   * @param {any} key
   * @returns {any}
   */
  #readLater(error, reader, key) {
    if (!isBusy(error)) throw error;
    return this.#inTurn(() => this.#readSettled(reader, key));
  }

  /**
   * @template T, K
   * @param {(cache: Cache, areas: import("./areas.js").Areas, key: K) => T} reader
   * @param {any} key
   * @returns {Promise<T>}
   */
  async #readSettled(reader, key) {
    for (let reads = 1; ; reads++) {
      await this.settle();
      try {
        return reader(this.#cache, this.areas, key);
      } catch (error) {
        if (!isBusy(error) || reads === MOST_READS) throw error;
      }
    }
  }

  /**
   * @param {Call} call
   * @param {number} now
   * @param {Argument[]} args
   */
  #changeInTurn(call, now, args) {
    return this.#inTurn(() => {
      const answer = /** @type {any} */ (inRealm(() => call(this.#number, now, ...args)));
      this.#checkpoints?.schedule();
      if (isPromise(answer)) return this.#settle(answer);
      return this.#isPower ? this.#sync(answer) : answer;
    });
  }

  /** @param {PromiseLike<import("./binding.js").Settled<any>>} settled */
  #settleInTurn(settled) {
    return this.#inTurn(() => this.#settle(settled));
  }

  /** @param {PromiseLike<import("./binding.js").Settled<any>>} settled */
  async #settle(settled) {
    const answer = outcome(await settled);
    return this.#isPower ? this.#sync(answer) : answer;
  }

  /**
   * @template T
   * @param {T} answer
   * @returns {Promise<T>}
   */
  async #sync(answer) {
    outcome(await this.native.sync(this.#number));
    return answer;
  }

  /**
   * @template T
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  #inTurn(work) {
    if (this.isClosed) throw this.#closedError();
    const before = this.#waiting;
    const opening = this.#opening?.wait();
    const turn = (async () => {
      await before;
      if (opening !== undefined) outcome(await opening);
      return work();
    })();
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#waiting = settled;
    settled.then(() => {
      if (this.#waiting === settled) this.#waiting = this.#opening && NOTHING;
    });
    return turn;
  }
}

/**
 * Whether an answer is a promise, of another realm where this is one of Jest's.
 *
 * @param {any} answer
 */
function isPromise(answer) {
  return typeof answer === "object" && answer !== null && answer.then !== undefined;
}

/**
 * The options of a fork as an argument, which is left out where there are none.
 *
 * @param {unknown} options
 */
function forkArgument(options) {
  return options === undefined ? undefined : optionsArgument(options);
}

/**
 * The scenarios of the option of that name, where it is given: those that native code has checked, for a getter or a
 * Proxy can have others the next time.
 *
 * @param {Binding} native
 * @param {string | undefined} given the options as an argument
 * @param {import("./binding.js").Made} made
 */
function ownScenarios(native, given, made) {
  if (!given?.includes('"scenarios"')) return undefined;
  const option = writtenKey(given, "scenarios");
  return option === undefined ? undefined : makeScenarios(native, option, made.scenarios);
}

/**
 * @param {Binding} native
 * @param {unknown} option as it is written in an argument
 * @param {string[][]} titles
 */
function makeScenarios(native, option, titles) {
  // Loaded when it is needed, as few stores do.
  return new (require("./scenarios.js").Scenarios)(native, option, titles);
}

/**
 * Emits a warning about what went wrong in the background. Native code holds it for as long as the store lives, so it
 * must not hold the engine.
 *
 * @param {[code: string, message: string]} warning
 */
function listener([code, message]) {
  warn(code, message);
}

/**
 * Has the files saved at the exit of the process. A worker's stores are saved when its thread ends.
 *
 * The process is that of the main realm: the one that Jest shows its tests never exits. The listener is the binding's
 * own, so that it keeps no realm alive and is found again.
 *
 * @param {Binding} native
 */
function saveAtExit(native) {
  const { isMainThread } = require("node:worker_threads");
  const { process } = native.mainRealm();
  if (isMainThread && !process.listeners("exit").includes(native.saveAll)) process.on("exit", native.saveAll);
}

exports.Engine = Engine;
