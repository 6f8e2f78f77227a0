import type { TestAPI } from "vitest";
import type { MockStateStore } from "./index.js";
import type { CommandMatchers, MockAccountOptions } from "./lib/testing/types.js";

export type * from "./lib/testing/types.js";

/** What {@link mockTest} adds to the context of a test. */
export interface MockTestContext {
  /** The account of the test: a fork of the prepared one. It is closed after the test. */
  store: MockStateStore;
}

/**
 * Vitest's `test`, each of whose tests has an account of its own.
 *
 * ```ts
 * const test = mockTest({ prepare: (store) => store.applyScenario("running") });
 *
 * test("stops the server", async ({ store }) => {
 *   await stopServer();
 *   expect(store).toHaveReceivedCommandOnce(StopInstancesCommand);
 * });
 * ```
 *
 * The account is prepared once, when the first test needs it, and each attempt of each test gets a fork of it. While that
 * runs, with its fixtures and the hooks around it, `getMockStateStore()` (with whatever options),
 * `awsClientConfig()` without a store and `startEndpoint()` without a store mean that fork, also in code that does not name
 * the fixture `store` and in tests that run concurrently. `resetMockStateStore()` takes the fork back to what the test
 * began with.
 *
 * It goes by the asynchronous context of the code that asks. So hooks around all tests (`beforeAll`), and what has been
 * started outside of a test and goes on by itself, see the one store of the file as they do elsewhere. What a test starts
 * and leaves running finds its account closed.
 *
 * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`.
 */
export declare function mockTest(options?: MockAccountOptions): TestAPI<MockTestContext>;

/** {@link mockTest} with an account that nobody has prepared. */
export declare const test: TestAPI<MockTestContext>;

declare global {
  // The base of all assertions of Vitest: its own interface for matchers has other parameters in each major version.
  namespace Chai {
    interface Assertion extends CommandMatchers<void> {}
  }
}
