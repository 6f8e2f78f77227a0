"use strict";

/* Which account a test has. Loaded by the entries for test runners only: it is what costs something. */

const { AsyncLocalStorage } = require("node:async_hooks");
const { TESTS } = require("../test-account.js");

/** @typedef {import("../test-account.js").TestAccount} TestAccount */

class Running {
  /** @type {AsyncLocalStorage<TestAccount>} */
  #storage = new AsyncLocalStorage();
  /** @type {{ account: TestAccount, isRunning(): boolean } | undefined} */
  #entered;

  /** The account of the code that asks. */
  current() {
    const account = this.#storage.getStore();
    if (account !== undefined) return account;
    return this.#entered?.isRunning() ? this.#entered.account : undefined;
  }

  /**
   * Runs a function and all that it begins with an account.
   *
   * @template T
   * @param {TestAccount} account
   * @param {() => T} body
   * @returns {T}
   */
  run(account, body) {
    return this.#storage.run(account, body);
  }

  /**
   * The account until another one is entered, for as long as a test runs: for runners that offer nothing to run a test
   * in, but run one at a time.
   *
   * @param {TestAccount} account
   * @param {() => boolean} isRunning
   */
  enter(account, isRunning) {
    this.#entered = { account, isRunning };
  }
}

/** That of this realm, whichever copy of this module has made it. */
function running() {
  const realm = /** @type {{ [TESTS]?: Running }} */ (globalThis);
  const found = realm[TESTS] ?? new Running();
  realm[TESTS] = found;
  return found;
}

exports.running = running;
