"use strict";

const { inspect } = require("node:util");
const { ArgumentError } = require("../errors.js");
const { nearest } = require("../nearest.js");
const { ENGINE, MockStateStore, forkNow, replaceAccount } = require("../store.js");
const { warn } = require("../warnings.js");
const { running } = require("./running.js");

/** @import { MockAccountOptions } from "./types.js" */
/** @typedef {import("../test-account.js").TestAccount} TestAccount */

const STORE_OPTIONS = [
  "initialState",
  "commandHistoryLimit",
  "fixtures",
  "accountId",
  "region",
  "stackName",
  "callHistoryLimit",
  "transitions",
  "seed",
  "scenarios",
];

/** An account that is prepared once, when the first test needs it, and that each test gets a fork of. */
class PreparedAccount {
  #options;
  #prepare;
  /** @type {Promise<MockStateStore> | undefined} */
  #prepared;

  /**
   * @param {unknown} given
   * @param {string} caller the function that was given it
   */
  constructor(given, caller) {
    const { options, prepare } = readOptions(given, caller);
    this.#options = options;
    this.#prepare = prepare;
  }

  /** An account for one test. Rejects with what preparing it has failed with. */
  async fork() {
    this.#prepared ??= this.#make();
    const prepared = await this.#prepared;
    return accountOf(forkNow(prepared), () => forkNow(prepared));
  }

  async #make() {
    // In memory, also where the environment names a file.
    const open = () => new MockStateStore({ ...this.#options, enablePersistence: false });
    const account = accountOf(open(), open);
    await running().run(account, async () => this.#prepare?.(account.store));
    return account.store;
  }
}

/**
 * @param {MockStateStore} store
 * @param {() => MockStateStore} again makes what the store began with
 * @returns {TestAccount}
 */
function accountOf(store, again) {
  return { store, reset: () => replaceAccount(store, again()) };
}

/**
 * Closes the account of a test. What the test has left running is told so.
 *
 * @param {TestAccount} account
 */
async function endAccount({ store }) {
  store.clearAllTimeouts();
  await /** @type {any} */ (store)[ENGINE].close(
    "The test that had this account is over; await in a test what it starts",
  );
}

/**
 * @param {unknown} given
 * @param {string} caller
 * @returns {MockAccountOptions}
 */
function readOptions(given = {}, caller) {
  if (typeof given !== "object" || given === null) throw wrong("TYPE", "options", "of type object", given);
  const names = ["prepare", "options"];
  for (const name of Object.keys(given).filter((name) => !names.includes(name))) {
    const meant = STORE_OPTIONS.includes(name) ? `options: { ${name} }` : nearest(name, names);
    warn("ERR_UNKNOWN_OPTION", `Unknown option "${name}" of ${caller}(); did you mean "${meant}"?`);
  }
  const { prepare, options } = /** @type {{ prepare?: any, options?: any }} */ (given);
  if (prepare !== undefined && typeof prepare !== "function") {
    throw wrong("TYPE", "options.prepare", "of type function", prepare);
  }
  if (options?.enablePersistence) {
    throw wrong("VALUE", "options.options.enablePersistence", "false: an account of a test is in memory", true);
  }
  return { prepare, options };
}

/**
 * @param {"TYPE" | "VALUE"} kind
 * @param {string} name
 * @param {string} accepted
 * @param {unknown} value
 */
function wrong(kind, name, accepted, value) {
  const received = inspect(value, { depth: 0, maxStringLength: 50 });
  return new ArgumentError(
    `ERR_INVALID_ARG_${kind}`,
    `The "${name}" argument must be ${accepted}. Received ${received}`,
  );
}

exports.PreparedAccount = PreparedAccount;
exports.endAccount = endAccount;
