"use strict";

/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./binding.js").Settled<Opened>} Settled */

/** A file that is opened in the background, because another process or thread holds it. */
class Opening {
  #native;
  #file;
  #done;
  /** @type {Promise<Settled> | undefined} */
  #attempt;
  #isAwaited = false;
  #isAbandoned = false;

  /**
   * @param {Binding} native
   * @param {import("./binding.js").Wanted} file
   * @param {(settled: Settled) => void} done is called with the outcome of each attempt, before the calls that wait for it
   */
  constructor(native, file, done) {
    this.#native = native;
    this.#file = file;
    this.#done = done;
  }

  /**
   * Begins an attempt, unless one is under way. It does not keep the process alive.
   *
   * @param {number} [leastMs] how long other processes are waited for at least
   * @returns {Promise<Settled>}
   */
  begin(leastMs = 0) {
    this.#attempt ??= new Promise((resolve) => {
      this.#native.beginOpening(this.#file, leastMs, () => resolve(this.#end()));
    });
    return this.#attempt;
  }

  /** The same for a call that waits: this does keep the process alive. */
  wait() {
    const attempt = this.begin();
    if (!this.#isAwaited) this.#native.awaitOpening(this.#file);
    this.#isAwaited = true;
    return attempt;
  }

  /** A text that differs after every change of the file. */
  fingerprint() {
    return this.#native.fingerprint(this.#file);
  }

  /** Ends the attempt: the store has been closed. */
  abandon() {
    this.#isAbandoned = true;
    this.#native.abandon(this.#file);
  }

  #end() {
    this.#attempt = undefined;
    this.#isAwaited = false;
    const settled = this.#native.takeOpened(this.#file);
    if (!this.#isAbandoned) this.#done(settled);
    else if (!Array.isArray(settled)) this.#native.close(settled.number);
    return settled;
  }
}

exports.Opening = Opening;
