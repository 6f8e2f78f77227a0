import type { MockStateStoreOptions } from "mock-state-store";
import { getMockStateStore, MockStateStore } from "mock-state-store";
import { describe, expectTypeOf, test } from "vitest";

declare const flag: boolean | undefined;

describe("the options", () => {
  test("are all optional", () => {
    new MockStateStore();
    new MockStateStore(undefined);
    new MockStateStore({});
    getMockStateStore({ enablePersistence: flag, persistencePath: "a", persistenceDebounceMs: 5 });
    expectTypeOf(getMockStateStore).parameter(0).toEqualTypeOf<MockStateStoreOptions | undefined>();
    expectTypeOf<keyof MockStateStoreOptions>().toEqualTypeOf<
      | "enablePersistence"
      | "persistencePath"
      | "persistenceDebounceMs"
      | "initialState"
      | "commandHistoryLimit"
      | "durability"
      | "lockTimeoutMs"
      | "fixtures"
      | "accountId"
      | "region"
      | "stackName"
      | "callHistoryLimit"
      | "transitions"
      | "seed"
      | "scenarios"
    >();
  });

  test("are exact", () => {
    // @ts-expect-error: misspelt
    new MockStateStore({ enablePersistance: true });
    // @ts-expect-error: not a flag
    new MockStateStore({ enablePersistence: "yes" });
    // @ts-expect-error: not a number
    getMockStateStore({ commandHistoryLimit: "5" });
    // @ts-expect-error: neither "process" nor "power"
    new MockStateStore({ durability: "debounced" });
    // @ts-expect-error: neither "default" nor "empty"
    new MockStateStore({ fixtures: "none" });
    // @ts-expect-error: not text, which can begin with zeros
    new MockStateStore({ accountId: 123456789012 });
  });

  test("name an account", () => {
    new MockStateStore({ fixtures: "empty", accountId: "000000000001", region: "eu-central-1", stackName: "games" });
    new MockStateStore({ callHistoryLimit: Number.POSITIVE_INFINITY });
  });

  test("are a seed and scenarios", () => {
    new MockStateStore({ seed: 7, scenarios: "scenarios" });
    new MockStateStore({ scenarios: [{ name: "a", description: "b", timeline: [{ atMs: 1, faults: [] }] }] });
    // @ts-expect-error: no number
    new MockStateStore({ seed: "7" });
    // @ts-expect-error: no description
    new MockStateStore({ scenarios: [{ name: "a" }] });
  });

  test("say how long transitions take", () => {
    new MockStateStore({ transitions: { "*": "immediate", "ec2:pending": 5, "ssm:command": { polls: 2 } } });
    new MockStateStore({ transitions: { "*": "manual", "ses:send": null, "ec2:volume": undefined } });
    // @ts-expect-error: not a transition
    new MockStateStore({ transitions: { "ec2:starting": 5 } });
    // @ts-expect-error: not a duration
    new MockStateStore({ transitions: { "ec2:pending": "soon" } });
  });
});

describe("the initial state", () => {
  test("is a deep partial, in which null removes an entry", () => {
    new MockStateStore({
      initialState: {
        instance: { state: "running", availabilityZone: null },
        ssm: { parameters: { "/minecraft/gdrive-token": null, "/ours": { value: "1" } } },
        backups: [],
        costs: { "last-month": { period: { end: "2026-01-31" } } },
        cloudformation: { exists: false },
        faults: { operationFailures: { a: { failNext: true, alwaysFail: false } } },
      },
    });
  });

  test("is exact", () => {
    // @ts-expect-error: not a state
    new MockStateStore({ initialState: { instance: { state: "flying" } } });
    // @ts-expect-error: misspelt
    new MockStateStore({ initialState: { backup: [] } });
    // @ts-expect-error: a required field is not removed
    new MockStateStore({ initialState: { instance: { instanceId: null } } });
    // @ts-expect-error: incomplete
    new MockStateStore({ initialState: { backups: [{ name: "n" }] } });
  });
});
