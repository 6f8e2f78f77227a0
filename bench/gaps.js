"use strict";

/** More than a process has time for. */
const MOST = 1 << 23;

/** The times between which the event loop got round to what was waiting for it. */
class Gaps {
  // Of fixed size: one that grows would make gaps of its own.
  #milliseconds = new Float64Array(MOST);
  #count = 0;
  #first = 0;
  #isRunning = false;

  begin() {
    this.#first = this.#count;
    this.#isRunning = true;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      this.#milliseconds[this.#count++] = now - last;
      last = now;
      if (this.#isRunning) setImmediate(tick);
    };
    setImmediate(tick);
  }

  /** Nanoseconds of the longest gap since `begin`. */
  async end() {
    this.#isRunning = false;
    await new Promise((resolve) => setImmediate(resolve));
    return this.all(this.#first).reduce((longest, gap) => Math.max(longest, gap), 0);
  }

  /** Nanoseconds of all gaps since the one of that number. */
  all(first = 0) {
    return this.#milliseconds.subarray(first, this.#count).map((gap) => gap * 1e6);
  }
}

module.exports = { Gaps };
