const { MockStateStore, ServerState } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const LATER = "2026-03-15T13:00:00.000Z";

describe("the instance", () => {
  let store;
  let before;
  beforeEach(async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
    before = await store.getInstance();
    setNow(LATER);
  });

  it("is merged shallowly with a partial", async () => {
    const mapping = { deviceName: "/dev/sdb", volumeId: "vol-2", status: "detaching", deleteOnTermination: false };
    await store.setInstance({ state: "pending", publicIp: "198.51.100.7", blockDeviceMappings: [mapping] });
    expect(await store.getInstance()).toEqual({
      ...before,
      state: "pending",
      publicIp: "198.51.100.7",
      blockDeviceMappings: [mapping],
      lastUpdated: LATER,
    });
  });

  it("has the current time as lastUpdated, whatever the partial says", async () => {
    await store.setInstance({ lastUpdated: "1999-01-01T00:00:00.000Z" });
    expect(await store.getInstance()).toEqual({ ...before, lastUpdated: LATER });
  });

  it("gets no IP from a partial that sets it running", async () => {
    await store.setInstance({ state: "running" });
    expect(await store.getPublicIp()).toBe(undefined);
  });

  it("gets an IP when it enters running without one", async () => {
    await store.updateInstanceState(ServerState.Running);
    expect(await store.getInstance()).toEqual({
      ...before,
      state: "running",
      publicIp: "203.0.113.42",
      lastUpdated: LATER,
    });
  });

  it("keeps the IP it has when it enters running", async () => {
    await store.setPublicIp("198.51.100.7");
    await store.updateInstanceState("running");
    expect(await store.getPublicIp()).toBe("198.51.100.7");
  });

  it.each(["stopped", "hibernating", "pending", "stopping", "terminated", "unknown"])(
    "loses its IP when it enters %s",
    async (state) => {
      await store.updateInstanceState("running");
      await store.updateInstanceState(state);
      const instance = await store.getInstance();
      expect(instance).toEqual({ ...before, state, lastUpdated: LATER });
      expect(Object.hasOwn(instance, "publicIp")).toBe(false);
    },
  );
});
