const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { fakeTimers, runner } = require("../support/timers.js");
const { useFolder, readState } = require("../support/folder.js");
const { until } = require("../support/until.js");

const { useFakeTimers, advance } = fakeTimers();

/** Only the timer starts a save: as long as it has not fired, nothing is written. */
const expectTimerToBePending = () => expect(runner.getTimerCount()).toBeGreaterThan(0);

describe("the delay before a save", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const value = () => fs.existsSync(file()) && readState(file()).ssm.parameters.a?.value;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
  });

  it("is a second of the realm's time by default", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await advance(999);
    expectTimerToBePending();
    expect(fs.existsSync(file())).toBe(false);
    await advance(1);
    await until(() => value() === "1");
  });

  it("starts anew with the next change after all timers were cleared", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 50 });
    await store.setParameter("a", "1");
    runner.clearAllTimers();
    await advance(5000);
    await store.setParameter("a", "2");
    await advance(50);
    await until(() => value() === "2");
  });

  it("works with timers that are numbers, as in jsdom", async () => {
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

  it("is what the option persistenceDebounceMs says", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 50 });
    await store.setParameter("a", "1");
    await advance(49);
    expectTimerToBePending();
    expect(fs.existsSync(file())).toBe(false);
    await advance(1);
    await until(() => value() === "1");
  });

  it("starts with the first unsaved change, and the save includes later ones", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await advance(900);
    await store.setParameter("a", "2");
    await advance(100);
    await until(() => value() === "2");
  });

  it("starts anew with the first change after a save", async () => {
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

  it("is over after persistNow(), which leaves nothing to write", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file() });
    await store.setParameter("a", "1");
    await store.persistNow();
    const { ino } = fs.statSync(file());
    await advance(5000);
    // Waits for a save that may be under way.
    await store.persistNow();
    expect(fs.statSync(file()).ino).toBe(ino);
  });

  it("starts anew with the next change after fake timers were replaced by real ones", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), persistenceDebounceMs: 1 });
    await store.setParameter("a", "1");
    runner.useRealTimers();
    await store.setParameter("a", "2");
    await until(() => value() === "2");
  });
});
