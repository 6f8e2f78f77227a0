"use strict";

const { Ahead } = require("./ahead.js");
const { MockStateStoreError, fromNative, inRealm, isBusy, outcome } = require("./errors.js");
const { loadNative } = require("./native.js");
const { Operation } = require("./operations.js");
const { Replica } = require("./replica.js");
const {
  add,
  addEntries,
  addOptions,
  addScalar,
  addState,
  addWord,
  begin,
  encode,
  isWriting,
  memory,
  perform,
  take,
} = require("./request.js");
const { warn } = require("./warnings.js");

/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Opened} Opened */

/** What the next call waits for where no call waits, but the file is not open. */
const NOTHING = Promise.resolve();

/** How often a read waits for what an edit by hand has made of the state. */
const MOST_READS = 3;

/** How many parameters the engine is told of at once: as many as have their strings as arguments of the call. */
const MOST_PARAMETERS = 5;

/** How long it is tried at least to open the file for those who only watch it. */
const PATIENCE_MS = 1000;

/** The native engine of a store, with the errors of this realm. */
class Engine {
  #native = /** @type {Binding} */ (loadNative());
  /** @type {Opened} */
  #opened = /** @type {any} */ (undefined);
  /** @type {Replica} */
  #replica = /** @type {any} */ (undefined);
  /** @type {Ahead | undefined} of a store in memory */
  #ahead;
  /** For how many transactions the engine has to know of every change. */
  #holds = 0;
  /** @type {import("./feed.js").Feed | undefined} what those who watch are told */
  #feed;
  /** @type {import("./saver.js").Saver | undefined} */
  #saver;
  #debounceMs;
  #isPower;
  /**
   * The file, until it is open. So long every call has to wait for its turn.
   *
   * @type {import("./opening.js").Opening | undefined}
   */
  #opening;
  /** @type {Promise<void> | undefined} */
  #closed;
  /**
   * Resolves when every call has had its turn that had to wait for one. While there is any, the later
   * ones wait too.
   *
   * @type {Promise<unknown> | undefined}
   */
  #waiting;

  /** @param {unknown} options */
  constructor(options) {
    const native = this.#native;
    const path = process.env.MOCK_STATE_STORE_PATH;
    const made = inRealm(() => native.open(memory, encode(addOptions, options), path, Date.now(), listener));
    const { opened, opening, debounceMs, isPower, warnings } = made;
    this.#isPower = isPower;
    this.#debounceMs = debounceMs;
    for (const [code, message] of warnings) warn(code, message);
    if (debounceMs !== undefined) saveAtExit(native);
    if (opened) this.#begin(opened);
    else if (opening) this.#beginLater(opening);
  }

  /** @param {Opened} opened */
  #begin(opened) {
    const native = this.#native;
    const { engine, revision, warnings } = opened;
    this.#opening = undefined;
    if (this.#waiting === NOTHING) this.#waiting = undefined;
    this.#opened = opened;
    this.#replica = new Replica(revision, this, this.#debounceMs !== undefined);
    // What only a file takes is loaded with the first.
    if (this.#debounceMs !== undefined)
      this.#saver = new (require("./saver.js").Saver)(native, engine, this.#debounceMs);
    else this.#ahead = new Ahead(this.#replica, native, () => this.#isFree());
    for (const [code, message] of warnings) warn(code, message);
    this.#feed?.begin(opened);
  }

  /** @param {import("./binding.js").Wanted} file */
  #beginLater(file) {
    const { Opening } = require("./opening.js");
    const opening = new Opening(this.#native, file, memory, ([opened, code, message]) => {
      if (opened !== undefined) this.#begin(opened);
      else if (this.#feed?.fail(() => fromNative({ code, message }))) opening.begin(PATIENCE_MS);
    });
    this.#opening = opening;
    this.#waiting = NOTHING;
    opening.begin();
  }

  /** What those who watch are told; loaded with the first of them. */
  get feed() {
    if (this.isClosed) throw closedError();
    this.#handOver();
    this.#feed ??= this.#makeFeed();
    return this.#feed;
  }

  #makeFeed() {
    const { Feed } = require("./feed.js");
    const feed = new Feed(this.#native);
    if (this.#opening === undefined) feed.begin(this.#opened);
    else feed.beginLater(this.#opening);
    return feed;
  }

  /** Whether it has been closed, or is about to be. */
  get isClosed() {
    return this.#closed !== undefined;
  }

  /** The state, to be read at once: what calls will do to it that are still waiting does not show. */
  get replica() {
    if (this.isClosed) throw closedError();
    return this.#replica;
  }

  /**
   * Whether nobody has to be told of each change, nor is a request being written. No getter: V8 asks its runtime for
   * one that is private.
   */
  #isFree() {
    return this.#holds === 0 && !this.#feed?.isWatched && !this.isClosed && !isWriting();
  }

  /**
   * Where changes can be made that the engine need not know of yet: as long as nobody has to be told of each.
   *
   * @returns {Ahead | undefined}
   */
  get ahead() {
    const ahead = this.#ahead;
    return ahead !== undefined && this.#isFree() && ahead.isUseful() ? ahead : undefined;
  }

  /** Has the engine know of every change, from now on and until `release`. */
  hold() {
    this.#handOver();
    this.#holds += 1;
  }

  release() {
    this.#holds -= 1;
  }

  /**
   * Begins a request.
   *
   * @param {number} operation
   * @param {number} now the caller's time; 0 where the operation does not ask for it
   */
  begin(operation, now) {
    this.#ahead?.pause();
    this.#handOver();
    begin(operation, now);
  }

  /** Tells the engine of the changes that it does not know of. */
  #handOver() {
    if (!this.#ahead?.isAhead) return;
    const { count, parameters, entries } = this.#ahead.pending;
    for (let first = 0; first < parameters.length; first += MOST_PARAMETERS) {
      const some = parameters.slice(first, first + MOST_PARAMETERS);
      begin(Operation.followParameters, 0);
      addScalar(some.length);
      for (const [name, { value, type, lastModified }] of some) {
        addScalar(name);
        addScalar(value);
        addWord(type);
        addScalar(lastModified);
      }
      this.#ask(perform);
    }
    const rest = count - parameters.length;
    if (rest > 0) {
      begin(Operation.followReplica, 0);
      addScalar(rest);
      addEntries(entries);
      this.#ask(perform);
    }
    this.#ahead.clear();
    this.#replica.advance(count);
  }

  /**
   * Has the operation performed that has been written as a request, and that changes the state: at once,
   * and answers what it does, or where another process or an earlier call is to be waited for, when its
   * turn comes.
   *
   * @returns {any}
   */
  send() {
    if (this.#waiting !== undefined) return this.#sendInTurn(take());
    const answer = this.#ask(perform);
    this.#saver?.schedule();
    // A promise, of another realm where this is one of Jest's.
    if (typeof answer === "object" && answer !== null) return this.#settleInTurn(answer);
    return this.#isPower ? this.#sync(answer) : answer;
  }

  /**
   * Reads the state, as it is after every earlier call. What has to wait is in functions of its own: of a function
   * that makes a closure anywhere, every call takes half as long again.
   *
   * @template T, [K=undefined]
   * @param {(replica: Replica, key: K) => T} reader
   * @param {K} [key]
   * @returns {T} or a promise of it, which is the same to the async functions that call this
   */
  read(reader, key) {
    if (this.#waiting !== undefined) return this.#readInTurn(reader, key);
    try {
      return reader(this.#replica, /** @type {K} */ (key));
    } catch (error) {
      return this.#readLater(error, reader, key);
    }
  }

  /** The revision, after every earlier call. */
  revision() {
    return this.read(() => {
      this.#handOver();
      return inRealm(() => this.#native.revision(this.#opened.engine));
    });
  }

  /** Waits until the state can be read that somebody has made of the file by hand. */
  async settle() {
    outcome(await this.#native.settle(this.#opened.engine));
  }

  /**
   * What has changed since a revision, and a part of the state, as JSON.
   *
   * @param {number} since
   * @param {number} part
   * @param {unknown} name
   * @returns {string}
   */
  catchUp(since, part, name) {
    this.begin(Operation.catchUp, 0);
    addScalar(since);
    addScalar(part);
    addScalar(name);
    return this.#ask(perform);
  }

  /**
   * The value of a parameter.
   *
   * @param {unknown} name
   * @returns {string | null}
   */
  parameterValue(name) {
    this.begin(Operation.parameterValue, 0);
    addScalar(name);
    return this.#ask(perform);
  }

  /**
   * Whether what was read at a revision is still so.
   *
   * @param {number} revision
   * @param {Record<string, string[]>} reads
   * @returns {boolean}
   */
  readsHold(revision, reads) {
    this.begin(Operation.readsHold, 0);
    addScalar(revision);
    add(reads, "");
    return this.#ask(perform);
  }

  /**
   * Commits what a transaction has written, if what it read at a revision is still so. It is written here and not in
   * `transaction.js`: a module that is loaded later can be of another copy than this one, with a memory of its own.
   *
   * @param {number} revision
   * @param {Record<string, string[]>} reads
   * @param {object | null} written
   * @returns {boolean | Promise<boolean>} whether it was
   */
  commit(revision, reads, written) {
    this.begin(Operation.transact, Date.now());
    addScalar(revision);
    add(reads, "");
    addState(written);
    return this.send();
  }

  /**
   * Waits, by no clock that a test can hold.
   *
   * @param {number} ms
   */
  async pause(ms) {
    outcome(await this.#native.pause(ms));
  }

  /** Saves what the file lacks. */
  async save() {
    if (this.#waiting !== undefined) await this.#inTurn(() => undefined);
    await this.#saver?.save();
  }

  /** Saves what the file lacks, before it returns. */
  saveSync() {
    if (!this.isClosed) this.#saver?.saveSync();
  }

  /** Gives the engine back, when all calls so far have had their turn. Later ones are refused. */
  close() {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close() {
    const before = this.#waiting;
    // It stays: nobody has a turn any more without asking whether it is closed.
    const closing = (async () => {
      await before;
      this.#saver?.stop();
      this.#feed?.close();
      if (this.#opening === undefined) outcome(await this.#native.close(this.#opened.engine));
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
   * @param {(replica: Replica, key: K) => T} reader
   * @param {any} key
   * @returns {any}
   */
  #readInTurn(reader, key) {
    return this.#inTurn(() => {
      try {
        return reader(this.#replica, key);
      } catch (error) {
        if (!isBusy(error)) throw error;
        return this.#readSettled(reader, key);
      }
    });
  }

  /**
   * @template T, K
   * @param {unknown} error why it could not be read at once
   * @param {(replica: Replica, key: K) => T} reader
   * @param {any} key
   * @returns {any}
   */
  #readLater(error, reader, key) {
    if (!isBusy(error)) throw error;
    return this.#inTurn(() => this.#readSettled(reader, key));
  }

  /**
   * @template T, K
   * @param {(replica: Replica, key: K) => T} reader
   * @param {any} key
   * @returns {Promise<T>}
   */
  async #readSettled(reader, key) {
    for (let reads = 1; ; reads++) {
      await this.settle();
      try {
        return reader(this.#replica, key);
      } catch (error) {
        if (!isBusy(error) || reads === MOST_READS) throw error;
      }
    }
  }

  /** @param {(native: Opened["perform"]) => any} perform */
  #sendInTurn(perform) {
    return this.#inTurn(() => {
      const answer = this.#ask(perform);
      this.#saver?.schedule();
      if (typeof answer === "object" && answer !== null) return this.#settle(answer);
      return this.#isPower ? this.#sync(answer) : answer;
    });
  }

  /** @param {PromiseLike<import("./binding.js").Settled<any>>} settled */
  #settleInTurn(settled) {
    return this.#inTurn(() => this.#settle(settled));
  }

  /**
   * @param {(native: Opened["perform"]) => any} perform
   * @returns {any}
   */
  #ask(perform) {
    try {
      return perform(this.#opened.perform);
    } catch (error) {
      throw fromNative(error);
    }
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
    outcome(await this.#native.sync(this.#opened.engine));
    return answer;
  }

  /**
   * @template T
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  #inTurn(work) {
    if (this.isClosed) throw closedError();
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

function closedError() {
  return new MockStateStoreError("ERR_CLOSED", "The store has been closed; make a new one");
}

/**
 * Tells what goes wrong in the background. It is held for as long as the engine lives, and so must not
 * hold the engine.
 *
 * @param {[code: string, message: string]} warning
 */
function listener([code, message]) {
  warn(code, message);
}

/**
 * An engine of a worker saves when the worker lets go of it; the main thread never does.
 *
 * The process is that of the main realm, for the one that Jest shows its tests never exits. The
 * listener is the binding's own, so that it keeps no realm alive and is found again.
 *
 * @param {Binding} native
 */
function saveAtExit(native) {
  const { isMainThread } = require("node:worker_threads");
  const { process } = native.mainRealm();
  if (isMainThread && !process.listeners("exit").includes(native.saveAll)) process.on("exit", native.saveAll);
}

exports.Engine = Engine;
