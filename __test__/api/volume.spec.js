const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const LATER = "2026-03-15T13:00:00.000Z";

describe("the volume", () => {
  let store;
  let mappings;
  beforeEach(async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
    mappings = (await store.getInstance()).blockDeviceMappings;
    setNow(LATER);
  });

  it("is there by default", async () => {
    expect(await store.hasVolume()).toBe(true);
  });

  it("loses its mappings when it is removed", async () => {
    await store.setHasVolume(false);
    expect(await store.hasVolume()).toBe(false);
    expect(await store.getInstance()).toMatchObject({ hasVolume: false, blockDeviceMappings: [], lastUpdated: LATER });
  });

  it("gets a mapping if there is none", async () => {
    await store.setHasVolume(false);
    await store.setHasVolume(true);
    expect(await store.hasVolume()).toBe(true);
    expect((await store.getInstance()).blockDeviceMappings).toEqual([
      {
        deviceName: "/dev/sda1",
        volumeId: `vol-mock${Date.parse(LATER).toString(16)}`,
        status: "attached",
        deleteOnTermination: true,
      },
    ]);
  });

  it("gets a mapping if the field is absent", async () => {
    await store.setInstance({ blockDeviceMappings: undefined });
    await store.setHasVolume(true);
    expect((await store.getInstance()).blockDeviceMappings).toHaveLength(1);
  });

  it("keeps an existing mapping, and sets lastUpdated", async () => {
    await store.setHasVolume(true);
    expect(await store.getInstance()).toMatchObject({ blockDeviceMappings: mappings, lastUpdated: LATER });
  });
});
