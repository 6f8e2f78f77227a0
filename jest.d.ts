import type { MockStateStore } from "./index.js";
import type { CommandMatchers, MockAccountOptions } from "./lib/testing/types.js";

export type * from "./lib/testing/types.js";

/** What {@link mockAccount} returns: a function for `beforeEach`. */
export interface MockAccount {
  /** Gives the test that is about to run its account. */
  (): Promise<void>;
  /**
   * The body of a test that has an account of its own, for `test.concurrent`, before which Jest runs no hooks. It is called
   * with the account, which is closed after it, and with what Jest passes: the values of `test.concurrent.each`.
   */
  wrap<Args extends unknown[]>(
    body: (context: { store: MockStateStore }, ...args: Args) => unknown,
  ): (...args: Args) => Promise<void>;
}

/**
 * Gives each test an account of its own.
 *
 * ```ts
 * beforeEach(mockAccount({ prepare: (store) => store.applyScenario("running") }));
 *
 * test("stops the server", async () => {
 *   await stopServer();
 *   expect(getMockStateStore()).toHaveReceivedCommandOnce(StopInstancesCommand);
 * });
 * ```
 *
 * The account is prepared once, when the first test needs it, and each attempt of each test gets a fork of it. From that
 * hook on, in the test and in the hooks after it, `getMockStateStore()` (with whatever options), `awsClientConfig()`
 * without a store and `startEndpoint()` without a store mean that fork. `resetMockStateStore()` takes it back to what
 * the test began with. It is closed when the next test begins.
 *
 * Hooks around all tests, and what has been started outside of a test and goes on by itself, see the one store of
 * the file as they do elsewhere. Before Jest 30.5, that is so only until the first test of the file, and a file cannot have both
 * tests with `test.concurrent` and others.
 *
 * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`.
 */
export declare function mockAccount(options?: MockAccountOptions): MockAccount;

declare global {
  // Of `@types/jest`.
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: all declarations need the same parameters
    interface Matchers<R, T = {}> extends CommandMatchers<R> {}
  }
}

// Of `@jest/globals`.
declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends CommandMatchers<R> {}
}
