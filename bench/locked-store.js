"use strict";

const { existsSync, readFileSync } = require("node:fs");
const lockfile = require("proper-lockfile");
const writeFileAtomic = require("write-file-atomic");
const { parse, stringify } = require("./plain-state.js");
const { PlainStore } = require("./plain-store.js");

/** The same class where several processes share its file: each call locks it and reads it, and a change replaces it. */
class LockedStore extends PlainStore {
  /**
   * @template T
   * @param {() => T} work
   * @returns {Promise<T>}
   */
  read(work) {
    return this.#locked(async (file) => {
      this.#refresh(file);
      return work();
    });
  }

  /**
   * @template T
   * @param {() => T} work
   * @returns {Promise<T>}
   */
  write(work) {
    return this.#locked(async (file) => {
      this.#refresh(file);
      const result = work();
      await writeFileAtomic(file, stringify(this.state), { mode: 0o600 });
      return result;
    });
  }

  /** Nothing to do: every change is in the file before its call resolves. */
  save() {}

  /** Nothing to do: every call reads the file. */
  load() {}

  /** @param {string} file */
  #refresh(file) {
    if (existsSync(file)) this.state = parse(readFileSync(file, "utf8"));
  }

  /**
   * @template T
   * @param {(file: string) => Promise<T>} work
   * @returns {Promise<T>}
   */
  #locked(work) {
    return this.exclusively(async () => {
      const file = /** @type {string} */ (this.file);
      const release = await lockfile.lock(file, {
        realpath: false,
        retries: { retries: 100, minTimeout: 1, maxTimeout: 50 },
      });
      try {
        return await work(file);
      } finally {
        await release();
      }
    });
  }
}

module.exports = { LockedStore };
