"use strict";

/* The account that calls of AWS go to: a store, be it made by another copy of this package. */

const { ArgumentError } = require("../errors.js");
const { getMockStateStore, sharedStore } = require("../singleton.js");
const { ENGINE, MockStateStore } = require("../store.js");

/** @typedef {import("../engine.js").Engine} Engine */

/** The credentials of every client: AWS's form, and plainly no real ones. */
const CREDENTIALS = { accessKeyId: "mock", secretAccessKey: "mock" };

const DEFAULT_REGION = "us-east-1";

/**
 * Checks the argument of that name.
 *
 * @param {unknown} store
 * @param {string} name
 * @returns {MockStateStore | undefined}
 */
function storeArgument(store, name) {
  if (store === undefined || store instanceof MockStateStore) return store;
  const received = store === null ? "null" : typeof store;
  throw new ArgumentError(
    "ERR_INVALID_ARG_TYPE",
    `The "${name}" argument must be an instance of MockStateStore. Received ${received}`,
  );
}

/**
 * The engine of a store, or of the one of `getMockStateStore()`.
 *
 * @param {MockStateStore} [store]
 * @returns {Engine}
 */
function engineOf(store = getMockStateStore()) {
  return store[ENGINE];
}

/**
 * The region of a store's account. Where none is given, no store is made to find out.
 *
 * @param {MockStateStore} [store]
 * @returns {string}
 */
function regionOf(store = sharedStore()) {
  if (store === undefined) return DEFAULT_REGION;
  return engineOf(store).account.region;
}

module.exports = { CREDENTIALS, engineOf, regionOf, storeArgument };
