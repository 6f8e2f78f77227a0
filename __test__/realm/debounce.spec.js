const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { fakeTimers, runner } = require("../support/timers.js");
const { useFolder, readState } = require("../support/folder.js");
const { until } = require("../support/until.js");

const { useFakeTimers, advance } = fakeTimers();

/** Only the timer starts a save: as long as it has not fired, nothing is written. */
const expectTimerToBePending = () => expect(runner.getTimerCount()).toBeGreaterThan(0);

describe("the debounce", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const value = () => fs.existsSync(file()) && readState(file()).ssm.parameters.a?.value;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
  });

  it("waits a second of the realm's time after a change", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await advance(999);
    expectTimerToBePending();
    expect(fs.existsSync(file())).toBe(false);
    await advance(1);
    await until(() => value() === "1");
  });

  it("survives timers that have been cleared", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 50 });
    await store.setParameter("a", "1");
    runner.clearAllTimers();
    await advance(5000);
    await store.setParameter("a", "2");
    await advance(50);
    await until(() => value() === "2");
  });

  it("works with timers that are numbers, as a browser's are", async () => {
    const fakeSetTimeout = globalThis.setTimeout;
    try {
      const timers = [];
      globalThis.setTimeout = (callback) => timers.push(callback);
      const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
      await store.setParameter("a", "1");
      expect(timers).toHaveLength(1);
      timers[0]();
    } finally {
      globalThis.setTimeout = fakeSetTimeout;
    }
    await until(() => value() === "1");
  });

  it("waits as long as the option says", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 50 });
    await store.setParameter("a", "1");
    await advance(49);
    expectTimerToBePending();
    expect(fs.existsSync(file())).toBe(false);
    await advance(1);
    await until(() => value() === "1");
  });

  it("starts with the first change not yet saved, and saves all of them", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await advance(900);
    await store.setParameter("a", "2");
    await advance(100);
    await until(() => value() === "2");
  });

  it("starts again with the next change", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await advance(1000);
    await until(() => value() === "1");
    await store.setParameter("a", "2");
    await advance(999);
    expectTimerToBePending();
    expect(value()).toBe("1");
    await advance(1);
    await until(() => value() === "2");
  });

  it("leaves nothing to write after persistNow", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await store.persistNow();
    const { ino } = fs.statSync(file());
    await advance(5000);
    // Waits for a save that may be under way.
    await store.persistNow();
    expect(fs.statSync(file()).ino).toBe(ino);
  });

  it("is not stuck in fake timers that have been taken down", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 1 });
    await store.setParameter("a", "1");
    runner.useRealTimers();
    await store.setParameter("a", "2");
    await until(() => value() === "2");
  });
});
