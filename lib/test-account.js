"use strict";

/* The account of the test that is running: what `mock-state-store/vitest` and `mock-state-store/jest` say that it is. */

/**
 * @typedef {{
 *   store: import("./store.js").MockStateStore,
 *   reset(): void,
 * }} TestAccount `reset` has the store hold what the test began with
 */

// Registered, and on the global object: every copy of this module in the realm finds the same.
const TESTS = Symbol.for("mock-state-store.tests");
const realm = /** @type {{ [TESTS]?: { current(): TestAccount | undefined } }} */ (globalThis);

/** `undefined` outside of tests, and in tests that have no account of their own. */
function testAccount() {
  return realm[TESTS]?.current();
}

module.exports = { TESTS, testAccount };
