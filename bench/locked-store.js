"use strict";

const { existsSync, readFileSync } = require("node:fs");
const lockfile = require("proper-lockfile");
const writeFileAtomic = require("write-file-atomic");
const { parse, stringify } = require("./plain-state.js");
const { PlainStore } = require("./plain-store.js");

const RETRIES = { retries: 100, minTimeout: 1, maxTimeout: 50 };

/**
 * The plain class for processes that share a file: every call locks and reads the file, and a write replaces it
 * atomically.
 */
class LockedStore extends PlainStore {
  /** @template T @param {() => T} work @returns {Promise<T>} */
  read(work) {
    return this.#locked(async () => work());
  }

  /** @template T @param {() => T} work @returns {Promise<T>} */
  write(work) {
    return this.#locked(async (file) => {
      const result = work();
      await writeFileAtomic(file, stringify(this.state), { mode: 0o600 });
      return result;
    });
  }

  /** Every write has already replaced the file. */
  save() {}

  /** Every call reads the file. */
  load() {}

  /** @template T @param {(file: string) => Promise<T>} work @returns {Promise<T>} */
  #locked(work) {
    return this.exclusively(async () => {
      const file = /** @type {string} */ (this.file);
      const release = await lockfile.lock(file, { realpath: false, retries: RETRIES });
      try {
        if (existsSync(file)) this.state = parse(readFileSync(file, "utf8"));
        return await work(file);
      } finally {
        await release();
      }
    });
  }
}

module.exports = { LockedStore };
