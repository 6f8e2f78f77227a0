const { runInNewContext } = require("node:vm");
const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";
const PARAMETER = { value: "v", type: "SecureString", lastModified: "2020-01-01T00:00:00.000Z" };
const FAILURE = { failNext: false, alwaysFail: true, errorCode: "Throttling" };

describe("a patch", () => {
  let store;
  let before;
  beforeEach(async () => {
    useFakeTimers(NOW);
    store = new MockStateStore();
    await store.addCommand(["true"]);
    await store.setGlobalLatency(7);
    await store.setOperationFailure("StopInstances", FAILURE);
    before = await store.getState();
    setNow("2026-03-15T13:00:00.000Z");
  });

  it("that is empty changes nothing", async () => {
    await store.patchState({});
    await store.patchState({ instance: {}, ssm: {}, costs: {}, cloudformation: {}, faults: {} });
    expect(await store.getState()).toEqual(before);
  });

  it("merges into the instance without setting lastUpdated", async () => {
    await store.patchState({ instance: { state: "running" } });
    expect(await store.getState()).toEqual({ ...before, instance: { ...before.instance, state: "running" } });
  });

  it("sets lastUpdated of the instance if given", async () => {
    await store.patchState({ instance: { lastUpdated: "2020-01-01T00:00:00.000Z" } });
    expect((await store.getInstance()).lastUpdated).toBe("2020-01-01T00:00:00.000Z");
  });

  it("merges into the stack", async () => {
    await store.patchState({ cloudformation: { exists: false } });
    expect(await store.getState()).toEqual({
      ...before,
      cloudformation: { ...before.cloudformation, exists: false },
    });
  });

  it("sets parameters by name", async () => {
    await store.patchState({ ssm: { parameters: { "/new": PARAMETER, "/minecraft/player-count": PARAMETER } } });
    expect(await store.getAllParameters()).toEqual({
      ...before.ssm.parameters,
      "/new": PARAMETER,
      "/minecraft/player-count": PARAMETER,
    });
    expect(await store.getCommands()).toEqual(before.ssm.commands);
  });

  it.each([null, undefined])("removes a parameter given as %s", async (nothing) => {
    await store.patchState({ ssm: { parameters: { "/minecraft/player-count": nothing, "/no/such": nothing } } });
    expect(await store.getParameter("/minecraft/player-count")).toBe(null);
    expect(Object.keys(await store.getAllParameters())).toHaveLength(3);
  });

  it("replaces the commands as given", async () => {
    const commands = [
      { commandId: "b", commands: ["2"], status: "Failed", createdAt: NOW, error: "no" },
      { commandId: "a", commands: ["1"], status: "Success", createdAt: NOW, output: "yes", completedAt: NOW },
    ];
    await store.patchState({ ssm: { commands } });
    expect(await store.getCommands()).toEqual(commands);
    expect(await store.getAllParameters()).toEqual(before.ssm.parameters);
  });

  it("replaces the backups as given, in their order", async () => {
    const backups = [
      { name: "old", date: "2020-01-01", size: "1 GB" },
      { name: "new", date: "2026-01-01", size: "2 GB" },
    ];
    await store.patchState({ backups });
    expect(await store.getBackups()).toEqual(backups);
  });

  it("sets costs by period", async () => {
    const costs = { ...before.costs["last-month"], totalCost: "99.00" };
    await store.patchState({ costs: { "last-month": costs } });
    expect((await store.getState()).costs).toEqual({ ...before.costs, "last-month": costs });
  });

  it("sets the latency without changing the failures", async () => {
    await store.patchState({ faults: { globalLatencyMs: 9 } });
    expect((await store.getState()).faults).toEqual({ ...before.faults, globalLatencyMs: 9 });
  });

  it.each([
    ["a Map", new Map([["StartInstances", FAILURE]])],
    ["a plain object", { StartInstances: FAILURE }],
    ["a Map of another realm", runInNewContext("new Map([['StartInstances', failure]])", { failure: FAILURE })],
  ])("replaces the failures from %s without changing the latency", async (_, operationFailures) => {
    await store.patchState({ faults: { operationFailures } });
    expect((await store.getState()).faults).toEqual({
      globalLatencyMs: 7,
      operationFailures: new Map([["StartInstances", FAILURE]]),
    });
  });

  it("ignores pending timeouts", async () => {
    const timeout = setTimeout(() => {}, 1000);
    await store.patchState({ pendingTimeouts: [timeout], backups: [] });
    clearTimeout(timeout);
    expect((await store.getState()).pendingTimeouts).toEqual([]);
    expect(await store.getState()).toEqual({ ...before, backups: [] });
  });
});
