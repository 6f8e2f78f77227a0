import type {
  MockInstanceState,
  MockSSMCommand,
  MockSSMParameter,
  MockStateChange,
  MockStateEntry,
  MockStateSection,
  MockStateStore,
  WatchOptions,
} from "mock-state-store";
import { describe, expectTypeOf, test } from "vitest";

declare const store: MockStateStore;
declare const change: MockStateChange;
declare const entry: MockStateEntry;

describe("what watching returns", () => {
  test("is exact", () => {
    expectTypeOf(store.revision()).toEqualTypeOf<Promise<number>>();
    expectTypeOf(store.subscribe(() => {})).toEqualTypeOf<() => void>();
    expectTypeOf(store.changes()).toExtend<AsyncIterable<MockStateChange>>();
  });
});

describe("a change", () => {
  test("tells by its type whether it has entries", () => {
    expectTypeOf(change.revision).toEqualTypeOf<number>();
    expectTypeOf(change.previousRevision).toEqualTypeOf<number>();
    expectTypeOf(change.sections).toEqualTypeOf<MockStateSection[]>();
    if (change.type === "entries") expectTypeOf(change.entries).toEqualTypeOf<MockStateEntry[]>();
    // @ts-expect-error: not every change has them
    change.entries;
  });

  test("has entries that tell by their type what they hold", () => {
    switch (entry.type) {
      case "instance":
        expectTypeOf(entry.value).toEqualTypeOf<MockInstanceState>();
        break;
      case "parameter":
        expectTypeOf(entry.name).toEqualTypeOf<string>();
        expectTypeOf(entry.value).toEqualTypeOf<MockSSMParameter | null>();
        break;
      case "command":
        expectTypeOf(entry.number).toEqualTypeOf<number>();
        expectTypeOf(entry.value).toEqualTypeOf<MockSSMCommand>();
        break;
      case "commandsRemoved":
        expectTypeOf(entry.below).toEqualTypeOf<number>();
        break;
    }
    // @ts-expect-error: no such type
    entry.type === "parameters";
  });
});

describe("what watching takes", () => {
  test("is a listener, and sections of the state", () => {
    store.subscribe(({ revision }) => revision);
    store.subscribe(async () => {});
    store.subscribe(() => {}, { sections: ["faults", "leases"] as const });
    store.subscribe(() => {}, { sections: undefined });
    // @ts-expect-error: no listener
    store.subscribe();
    // @ts-expect-error: no such section
    store.subscribe(() => {}, { sections: ["fault"] });
    // @ts-expect-error: only an iteration takes a signal
    store.subscribe(() => {}, { signal: AbortSignal.abort() });
    expectTypeOf<WatchOptions["sections"]>().toEqualTypeOf<readonly MockStateSection[] | undefined>();
  });

  test("is a signal for an iteration", () => {
    store.changes({ signal: AbortSignal.timeout(5), sections: ["commands"] });
    // @ts-expect-error: not a signal
    store.changes({ signal: new AbortController() });
  });
});
