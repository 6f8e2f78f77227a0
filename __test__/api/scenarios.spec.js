const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");
const { readState, useFolder } = require("../support/folder.js");
const { until } = require("../support/until.js");

const { useFakeTimers, setNow, advance } = fakeTimers();

const START = "2026-03-15T12:00:00.000Z";
const LATER = "2026-04-01T12:00:00.000Z";
const LUNCH = { name: "lunch", description: "Nobody plays." };
const RULE = { action: "ssm:*", error: "throttling" };
const FAILURE = { failNext: true, alwaysFail: false };

describe("a scenario", () => {
  const folder = useFolder();
  let store;
  beforeEach(() => {
    useFakeTimers(START);
    store = new MockStateStore();
  });

  it("is laid over the fixtures and initialState, with times of now", async () => {
    const initialState = { instance: { instanceId: "i-own" }, ssm: { parameters: { "/own": { value: "1" } } } };
    store = new MockStateStore({ initialState });
    setNow(LATER);
    await store.applyScenario({ ...LUNCH, state: { instance: { state: "running" }, ours: { a: 1 } } });
    const { instance, ssm, backups, ...rest } = await store.getState();
    expect(instance).toMatchObject({ instanceId: "i-own", state: "running", hasVolume: true, lastUpdated: LATER });
    expect(ssm.parameters).toMatchObject({ "/own": { value: "1", lastModified: LATER } });
    expect(backups[0].date).toBe("2026-03-31T12:00:00.000Z");
    expect(rest).toMatchObject({ ours: { a: 1 }, scenario: { ...LUNCH, appliedAt: LATER } });
  });

  it("takes the place of all there was", async () => {
    await store.updateInstanceState("running");
    await store.setParameter("a", "b");
    await store.addCommand(["true"]);
    await store.setOperationFailure("StartInstances", FAILURE);
    await store.setGlobalLatency(5);
    await store.schedule(1000, { ours: 1 });
    await store.acquireLease("lock", { owner: "me", ttlMs: 60_000 });
    await store.patchState({ ours: 1, faults: { rules: [RULE] } });
    await store.applyScenario(LUNCH);
    const { scenario, leases, ...state } = await store.getState();
    expect(scenario).toEqual({ ...LUNCH, appliedAt: START });
    expect(leases).toEqual({ held: {}, lastFencingToken: 1 });
    expect(state).toEqual(await new MockStateStore().getState());
  });

  it("removes what it gives as null", async () => {
    const state = { ssm: { parameters: { "/minecraft/gdrive-token": null } }, instance: { availabilityZone: null } };
    await store.applyScenario({ ...LUNCH, state });
    expect(Object.keys(await store.getAllParameters())).toHaveLength(3);
    expect(await store.getInstance()).not.toHaveProperty("availabilityZone");
  });

  it("has the rules that it gives, and no others", async () => {
    const initialState = { faults: { rules: [{ ...RULE, id: "own" }] } };
    store = new MockStateStore({ initialState });
    await store.applyScenario(LUNCH);
    expect((await store.getState()).faults.rules).toEqual([{ ...RULE, id: "own" }]);
    await store.applyScenario({ ...LUNCH, faults: [{ ...RULE, name: "mine" }] });
    expect((await store.getState()).faults.rules).toEqual([{ ...RULE, id: "fault-1", name: "mine" }]);
    await store.applyScenario({ ...LUNCH, faults: [] });
    expect((await store.getState()).faults).not.toHaveProperty("rules");
  });

  it("is copied: what becomes of the object does not reach the store", async () => {
    const scenario = { ...LUNCH, timeline: [{ atMs: 1000, state: { ours: { list: [1] } } }] };
    const applied = store.applyScenario(scenario);
    scenario.timeline[0].state.ours.list.push(2);
    scenario.name = "dinner";
    await applied;
    await advance(1000);
    expect(await store.getState()).toMatchObject({ scenario: { name: "lunch" }, ours: { list: [1] } });
  });

  it("is one change, which watchers see as one of the whole state", async () => {
    const told = [];
    const stop = store.subscribe(({ type, revision, previousRevision }) => {
      told.push({ type, revision, previousRevision });
    });
    const timeline = [{ atMs: 10 }, { atMs: 20 }];
    await store.applyScenario({ ...LUNCH, faults: [RULE], transitions: { "*": "manual" }, timeline });
    expect(await store.revision()).toBe(1);
    await until(() => told.length > 0);
    expect(told).toEqual([{ type: "state", revision: 1, previousRevision: 0 }]);
    stop();
  });

  it("takes effect at once, in the order of calls", async () => {
    store.setParameter("a", "1");
    store.applyScenario("running");
    store.setParameter("b", "2");
    expect((await store.getInstance()).state).toBe("running");
    expect(await store.getParameter("a")).toBe(null);
    expect(await store.getParameter("b")).toBe("2");
  });

  it("keeps the clock, the seed and how far it is drawn", async () => {
    store = new MockStateStore({ seed: 7 });
    await store.addCommand(["true"]);
    await store.clock.advance(3_600_000);
    await store.clock.freeze();
    const { clock, random } = await store.getState();
    await store.applyScenario("running");
    expect(await store.getState()).toMatchObject({ clock, random, scenario: { appliedAt: clock.frozenAt } });
    expect((await store.getInstance()).lastUpdated).toBe(clock.frozenAt);
  });

  it("is the same again with the same seed", async () => {
    const scenario = {
      ...LUNCH,
      state: { instance: { state: "pending" } },
      timeline: [{ atMs: 1, state: { ours: 1 } }],
    };
    const [one, other, unlike] = [7, 7, 8].map((seed) => new MockStateStore({ seed }));
    const states = [];
    for (const seeded of [one, other, unlike]) {
      await seeded.addCommand(["true"]);
      await seeded.applyScenario(scenario);
      await seeded.clock.advance(5000);
      states.push({
        ...(await seeded.getState()),
        scheduled: await seeded.scheduled(),
        id: await seeded.schedule(1, {}),
      });
    }
    expect(states[0]).toEqual(states[1]);
    expect(states[0].id).not.toBe(states[2].id);
  });

  it("gives out no number and no fencing token a second time", async () => {
    await store.acquireLease("lock", { owner: "me", ttlMs: 60_000 });
    await store.addCommand(["true"]);
    await store.applyScenario("running");
    const { lease } = await store.acquireLease("lock", { owner: "you", ttlMs: 60_000 });
    expect(lease.fencingToken).toBe(2);
    const numbers = [];
    const stop = store.subscribe(({ entries }) => numbers.push(...entries.map(({ number }) => number)));
    await store.addCommand(["true"]);
    await until(() => numbers.length > 0);
    expect(numbers).toEqual([1]);
    stop();
  });

  it("cancels the registered timeouts", async () => {
    let fired = false;
    store.registerTimeout(
      setTimeout(() => {
        fired = true;
      }, 1000),
    );
    await store.applyScenario("running");
    await advance(2000);
    expect(fired).toBe(false);
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  });

  it("leaves the timeouts alone where it is refused", async () => {
    const timer = setTimeout(() => {}, 1000);
    store.registerTimeout(timer);
    await store.applyScenario("lunch").catch(() => {});
    expect((await store.getState()).pendingTimeouts).toEqual([timer]);
    store.clearAllTimeouts();
  });

  it("writes the file at once", async () => {
    store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    await store.applyScenario("running");
    expect(readState(folder("state.json"))).toMatchObject({
      instance: { state: "running" },
      scenario: { name: "running" },
    });
    await store.close();
  });

  it("is current until another one is applied or the state is reset", async () => {
    expect(await store.currentScenario()).toBe(undefined);
    await store.applyScenario("running");
    expect(await store.currentScenario()).toMatchObject({ name: "running", appliedAt: START });
    await store.updateInstanceState("stopped");
    setNow(LATER);
    await store.applyScenario(LUNCH);
    expect(await store.currentScenario()).toEqual({ ...LUNCH, appliedAt: LATER });
    await store.resetState();
    expect(await store.currentScenario()).toBe(undefined);
    expect(await store.getState()).toEqual(await new MockStateStore().getState());
  });

  it("is set by nothing else", async () => {
    await store.patchState({ scenario: { name: "a", description: "b", appliedAt: START } });
    expect(await store.currentScenario()).toBe(undefined);
    const initialState = { scenario: { name: "a", description: "b", appliedAt: START } };
    expect(await new MockStateStore({ initialState }).currentScenario()).toBe(undefined);
  });

  it("survives a save and a load", async () => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    store = new MockStateStore(options);
    await store.applyScenario({ ...LUNCH, transitions: { "ec2:pending": 1 } });
    const state = await store.getState();
    await store.close();
    store = new MockStateStore(options);
    expect(await store.getState()).toEqual(state);
    await store.close();
  });

  it("is refused by a store that is closed", async () => {
    await store.close();
    for (const call of [
      () => store.applyScenario("running"),
      () => store.currentScenario(),
      () => store.listScenarios(),
    ])
      await expect(call()).rejects.toMatchObject({ code: "ERR_CLOSED" });
  });
});
