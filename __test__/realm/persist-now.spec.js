const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

const { useFakeTimers } = fakeTimers();

describe("persistNow()", () => {
  const folder = useFolder();

  it("does nothing without persistence", async () => {
    const store = new MockStateStore({ persistencePath: folder("state.json") });
    await store.setParameter("a", "b");
    expect(await store.persistNow()).toBe(undefined);
    expect(namesIn(folder())).toEqual([]);
  });

  it("resolves when the file holds every change made before it", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    store.setParameter("a", "1");
    await store.persistNow();
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("1");
    store.setParameter("a", "2");
    const first = store.persistNow();
    store.setParameter("a", "3");
    const second = store.persistNow();
    await first;
    expect(["2", "3"]).toContain(readState(folder("state.json")).ssm.parameters.a.value);
    await second;
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("3");
  });

  it("resolves although timers are fake", async () => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    await store.setParameter("a", "b");
    expect(await store.persistNow()).toBe(undefined);
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("b");
  });
});
