const { MockStateStore } = require("mock-state-store");

describe("the pending timeouts of a state", () => {
  let store;
  let state;
  beforeEach(async () => {
    store = new MockStateStore();
    store.registerTimeout(setTimeout(() => {}, 60_000));
    state = await store.getState();
  });
  afterEach(() => {
    store.clearAllTimeouts();
  });

  it("are an own property that is not enumerable", () => {
    expect(Object.getOwnPropertyDescriptor(state, "pendingTimeouts").enumerable).toBe(false);
    expect(state.pendingTimeouts).toHaveLength(1);
  });

  it("are left out of JSON, spreads, clones and loops", () => {
    expect(JSON.parse(JSON.stringify(state))).not.toHaveProperty("pendingTimeouts");
    expect({ ...state }).not.toHaveProperty("pendingTimeouts");
    expect(structuredClone(state)).not.toHaveProperty("pendingTimeouts");
    for (const name in state) expect(name).not.toBe("pendingTimeouts");
  });

  it("are ignored in a patch", async () => {
    await store.patchState({ pendingTimeouts: state.pendingTimeouts, instance: { state: "running" } });
    expect((await store.getInstance()).state).toBe("running");
  });

  it("are a copy of the list", async () => {
    state.pendingTimeouts.length = 0;
    expect((await store.getState()).pendingTimeouts).toHaveLength(1);
  });
});
