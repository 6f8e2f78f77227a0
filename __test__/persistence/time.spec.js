const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { readState, useFolder } = require("../support/folder.js");
const { fakeTimers } = require("../support/timers.js");
const { until } = require("../support/until.js");

const { useFakeTimers, setNow, advance } = fakeTimers();

const START = Date.parse("2026-03-15T12:00:00.000Z");

describe("the account's time in a file", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const stores = [];
  const open = (options) => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: file(), ...options });
    stores.push(store);
    return store;
  };
  beforeEach(() => {
    useFakeTimers(START);
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });

  it("can be read by people", async () => {
    const store = open({ transitions: { "ec2:pending": { polls: 2 } } });
    await store.clock.advance(1500);
    await store.clock.freeze();
    const id = await store.schedule(1000, { ours: 1 });
    await store.persistNow();
    expect(readState(file())).toMatchObject({
      clock: { offsetMs: 1500, frozenAt: "2026-03-15T12:00:01.500Z" },
      transitions: { "ec2:pending": { polls: 2 } },
      scheduled: { [id]: { dueAt: "2026-03-15T12:00:02.500Z", patch: { ours: 1 } } },
    });
  });

  it("is found again by the next store, and goes on", async () => {
    const first = open({ transitions: { "ec2:pending": "manual" } });
    await first.clock.advance(1500);
    await first.schedule(1000, { ours: 1 });
    await first.close();
    const second = open();
    expect(second.clock.now()).toBe(START + 1500);
    expect(await second.getTransitions()).toMatchObject({ "ec2:pending": "manual" });
    expect(await second.scheduled()).toHaveLength(1);
    setNow(START + 1000);
    expect(await second.getState()).toMatchObject({ ours: 1 });
  });

  it("what came due while no process was there has happened for the first one that comes", async () => {
    const first = open();
    await first.schedule(1000, { faults: { globalLatencyMs: 1 } });
    await first.schedule(2000, { faults: { globalLatencyMs: 2 } });
    await first.schedule(9000, { faults: { globalLatencyMs: 9 } });
    await first.close();
    setNow(START + 5000);
    const second = open();
    expect(await second.getGlobalLatency()).toBe(2);
    expect(await second.scheduled()).toHaveLength(1);
  });

  it("what has come due is saved like any other change", async () => {
    const store = open({ persistenceDebounceMs: 10 });
    await store.schedule(1000, { ours: 1 });
    await store.persistNow();
    setNow(START + 1000);
    expect(await store.getState()).toMatchObject({ ours: 1 });
    await advance(10);
    await until(() => readState(file()).ours === 1);
  });

  it("what has come due is saved by persistNow(), although nobody has read it", async () => {
    const store = open();
    await store.schedule(1000, { ours: 1 });
    setNow(START + 1000);
    await store.persistNow();
    expect(readState(file())).toMatchObject({ ours: 1 });
    expect(readState(file())).not.toHaveProperty("scheduled");
  });

  it("what a watcher alone has waited for is saved too", async () => {
    const store = open({ persistenceDebounceMs: 10 });
    await store.schedule(1000, { ours: 1 });
    await store.persistNow();
    const told = [];
    const stop = store.subscribe(({ sections }) => told.push(...sections));
    await advance(1000);
    await until(() => told.includes("other"));
    await advance(10);
    await until(() => readState(file()).ours === 1);
    stop();
  });

  it("is that of a file that is edited by hand", async () => {
    const store = open();
    await store.setParameter("a", "1");
    await store.persistNow();
    const state = readState(file());
    const scheduled = { "2026-03-15T12:00:01.000Z#1": { patch: { ours: 1 } }, mine: { patch: { ours: 2 } } };
    fs.writeFileSync(file(), JSON.stringify({ ...state, clock: { offsetMs: 500 }, scheduled }));
    await until(() => store.clock.now() === START + 500);
    setNow(START + 500);
    expect(await store.getState()).toMatchObject({ ours: 1 });
    expect((await store.scheduled()).map(({ id }) => id)).toEqual(["mine"]);
  });
});
