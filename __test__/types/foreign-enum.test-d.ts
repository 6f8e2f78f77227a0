import { getMockStateStore, MockStateStore } from "mock-state-store";
import { describe, expectTypeOf, test } from "vitest";

enum TheirState {
  Running = "running",
  Stopped = "stopped",
  Hibernating = "hibernating",
  Pending = "pending",
  Stopping = "stopping",
  Terminated = "terminated",
  Unknown = "unknown",
}

enum OtherState {
  Running = "running",
  Flying = "flying",
}

declare const store: MockStateStore;
declare const some: TheirState;
declare const other: OtherState;

describe("a project's own string enum", () => {
  test("is accepted as an argument, a member or any of them", () => {
    store.updateInstanceState(TheirState.Running);
    store.updateInstanceState(some);
    store.setInstance({ state: TheirState.Stopped, publicIp: undefined });
    store.setInstance({ state: some });
    store.patchState({ instance: { state: TheirState.Stopped } });
    store.patchState({ instance: { state: some }, backups: [] });
  });

  test("is accepted in the initial state", () => {
    new MockStateStore({ initialState: { instance: { state: TheirState.Stopped, publicIp: null } } });
    getMockStateStore({ initialState: { instance: { state: some } } });
    // @ts-expect-error: not a state
    new MockStateStore({ initialState: { instance: { state: OtherState.Flying } } });
  });

  test("is accepted only with members that are states", () => {
    store.updateInstanceState(OtherState.Running);
    // @ts-expect-error: not a state
    store.updateInstanceState(OtherState.Flying);
    // @ts-expect-error: not all of them are states
    store.updateInstanceState(other);
    // @ts-expect-error: not a state
    store.setInstance({ state: OtherState.Flying });
    // @ts-expect-error: not a state
    store.patchState({ instance: { state: OtherState.Flying } });
  });

  test("does not come back in results without Register", async () => {
    const { state } = await store.getInstance();
    expectTypeOf(state).not.toExtend<TheirState>();
  });
});
