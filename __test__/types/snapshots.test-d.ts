import type { ForkOptions, JsonPatchOperation, SnapshotInfo } from "mock-state-store";
import { MockStateStore } from "mock-state-store";
import { describe, expectTypeOf, test } from "vitest";

const store = new MockStateStore();

describe("a snapshot", () => {
  test("has a name, by which it is kept, restored, deleted and compared", () => {
    expectTypeOf(store.snapshot("base")).resolves.toEqualTypeOf<void>();
    expectTypeOf(store.restore("base")).resolves.toEqualTypeOf<void>();
    expectTypeOf(store.deleteSnapshot("base")).resolves.toEqualTypeOf<boolean>();
    expectTypeOf(store.listSnapshots()).resolves.toEqualTypeOf<SnapshotInfo[]>();
    expectTypeOf(store.diff("base")).resolves.toEqualTypeOf<JsonPatchOperation[]>();
    store.diff("base", "other");
    // @ts-expect-error: no name
    store.snapshot(5);
    // @ts-expect-error: no name
    store.diff();
  });
});

describe("a fork", () => {
  test("is a store, with a few options of its own", () => {
    expectTypeOf(store.fork()).resolves.toEqualTypeOf<MockStateStore>();
    store.fork({
      seed: 1,
      transitions: { "*": "immediate" },
      commandHistoryLimit: 5,
      callHistoryLimit: 5,
      scenarios: [],
    });
    expectTypeOf<keyof ForkOptions>().toEqualTypeOf<
      "commandHistoryLimit" | "callHistoryLimit" | "transitions" | "seed" | "scenarios"
    >();
    // @ts-expect-error: it is in memory
    store.fork({ enablePersistence: true });
  });
});
