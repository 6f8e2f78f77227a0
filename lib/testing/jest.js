"use strict";

const { registerMatchers } = require("./matchers.js");
const { PreparedAccount, endAccount } = require("./prepared.js");
const { running } = require("./running.js");

/** @typedef {import("../test-account.js").TestAccount} TestAccount */

/**
 * Registers the matchers, and answers what the entry exports.
 *
 * @param {{ expect: any }} jest
 * @param {string} [version] that of Jest, where it can be found
 */
function createJestApi({ expect }, version) {
  refuseOldJest(version);
  registerMatchers(expect);

  // Jest runs hooks and tests in asynchronous contexts of their own, so none can be handed from a hook to its test. But
  // it tells which test asks; before Jest 30.5, by its name.
  const runningTest = () => {
    const { currentTestIdentity, currentTestName } = expect.getState();
    return currentTestIdentity === undefined ? currentTestName : currentTestIdentity();
  };

  /** @param {unknown} [options] */
  const mockAccount = (options) => {
    const prepared = new PreparedAccount(options, "mockAccount");
    /** @type {TestAccount | undefined} */
    let last;

    // Jest takes a function with parameters for one that calls back.
    const enter = async () => {
      const test = runningTest();
      // Only now: hooks after the last test have seen it.
      if (last !== undefined) await endAccount(last);
      const account = await prepared.fork();
      last = account;
      running().enter(account, () => runningTest() === test);
    };

    /** @param {(context: { store: unknown }, ...args: any[]) => unknown} body */
    const wrap =
      (body) =>
      async (/** @type {unknown[]} */ ...args) => {
        const account = await prepared.fork();
        try {
          await running().run(account, () => body({ store: account.store }, ...args));
        } finally {
          await endAccount(account);
        }
      };

    return Object.assign(enter, { wrap });
  };

  return { mockAccount };
}

/** @param {string | undefined} version */
function refuseOldJest(version) {
  const [major, minor] = String(version).split(".").map(Number);
  if (major < 29 || (major === 29 && minor < 7)) {
    throw new Error(`mock-state-store/jest needs Jest 29.7 or newer; this is Jest ${version}`);
  }
}

exports.createJestApi = createJestApi;
