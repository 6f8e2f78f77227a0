const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const LATER = "2026-03-15T13:00:00.000Z";

describe("the public IP", () => {
  let store;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
    setNow(LATER);
  });

  it("is undefined by default", async () => {
    expect(await store.getPublicIp()).toBe(undefined);
  });

  it("can be set in any state, which sets lastUpdated", async () => {
    await store.setPublicIp("198.51.100.7");
    expect(await store.getPublicIp()).toBe("198.51.100.7");
    expect(await store.getInstance()).toMatchObject({ publicIp: "198.51.100.7", state: "stopped", lastUpdated: LATER });
  });

  it.each([undefined, null])("is removed by %s", async (nothing) => {
    await store.setPublicIp("198.51.100.7");
    await store.setPublicIp(nothing);
    expect(await store.getPublicIp()).toBe(undefined);
    expect(Object.hasOwn(await store.getInstance(), "publicIp")).toBe(false);
  });
});
