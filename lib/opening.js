"use strict";

/** @typedef {import("./binding.js").Binding} Binding */
/** @typedef {import("./binding.js").Opened} Opened */
/** @typedef {import("./binding.js").Settled<Opened>} Outcome */

/** A file that could not be opened at once, for somebody else holds it: it is opened in the background. */
class Opening {
  #native;
  #file;
  #memory;
  #done;
  /** @type {Promise<Outcome> | undefined} */
  #attempt;
  #isAwaited = false;
  #isAbandoned = false;

  /**
   * @param {Binding} native
   * @param {import("./binding.js").Wanted} file
   * @param {Uint8Array} memory where requests to the engine will be
   * @param {(outcome: Outcome) => void} done hears of each attempt, before those who wait for it
   */
  constructor(native, file, memory, done) {
    this.#native = native;
    this.#file = file;
    this.#memory = memory;
    this.#done = done;
  }

  /**
   * Has the file opened. This does not keep the process alive.
   *
   * @param {number} [leastMs] how long others are waited for at least
   * @returns {Promise<Outcome>}
   */
  begin(leastMs = 0) {
    this.#attempt ??= new Promise((resolve) => {
      this.#native.beginOpening(this.#file, leastMs, () => resolve(this.#end()));
    });
    return this.#attempt;
  }

  /** The same for somebody who waits: this does keep the process alive. */
  wait() {
    const attempt = this.begin();
    if (!this.#isAwaited) this.#native.awaitOpening(this.#file);
    this.#isAwaited = true;
    return attempt;
  }

  /** What the file looks like: another text after every change. */
  glimpse() {
    return this.#native.glimpse(this.#file);
  }

  /** Nobody wants the file any more. */
  abandon() {
    this.#isAbandoned = true;
    this.#native.giveUp(this.#file);
  }

  #end() {
    this.#attempt = undefined;
    this.#isAwaited = false;
    const outcome = this.#native.takeOpened(this.#file, this.#memory);
    const [opened] = outcome;
    if (!this.#isAbandoned) this.#done(outcome);
    else if (opened !== undefined) this.#native.close(opened.engine);
    return outcome;
  }
}

exports.Opening = Opening;
