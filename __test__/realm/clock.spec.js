const { MockStateStore } = require("mock-state-store");
const { fakeTimers, runner } = require("../support/timers.js");
const { until } = require("../support/until.js");

const { useFakeTimers, setNow } = fakeTimers();

const START = Date.parse("2026-03-15T12:00:00.000Z");
const LATENCY = { faults: { globalLatencyMs: 5 } };

describe("the account's time", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(START);
    store = new MockStateStore();
  });

  it("follows the fake clock of the test runner", async () => {
    expect(store.clock.now()).toBe(START);
    runner.advanceTimersByTime(2500);
    expect(store.clock.now()).toBe(START + 2500);
    setNow(START + 10_000);
    expect(store.clock.now()).toBe(START + 10_000);
  });

  it("keeps its offset while the fake clock goes on", async () => {
    await store.clock.advance(1000);
    runner.advanceTimersByTime(500);
    expect(store.clock.now()).toBe(START + 1500);
    await store.setParameter("a", "1");
    expect((await store.getAllParameters()).a.lastModified).toBe(new Date(START + 1500).toISOString());
  });

  it("stands still once it is frozen, whatever the fake clock does", async () => {
    await store.schedule(1000, LATENCY);
    await store.clock.freeze();
    runner.advanceTimersByTime(5000);
    expect(store.clock.now()).toBe(START);
    expect(await store.getGlobalLatency()).toBe(0);
    await store.clock.resume();
    runner.advanceTimersByTime(999);
    expect(await store.getGlobalLatency()).toBe(0);
    runner.advanceTimersByTime(1);
    expect(await store.getGlobalLatency()).toBe(5);
  });
});

describe("what is scheduled", () => {
  let store;
  beforeEach(() => {
    useFakeTimers(START);
    store = new MockStateStore();
  });

  it("has happened after advanceTimersByTime(), for a read that is in the cache", async () => {
    await store.schedule(2500, LATENCY);
    expect(await store.getGlobalLatency()).toBe(0);
    runner.advanceTimersByTime(2499);
    expect(await store.getGlobalLatency()).toBe(0);
    runner.advanceTimersByTime(1);
    expect(await store.getGlobalLatency()).toBe(5);
    expect(await store.scheduled()).toEqual([]);
  });

  it("has happened after setSystemTime()", async () => {
    await store.schedule(2500, LATENCY);
    setNow(START + 2500);
    expect(await store.getState()).toMatchObject(LATENCY);
  });

  it("has happened for a transaction that begins later", async () => {
    await store.schedule(2500, LATENCY);
    runner.advanceTimersByTime(2500);
    const seen = await store.transact(async (draft) => {
      draft.backups = [];
      return draft.faults.globalLatencyMs;
    });
    expect(seen).toBe(5);
  });

  it("has a transaction run again that has read what it changes", async () => {
    await store.schedule(2500, LATENCY);
    const seen = [];
    await store.transact(async (draft) => {
      seen.push(draft.faults.globalLatencyMs);
      if (seen.length === 1) runner.advanceTimersByTime(2500);
      draft.backups = [];
    });
    expect(seen).toEqual([0, 5]);
  });

  it("has happened in order, each by itself", async () => {
    await store.schedule(2500, { ssm: { parameters: { a: { value: "1", type: "String", lastModified: "" } } } });
    await store.schedule(2600, { ssm: { parameters: { a: null } } });
    runner.advanceTimersByTime(10_000);
    expect(await store.getParameter("a")).toBe(null);
    expect(await store.revision()).toBe(4);
  });

  /** The latencies that a subscription is told of. */
  function watch() {
    const told = [];
    const stop = store.subscribe(({ entries }) => {
      told.push(...entries.map(({ type, value }) => (type === "globalLatency" ? value : type)));
    });
    return { told, stop };
  }

  it("is told to a watcher by the timer, although no turn of the event loop has passed", async () => {
    const { told, stop } = watch();
    await store.schedule(2500, LATENCY);
    runner.advanceTimersByTime(2500);
    expect(told).toEqual(["scheduled", "scheduled", 5]);
    stop();
  });

  it("is told to a watcher when fake timers come to it", async () => {
    const { told, stop } = watch();
    await store.schedule(2500, LATENCY);
    await until(() => told.length === 1);
    runner.advanceTimersByTime(2499);
    expect(told).toEqual(["scheduled"]);
    runner.advanceTimersByTime(1);
    await until(() => told.includes(5));
    expect(told).toEqual(["scheduled", "scheduled", 5]);
    stop();
  });

  it("is told to a watcher although fake timers come to it right after the call", async () => {
    const { told, stop } = watch();
    await store.schedule(2500, LATENCY);
    runner.advanceTimersByTime(2500);
    await until(() => told.includes(5));
    stop();
  });

  it("is told to an iterator", async () => {
    await store.schedule(2500, LATENCY);
    const changes = store.changes({ sections: ["faults"] });
    const next = changes.next();
    runner.advanceTimersByTime(2500);
    expect((await next).value.entries).toEqual([{ type: "globalLatency", value: 5 }]);
    await changes.return();
  });

  it("is told to a watcher when the account's clock is advanced", async () => {
    const { told, stop } = watch();
    await store.schedule(2500, LATENCY);
    await store.clock.advance(2500);
    await until(() => told.includes(5));
    expect(told).toEqual(["scheduled", "clock", "scheduled", 5]);
    stop();
  });

  it("leaves no timer behind when the last watcher ends", async () => {
    const { told, stop } = watch();
    await store.schedule(2500, LATENCY);
    await until(() => told.length === 1);
    expect(runner.getTimerCount()).toBe(1);
    stop();
    expect(runner.getTimerCount()).toBe(0);
  });
});
