const { MockStateStore } = require("mock-state-store");
const { useCompanions } = require("../support/companion.js");
const { rejection } = require("../support/errors.js");
const { useFolder } = require("../support/folder.js");
const { startHolder } = require("../support/holder.js");
const { until } = require("../support/until.js");

const HOUR = 3_600_000;

describe("two processes", () => {
  const folder = useFolder();
  const start = useCompanions();
  let store;
  let other;
  beforeEach(async () => {
    store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    other = await start(folder("state.json"));
  });
  afterEach(async () => {
    vi.useRealTimers();
    await store.close();
  });

  it("have the same clock", async () => {
    await store.clock.advance(HOUR);
    expect(await other.call("clock.now")).toBeGreaterThanOrEqual(Date.now() + HOUR - 60_000);
    await other.call("clock.freeze");
    const now = store.clock.now();
    expect(await other.call("clock.now")).toBe(now);
    await store.clock.advance(5);
    expect(await other.call("clock.now")).toBe(now + 5);
    await other.call("clock.resume");
    await until(() => store.clock.now() > now + 5);
  });

  it("complete what the other one has scheduled, once", async () => {
    await other.call("schedule", HOUR, { faults: { globalLatencyMs: 1 } });
    await store.schedule(2 * HOUR, { faults: { globalLatencyMs: 2 } });
    expect(await store.scheduled()).toHaveLength(2);
    await store.clock.advance(HOUR);
    expect(await other.call("getGlobalLatency")).toBe(1);
    await other.call("clock.advance", HOUR);
    expect(await store.getGlobalLatency()).toBe(2);
    expect([await store.revision(), await other.call("revision")]).toEqual([6, 6]);
  });

  it("commit together, whoever reads first, each change once", async () => {
    const latencies = [];
    const stop = store.subscribe(({ entries }) => {
      latencies.push(...entries.filter(({ type }) => type === "globalLatency").map(({ value }) => value));
    });
    for (let n = 1; n <= 20; n += 1) await store.schedule(2 * n, { faults: { globalLatencyMs: n } });
    const read = () => Promise.all([store.getGlobalLatency(), other.call("getGlobalLatency")]);
    await until(async () => (await read()).every((latency) => latency === 20));
    await until(() => latencies.length >= 20);
    expect(latencies).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(await store.revision()).toBe(40);
    stop();
  });

  it("hear of what the other one has scheduled, when it is due", async () => {
    // The first process to write begins with the whole state.
    await store.setGlobalLatency(1);
    const told = [];
    const stop = store.subscribe(({ entries }) => told.push(...entries.map(({ type }) => type)));
    await other.call("schedule", 50, { faults: { globalLatencyMs: 5 } });
    await until(() => told.includes("globalLatency"));
    expect(told).toEqual(["scheduled", "scheduled", "globalLatency"]);
    stop();
  });

  it("do not lose what a killed one has scheduled", async () => {
    await other.call("schedule", HOUR, { faults: { globalLatencyMs: 5 } });
    await other.kill();
    await store.clock.advance(HOUR);
    expect(await store.getGlobalLatency()).toBe(5);
  });

  it("take back what the other one has scheduled", async () => {
    const id = await other.call("schedule", HOUR, { faults: { globalLatencyMs: 5 } });
    expect(await store.cancel(id)).toBe(true);
    expect(await other.call("cancel", id)).toBe(false);
    await store.clock.advance(HOUR);
    expect(await other.call("getGlobalLatency")).toBe(0);
  });

  it("tell the time of the account while a third one holds the file, and something is due", async () => {
    const holder = await startHolder(folder("state.json"));
    const options = { enablePersistence: true, persistencePath: folder("state.json"), lockTimeoutMs: 200 };
    const impatient = new MockStateStore(options);
    await store.clock.advance(HOUR);
    expect(store.clock.now()).toBeGreaterThan(Date.now());
    await store.schedule(HOUR, { faults: { globalLatencyMs: 5 } });
    await holder.stop((attempt) => impatient.setParameter("attempt", String(attempt)));
    vi.useFakeTimers({ now: Date.now() + 2 * HOUR, toFake: ["Date"] });
    expect(store.clock.now()).toBe(Date.now() + HOUR);
    expect((await rejection(() => impatient.getGlobalLatency())).code).toBe("ERR_BUSY");
    await holder.end();
    expect(await store.getGlobalLatency()).toBe(5);
    await impatient.close();
  });

  it("agree on how long transitions take", async () => {
    await other.call("setTransitions", { "ec2:pending": { polls: 3 } });
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": { polls: 3 } });
  });
});
