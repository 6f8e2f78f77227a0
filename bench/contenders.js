"use strict";

/** @import * as Api from "../index.js" */
/** @typedef {Api.MockStateStoreOptions} Options */

/**
 * How each contender is opened on a file; it takes part in the cases whose methods it has. Modules
 * are loaded only then: a process measures one.
 *
 * @type {Record<string, (file: string, options?: Options) => Promise<any>>}
 */
const CONTENDERS = {
  memory: async (_file, options) => ours(options),
  persistent: async (file, options) => ours({ ...persistent(file), ...options }),
  plain: async (_file, options) => plain(options),
  "plain, chained": async (_file, options) => {
    const { ChainedStore } = require("./plain-store.js");
    return new ChainedStore(options);
  },
  "plain, persistent": async (file, options) => plain({ ...persistent(file), ...options }),
  locked: async (file, options) => {
    const { LockedStore } = require("./locked-store.js");
    return new LockedStore({ ...persistent(file), ...options });
  },
  append: async (file) => {
    const { BareAppend } = require("./bare-append.js");
    return new BareAppend(file);
  },
  lowdb: (file) => require("./embedded-stores.js").LowdbStore.open(file),
  lmdb: (file) => require("./embedded-stores.js").LmdbStore.open(file),
  "better-sqlite3": (file) => require("./embedded-stores.js").SqliteStore.openBetter(file),
  "node:sqlite": (file) => require("./embedded-stores.js").SqliteStore.openNode(file),
};

/** In all lists the first is what the others are compared with, the second what two runs are compared by. */
const IN_MEMORY = ["memory", "plain"];
const ON_DISK = ["persistent", "plain, persistent", "locked", "lowdb", "lmdb", "better-sqlite3", "node:sqlite"];
/** Those that two processes can have open at once. */
const SHARED = ["persistent", "locked", "better-sqlite3", "node:sqlite"];

/** @param {Options} [options] */
function ours(options) {
  const { MockStateStore } = require("../index.js");
  return new MockStateStore(options);
}

/** @param {Options} [options] */
function plain(options) {
  const { PlainStore } = require("./plain-store.js");
  return new PlainStore(options);
}

/**
 * Saves are measured on their own: they must not begin within the measurement of a call.
 *
 * @param {string} file
 * @returns {Options}
 */
function persistent(file) {
  return { enablePersistence: true, persistencePath: file, persistenceDebounceMs: 600_000 };
}

module.exports = { CONTENDERS, IN_MEMORY, ON_DISK, SHARED };
