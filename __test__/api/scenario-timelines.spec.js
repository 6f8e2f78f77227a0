const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();

const DAY = { name: "day", description: "A day." };
const RULE = { action: "ssm:*", error: "throttling" };
const running = (publicIp) => ({ instance: { state: "running", publicIp } });

describe("the timeline of a scenario", () => {
  const folder = useFolder();
  let store;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
  });

  it("happens in its order, at its times", async () => {
    const timeline = [
      { atMs: 2000, state: { ours: "second" } },
      { atMs: 1000, state: { ours: "first" } },
      { atMs: 2000, state: { ours: "third" } },
    ];
    await store.applyScenario({ ...DAY, timeline });
    const seen = [];
    for (let n = 0; n < 3; n += 1) {
      seen.push((await store.getState()).ours);
      await store.clock.advance(1000);
    }
    expect(seen).toEqual([undefined, "first", "third"]);
    expect(await store.revision()).toBe(1 + 3 + 3);
  });

  it("is in scheduled()", async () => {
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: { ours: 1 }, faults: [RULE] }] });
    expect(await store.scheduled()).toEqual([
      {
        id: expect.any(String),
        dueAt: "2026-03-15T12:00:01.000Z",
        scenario: "day",
        patch: { ours: 1 },
        faults: [{ ...RULE, id: "fault-1" }],
      },
    ]);
  });

  it("goes by the virtual clock, and stands while that does", async () => {
    await store.clock.freeze();
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: running("198.51.100.7") }] });
    await advance(5000);
    expect((await store.getInstance()).state).toBe("stopped");
    await store.clock.advance(1000);
    expect(await store.getInstance()).toMatchObject({ state: "running", publicIp: "198.51.100.7" });
  });

  it("stamps the instances that it changes with its time", async () => {
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: { instance: { state: "terminated" } } }] });
    await store.clock.advance(60_000);
    expect(await store.getInstance()).toMatchObject({ state: "terminated", lastUpdated: "2026-03-15T12:00:01.000Z" });
  });

  it("has rules in place of those until then", async () => {
    await store.applyScenario({
      ...DAY,
      faults: [{ ...RULE, name: "morning" }],
      timeline: [
        { atMs: 1000, faults: [{ ...RULE, name: "noon" }] },
        { atMs: 2000, state: { ours: 1 } },
        { atMs: 3000, faults: [] },
      ],
    });
    const names = [];
    for (let n = 0; n < 4; n += 1) {
      names.push((await store.getState()).faults.rules?.map(({ name }) => name));
      await store.clock.advance(1000);
    }
    expect(names).toEqual([["morning"], ["noon"], ["noon"], undefined]);
  });

  it("puts rules and state in one change", async () => {
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: { ours: 1 }, faults: [RULE] }] });
    await advance(1000);
    expect(await store.getState()).toMatchObject({ ours: 1, faults: { rules: [{ id: "fault-1" }] } });
    expect(await store.revision()).toBe(2);
  });

  it("goes on from an intermediate state as the transitions say", async () => {
    const timeline = [
      { atMs: 1000, state: { instance: { state: "pending" } } },
      { atMs: 2000, state: { ours: 1 } },
    ];
    await store.applyScenario({ ...DAY, timeline });
    await store.clock.advance(3000);
    expect(await store.getInstance()).toMatchObject({ state: "pending" });
    await store.clock.advance(500);
    expect(await store.getInstance()).toMatchObject({
      state: "running",
      publicIp: "203.0.113.42",
      lastUpdated: "2026-03-15T12:00:03.500Z",
    });
  });

  it("begins nothing for what a method has left in an intermediate state", async () => {
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: { ours: 1 } }] });
    await store.updateInstanceState("pending");
    await store.clock.advance(60_000);
    expect((await store.getInstance()).state).toBe("pending");
  });

  it("is checked on the state that earlier steps leave", async () => {
    const volume = {
      volumeId: "vol-1",
      size: 8,
      volumeType: "gp3",
      availabilityZone: "us-east-1a",
      state: "available",
    };
    const whole = { ...volume, encrypted: false, createTime: "2026-03-15T12:00:00.000Z", attachments: [], tags: {} };
    const create = { atMs: 1000, state: { ec2: { volumes: { "vol-1": whole } } } };
    const grow = { atMs: 2000, state: { ec2: { volumes: { "vol-1": { size: 16 } } } } };
    await store.applyScenario({ ...DAY, timeline: [grow, create] });
    await store.clock.advance(2000);
    expect((await store.getState()).ec2.volumes["vol-1"]).toMatchObject({ size: 16, volumeType: "gp3" });
    await expect(store.applyScenario({ ...DAY, timeline: [{ ...create, atMs: 2001 }, grow] })).rejects.toThrow(
      '"scenario.timeline[1].state.ec2.volumes["vol-1"].',
    );
  });

  it.each(["a reset", "another scenario"])("ends with %s", async (what) => {
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: { ours: 1 } }] });
    await (what === "a reset" ? store.resetState() : store.applyScenario("default"));
    expect(await store.scheduled()).toEqual([]);
    await store.clock.advance(1000);
    expect(await store.getState()).not.toHaveProperty("ours");
  });

  it("goes on after a restart", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    store = new MockStateStore(options);
    await store.applyScenario({ ...DAY, timeline: [{ atMs: 1000, state: { ours: 1 }, faults: [RULE] }] });
    await store.close();
    await advance(1000);
    store = new MockStateStore(options);
    expect(await store.getState()).toMatchObject({ ours: 1, faults: { rules: [{ ...RULE, id: "fault-1" }] } });
    await store.close();
  });
});
