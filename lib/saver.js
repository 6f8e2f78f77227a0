"use strict";

const { inRealm, outcome } = require("./errors.js");
const { warn } = require("./warnings.js");

/** The longest delay that `setTimeout` knows. */
const LONGEST = 2 ** 31 - 1;

/** How late a timer may be that is still to come. */
const PATIENCE_MS = 1000;

/** Saves the file of an engine some time after a change, by the clock of this realm. */
class Saver {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {typeof setTimeout | undefined} */
  #clock;
  #scheduledAt = 0;
  #native;
  #engine;
  #debounceMs;

  /**
   * @param {import("./binding.js").Binding} native
   * @param {import("./binding.js").Handle} engine
   * @param {number} debounceMs
   */
  constructor(native, engine, debounceMs) {
    this.#native = native;
    this.#engine = engine;
    this.#debounceMs = Math.min(debounceMs, LONGEST);
  }

  /** Has what has changed saved, unless that is on its way. */
  schedule() {
    const now = Date.now();
    // A timer of fake timers that have been taken down or cleared never comes.
    const isOverdue = Math.abs(now - this.#scheduledAt) > 2 * this.#debounceMs + PATIENCE_MS;
    if (this.#timer !== undefined && this.#clock === setTimeout && !isOverdue) return;
    this.stop();
    this.#scheduledAt = now;
    this.#clock = setTimeout;
    this.#timer = setTimeout(() => {
      this.#save(true).catch(({ code, message }) => warn(code, message));
    }, this.#debounceMs);
    // jsdom's timers are numbers.
    this.#timer.unref?.();
  }

  /** Saves what the file lacks. */
  async save() {
    await this.#save(false);
  }

  /** @param {boolean} isLazy */
  async #save(isLazy) {
    this.stop();
    await settle(this.#native.save(this.#engine, isLazy));
  }

  /** Saves what the file lacks, before it returns; a little later where another process holds the file. */
  saveSync() {
    this.stop();
    const later = inRealm(() => this.#native.saveSync(this.#engine));
    if (later) settle(later).catch(({ code, message }) => warn(code, message));
  }

  /** Saves nothing more by itself, until the next change. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** @param {PromiseLike<import("./binding.js").Settled<void>>} settled */
async function settle(settled) {
  return outcome(await settled);
}

exports.Saver = Saver;
