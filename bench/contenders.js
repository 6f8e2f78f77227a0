"use strict";

const path = require("node:path");

/** @typedef {import("../index.js").MockStateStore} Store */
/** @typedef {import("../index.js").MockStateStoreOptions} Options */

/**
 * A store of a contender: `plain` and `locked` are the classes of this folder, anything else is the folder of a build
 * of the package.
 *
 * @param {string} name
 * @param {Options} [options]
 * @returns {any} a `MockStateStore`, of which `plain` and `locked` lack what the original class lacked
 */
function contender(name, options) {
  if (name === "plain") return new (require("./plain-store.js").PlainStore)(options);
  if (name === "locked") return new (require("./locked-store.js").LockedStore)(options);
  return new (require(path.resolve(name)).MockStateStore)(options);
}

/**
 * Saves are measured on their own: none begins within the measurement of a call.
 *
 * @param {string} file
 * @returns {Options}
 */
function fileOptions(file) {
  return { enablePersistence: true, persistencePath: file, persistenceDebounceMs: 600_000 };
}

module.exports = { contender, fileOptions };
