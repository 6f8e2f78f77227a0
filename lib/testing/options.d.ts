import type { MockStateStore, MockStateStoreOptions } from "../../index.js";

/** The account that tests begin with. */
export interface MockAccountOptions {
  /**
   * Gives the account what all tests begin with. It runs once, when the first test needs it; `getMockStateStore()` and
   * clients with `awsClientConfig()` reach that account meanwhile. Where it fails, every test fails with its error.
   */
  prepare?: ((store: MockStateStore) => unknown) | undefined;
  /** The options of the account. It is in memory, whatever the environment says. */
  options?:
    | Omit<
        MockStateStoreOptions,
        "enablePersistence" | "persistencePath" | "persistenceDebounceMs" | "durability" | "lockTimeoutMs"
      >
    | undefined;
}
