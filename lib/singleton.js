"use strict";

const { optionsArgument, stateArgument } = require("./argument.js");
const { ArgumentError } = require("./errors.js");
const { ENGINE, MockStateStore } = require("./store.js");
const { testAccount } = require("./test-account.js");
const { warn } = require("./warnings.js");

/** @typedef {import("../index.js").MockStateStoreOptions} MockStateStoreOptions */

// Registered, and on the global object: every copy of this module in the realm finds the same store.
const SHARED = Symbol.for("mock-state-store.shared");
const realm =
  /** @type {{ [SHARED]?: { store: MockStateStore, options: Record<string, string>, forget(): void, isClosed(): boolean } }} */ (
    globalThis
  );

/** @param {MockStateStoreOptions} [options] */
function getMockStateStore(options) {
  const test = testAccount();
  if (test !== undefined) return test.store;
  const shared = realm[SHARED];
  if (shared === undefined || shared.isClosed()) {
    const store = new MockStateStore(options);
    realm[SHARED] = {
      store,
      options: describe(options),
      forget: () => forget(store),
      isClosed: () => store[ENGINE].isClosed,
    };
    return store;
  }
  const differing = Object.entries(describe(options)).filter(([name, text]) => shared.options[name] !== text);
  if (differing.length > 0) {
    const names = differing.map(([name]) => `"${name}"`).join(", ");
    warn(
      "ERR_OPTIONS_IGNORED",
      `getMockStateStore() has already made its store, with another ${names}; call resetMockStateStore() first to make a new one`,
    );
  }
  return shared.store;
}

/** The store of `getMockStateStore()`, if it has made one. */
function sharedStore() {
  return testAccount()?.store ?? realm[SHARED]?.store;
}

function resetMockStateStore() {
  const test = testAccount();
  if (test !== undefined) {
    test.reset();
    return;
  }
  const shared = realm[SHARED];
  delete realm[SHARED];
  shared?.forget();
}

/** @param {MockStateStore} store */
function forget(store) {
  store.clearAllTimeouts();
  try {
    store[ENGINE].saveSync();
  } catch (error) {
    const { code, message } = /** @type {import("./errors.js").MockStateStoreError} */ (error);
    warn(code, message);
  }
}

/**
 * The options that are given, as text that can be compared.
 *
 * @param {MockStateStoreOptions} [options]
 * @returns {Record<string, string>}
 */
function describe(options = {}) {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(
      "ERR_INVALID_ARG_TYPE",
      `The "options" argument must be an object. Received ${String(options)}`,
    );
  }
  // Says what is wrong with options that cannot be read.
  optionsArgument(options);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, stateArgument(value, `options.${name}`)]));
}

module.exports = { getMockStateStore, resetMockStateStore, sharedStore };
