"use strict";

const { encodeOptions } = require("./encode.js");
const { inRealm } = require("./errors.js");
const { loadNative } = require("./native.js");
const { Replica } = require("./replica.js");
const { Saver } = require("./saver.js");
const { warn } = require("./warnings.js");

/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Handle} Handle */

/** The native engine of a store, with the errors of this realm. */
class Engine {
  #native = /** @type {Binding} */ (loadNative());
  #handle;
  /** @type {Saver | undefined} */
  #saver;

  /** @param {unknown} options */
  constructor(options) {
    const native = this.#native;
    const path = process.env.MOCK_STATE_STORE_PATH;
    const opened = inRealm(() => native.open(encodeOptions(options), path, Date.now()));
    const { engine, revision, debounceMs, warnings } = opened;
    this.#handle = engine;
    this.replica = new Replica(revision, {
      catchUp: (since, part, name) => inRealm(() => native.catchUp(engine, since, part, name)),
      parameterValue: (name) => inRealm(() => native.parameterValue(engine, name)),
    });
    if (debounceMs !== undefined) {
      this.#saver = new Saver(native, engine, debounceMs);
      saveAtExit(native);
    }
    for (const [code, message] of warnings) warn(code, message);
  }

  /**
   * Runs an operation that changes the state.
   *
   * @template T
   * @param {(native: Binding, engine: Handle) => T} operation
   * @returns {T}
   */
  change(operation) {
    const answer = inRealm(() => operation(this.#native, this.#handle));
    this.#saver?.schedule();
    return answer;
  }

  /**
   * Whether what was read at a revision is still so.
   *
   * @param {number} revision
   * @param {string} reads
   */
  readsHold(revision, reads) {
    return inRealm(() => this.#native.readsHold(this.#handle, revision, reads));
  }

  /**
   * Waits, by no clock that a test can hold.
   *
   * @param {number} ms
   */
  pause(ms) {
    return this.#native.pause(ms);
  }

  /** Saves what the file lacks. */
  async save() {
    await this.#saver?.save();
  }

  /** Saves what the file lacks, before it returns. */
  saveSync() {
    this.#saver?.saveSync();
  }
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
