import type { MockInstanceState, MockState } from "mock-state-store";
import { MockStateStore, ServerState } from "mock-state-store";
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

declare module "mock-state-store" {
  interface Register {
    ServerState: TheirState;
  }
}

declare const store: MockStateStore;

describe("a project that registers its enum", () => {
  test("gets it back in results", async () => {
    expectTypeOf<ServerState>().toEqualTypeOf<TheirState>();
    expectTypeOf<MockInstanceState["state"]>().toEqualTypeOf<TheirState>();
    expectTypeOf<MockState["instance"]["state"]>().toEqualTypeOf<TheirState>();
    const theirs: TheirState = (await store.getInstance()).state;
    store.updateInstanceState(theirs);
  });

  test("gives it as an argument, or the plain words", async () => {
    store.updateInstanceState(TheirState.Running);
    store.updateInstanceState("running");
    store.updateInstanceState(ServerState.Running);
    store.setInstance({ state: TheirState.Running });
    store.setInstance({ state: "running" });
    store.patchState({ instance: { state: TheirState.Running } });
    store.patchState(await store.getState());
    new MockStateStore({ initialState: { instance: { state: TheirState.Running } } });
    // @ts-expect-error: not a state
    store.updateInstanceState("flying");
    // @ts-expect-error: not a state
    store.setInstance({ state: "flying" });
  });

  test("compiles code that takes the instance with its enum", () => {
    const show = (instance: { instanceId: string; state: TheirState; publicIp?: string }) => instance.state;
    expectTypeOf<MockInstanceState>().toExtend<Parameters<typeof show>[0]>();
  });
});
