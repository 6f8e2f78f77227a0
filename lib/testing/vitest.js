"use strict";

const { testAccount } = require("../test-account.js");
const { registerMatchers } = require("./matchers.js");
const { PreparedAccount, endAccount } = require("./prepared.js");
const { running } = require("./running.js");

/**
 * What Vitest offers, as far as it is used here. The types of the entry are in `vitest.d.mts`.
 *
 * @typedef {{ test: any, expect: any, TestRunner?: any }} Vitest
 * @typedef {(runTest: () => Promise<void>, context: { task: object }) => Promise<void>} Around
 */

/**
 * Registers the matchers, and answers what the entry exports.
 *
 * @param {Vitest} vitest
 */
function createVitestApi({ test: base, expect, TestRunner }) {
  registerMatchers(expect);
  if (TestRunner?.createTaskCollector === undefined || base.aroundEach === undefined) {
    throw new Error("mock-state-store/vitest needs Vitest 4.1 or newer");
  }

  /** The accounts of the tests that have been declared. @type {WeakMap<object, PreparedAccount>} */
  const accounts = new WeakMap();
  /** The test whose account is the current one. @type {WeakMap<object, object>} */
  const tests = new WeakMap();
  /** The file for which a suite has the hook: that of top level serves one file after the other. */
  const hooked = new WeakMap();

  /** @type {Around} */
  const aroundTest = async (runTest, { task }) => {
    const prepared = accounts.get(task);
    const current = testAccount();
    // Of another `test`; or an outer suite has the hook too.
    if (prepared === undefined || (current !== undefined && tests.get(current) === task)) return runTest();
    const account = await prepared.fork();
    tests.set(account, task);
    try {
      await running().run(account, runTest);
    } finally {
      await endAccount(account);
    }
  };

  // A hook of the suite and no fixture: it runs around the hooks, the fixtures and the test, so that all of them see
  // the account. It is added where a test is declared, since a module that several files import may be evaluated once.
  const hookSuite = () => {
    const suite = TestRunner.getCurrentSuite();
    if (hooked.has(suite) && hooked.get(suite) === suite.file) return suite;
    hooked.set(suite, suite.file);
    suite.on("aroundEach", aroundTest);
    return suite;
  };

  /** @param {unknown} [options] */
  const mockTest = (options) => {
    const prepared = new PreparedAccount(options, "mockTest");
    hookSuite();
    const test = TestRunner.createTaskCollector(
      /**
       * @this {object}
       * @param {unknown[]} args
       */
      function declare(...args) {
        const suite = hookSuite();
        base.fn.apply(this, args);
        accounts.set(suite.tasks.at(-1), prepared);
      },
    );
    return test.extend({
      // Vitest reads the names of the fixtures that a function needs off its source.
      store: async (/** @type {{ task: object }} */ { task: _ }, /** @type {Function} */ use) => {
        await use(testAccount()?.store);
      },
    });
  };

  return { mockTest, test: mockTest() };
}

exports.createVitestApi = createVitestApi;
