const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { KINDS, latency, partial, refusals } = require("../support/kinds.js");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, advance } = fakeTimers();

const FAILURE = { failNext: true, alwaysFail: false };

describe("schedule", () => {
  let store;
  beforeEach(() => {
    useFakeTimers("2026-03-15T12:00:00.000Z");
    store = new MockStateStore();
  });

  it("lays a patch over the state when it is due", async () => {
    await store.schedule(1000, { instance: { state: "running" }, ours: { deep: [1] } });
    expect((await store.getInstance()).state).toBe("stopped");
    await advance(1000);
    expect(await store.getState()).toMatchObject({ instance: { state: "running" }, ours: { deep: [1] } });
  });

  it("resolves to an id, by which scheduled() lists it in the order in which it comes due", async () => {
    const later = await store.schedule(2000, { ours: 2 });
    expect(await store.scheduled()).toHaveLength(1);
    const first = await store.schedule(1000, { ours: 1 });
    const last = await store.schedule(2000, { ours: 3 });
    expect(await store.scheduled()).toEqual([
      { id: first, dueAt: "2026-03-15T12:00:01.000Z", patch: { ours: 1 } },
      { id: later, dueAt: "2026-03-15T12:00:02.000Z", patch: { ours: 2 } },
      { id: last, dueAt: "2026-03-15T12:00:02.000Z", patch: { ours: 3 } },
    ]);
  });

  it("is taken back by cancel(), which resolves to whether there was something", async () => {
    const id = await store.schedule(1000, { ours: 1 });
    expect(await store.cancel(id)).toBe(true);
    expect(await store.cancel(id)).toBe(false);
    expect(await store.cancel("none")).toBe(false);
    await advance(1000);
    expect(await store.getState()).not.toHaveProperty("ours");
  });

  it("cannot be taken back once it is due", async () => {
    const id = await store.schedule(1000, { ours: 1 });
    await advance(1000);
    expect(await store.cancel(id)).toBe(false);
    expect(await store.getState()).toMatchObject({ ours: 1 });
  });

  it("with no delay has happened when the call has resolved", async () => {
    await store.schedule(0, { ours: 1 });
    expect(await store.getState()).toMatchObject({ ours: 1 });
  });

  it("means what patchState() would mean then", async () => {
    await store.schedule(1000, {
      instance: { availabilityZone: undefined, state: undefined, publicIp: null },
      backups: undefined,
      ssm: { parameters: { "/minecraft/player-count": null } },
      faults: { operationFailures: new Map([["StartInstances", FAILURE]]) },
    });
    await store.setPublicIp("198.51.100.7");
    await advance(1000);
    const { instance, backups } = await store.getState();
    expect(instance).toMatchObject({ state: "stopped" });
    expect(instance).not.toHaveProperty("availabilityZone");
    expect(instance).not.toHaveProperty("publicIp");
    expect(backups).toHaveLength(3);
    expect(await store.getParameter("/minecraft/player-count")).toBe(null);
    expect(await store.getOperationFailure("StartInstances")).toEqual(FAILURE);
  });

  it("keeps the patch as it was when it was given", async () => {
    const patch = { ours: { list: [1] } };
    await store.schedule(1000, patch);
    patch.ours.list.push(2);
    await advance(1000);
    expect((await store.getState()).ours).toEqual({ list: [1] });
  });

  it("hands out copies", async () => {
    await store.schedule(1000, { ours: { list: [1] } });
    const [{ patch }] = await store.scheduled();
    patch.ours.list.push(2);
    await advance(1000);
    expect((await store.getState()).ours).toEqual({ list: [1] });
  });

  it("goes by the account's clock", async () => {
    await store.schedule(1000, { ours: 1 });
    await store.clock.advance(1000);
    expect(await store.getState()).toMatchObject({ ours: 1 });
  });

  it("refuses a wrong delay", async () => {
    const attempt = (value) => rejection(() => store.schedule(value, {}));
    const { found, wanted } = await refusals(latency, "delayMs", attempt);
    expect(found).toEqual(wanted);
    expect(await attempt(8.64e15)).toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  });

  it("refuses a patch of another kind", async () => {
    const attempt = (value) => rejection(() => store.schedule(1, value));
    const { found, wanted } = await refusals(partial, "patch", attempt);
    expect(found).toEqual(wanted);
    for (const kind of partial.accepts) await store.schedule(1, KINDS[kind]);
  });

  it("refuses a patch that could not be applied, when it is given", async () => {
    const error = await rejection(() => store.schedule(1000, { instance: { state: "gone" } }));
    expect(error).toMatchObject({
      code: "ERR_INVALID_ARG_VALUE",
      message: expect.stringContaining('"patch.instance.state"'),
    });
    expect(await store.scheduled()).toEqual([]);
  });

  it("refuses an id that is no string", async () => {
    const error = await rejection(() => store.cancel(1));
    expect(error).toMatchObject({ code: "ERR_INVALID_ARG_TYPE", message: expect.stringContaining('"id"') });
  });
});
