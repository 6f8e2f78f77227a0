"use strict";

const { inRealm, outcome } = require("./errors.js");
const { warn } = require("./warnings.js");

/** The longest delay that `setTimeout` knows. */
const LONGEST = 2 ** 31 - 1;

/** How late a timer may be before it counts as lost. */
const LATEST_MS = 1000;

/** Has the file of a store brought up to date some time after a change, by the timers of this realm. */
class Checkpoints {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {typeof setTimeout | undefined} */
  #clock;
  #scheduledAt = 0;
  #native;
  /** Held, so that no other store gets its number while a checkpoint is scheduled. */
  #opened;
  #debounceMs;

  /**
   * @param {import("./binding.js").Binding} native
   * @param {import("./binding.js").Opened} opened
   * @param {number} debounceMs
   */
  constructor(native, opened, debounceMs) {
    this.#native = native;
    this.#opened = opened;
    this.#debounceMs = Math.min(debounceMs, LONGEST);
  }

  /** Schedules a checkpoint, unless there is one to come. */
  schedule() {
    const now = Date.now();
    // Fake timers that have been uninstalled or cleared never fire.
    const isOverdue = Math.abs(now - this.#scheduledAt) > 2 * this.#debounceMs + LATEST_MS;
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

  /** @param {boolean} isBackground whether a file that an edit has corrupted stays where it is */
  async #save(isBackground) {
    this.stop();
    outcome(await this.#native.save(this.#opened.number, isBackground));
  }

  /** Saves what the file lacks, before it returns; a little later where another process holds the file. */
  saveSync() {
    this.stop();
    const later = inRealm(() => this.#native.saveSync(this.#opened.number));
    later?.then(outcome).then(undefined, ({ code, message }) => warn(code, message));
  }

  /** Cancels the scheduled checkpoint. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

exports.Checkpoints = Checkpoints;
