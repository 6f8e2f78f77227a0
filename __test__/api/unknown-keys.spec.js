const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder } = require("../support/folder.js");

const NOW = "2026-03-15T12:00:00.000Z";
const OURS = { text: "t", number: -1.5, yes: true, nothing: null, list: [1, [2, { three: 3 }]], nested: { "": {} } };
const FAILURE = { failNext: true, alwaysFail: false, ours: OURS };
const STATE = {
  ours: OURS,
  instance: {
    blockDeviceMappings: [
      { deviceName: "d", volumeId: "v", status: "attached", deleteOnTermination: false, ours: OURS },
    ],
    ours: OURS,
  },
  ssm: {
    ours: OURS,
    parameters: { a: { value: "1", type: "String", lastModified: NOW, ours: OURS } },
    commands: [{ commandId: "c", commands: [], status: "Pending", createdAt: NOW, ours: OURS }],
  },
  backups: [{ name: "b", date: NOW, size: "1 GB", ours: OURS }],
  costs: {
    ours: OURS,
    "last-month": {
      period: { start: NOW, end: NOW, ours: OURS },
      totalCost: "1.00",
      currency: "USD",
      breakdown: [{ service: "Amazon EC2", cost: "1.00", ours: OURS }],
      fetchedAt: NOW,
      ours: OURS,
    },
  },
  cloudformation: { ours: OURS },
  faults: { ours: OURS, operationFailures: { StartInstances: FAILURE } },
};

/** Where `ours` is in a state, level by level. */
const LEVELS = {
  state: (state) => state,
  instance: (state) => state.instance,
  mapping: (state) => state.instance.blockDeviceMappings[0],
  ssm: (state) => state.ssm,
  parameter: (state) => state.ssm.parameters.a,
  command: (state) => state.ssm.commands[0],
  backup: (state) => state.backups[0],
  "costs of all periods": (state) => state.costs,
  costs: (state) => state.costs["last-month"],
  "cost period": (state) => state.costs["last-month"].period,
  "cost breakdown": (state) => state.costs["last-month"].breakdown[0],
  stack: (state) => state.cloudformation,
  faults: (state) => state.faults,
  failure: (state) => state.faults.operationFailures.get("StartInstances"),
};

describe("an unknown key", () => {
  const folder = useFolder();

  it.each(Object.keys(LEVELS))("of the %s is kept", async (level) => {
    const store = new MockStateStore();
    await store.patchState(STATE);
    expect(LEVELS[level](await store.getState()).ours).toEqual(OURS);
  });

  it.each(Object.keys(LEVELS))("of the %s survives a save and a load", async (level) => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    await store.patchState(STATE);
    await store.persistNow();
    fs.copyFileSync(folder("state.json"), folder("copy.json"));
    const loaded = new MockStateStore({ enablePersistence: true, persistencePath: folder("copy.json") });
    expect(LEVELS[level](await loaded.getState()).ours).toEqual(OURS);
  });

  it.each(Object.keys(LEVELS))("of the %s can be part of the initial state", async (level) => {
    const store = new MockStateStore({ initialState: STATE });
    expect(LEVELS[level](await store.getState()).ours).toEqual(OURS);
    await store.resetState();
    expect(LEVELS[level](await store.getState()).ours).toEqual(OURS);
  });

  it("is returned by the getters", async () => {
    const store = new MockStateStore();
    await store.patchState(STATE);
    expect((await store.getInstance()).ours).toEqual(OURS);
    expect((await store.getAllParameters()).a.ours).toEqual(OURS);
    expect((await store.getCommands())[0].ours).toEqual(OURS);
    expect((await store.getBackups())[0].ours).toEqual(OURS);
    expect((await store.getCosts("last-month")).ours).toEqual(OURS);
    expect((await store.getStackStatus()).ours).toEqual(OURS);
    expect((await store.getOperationFailure("StartInstances")).ours).toEqual(OURS);
  });

  it("is accepted by every setter", async () => {
    const store = new MockStateStore();
    await store.setInstance({ ours: OURS });
    await store.setStackStatus({ ours: OURS });
    await store.clearBackups();
    await store.addBackup(STATE.backups[0]);
    await store.setCosts("last-month", STATE.costs["last-month"]);
    await store.setOperationFailure("StartInstances", FAILURE);
    const id = await store.addCommand(["true"]);
    await store.updateCommand(id, { ours: OURS });
    const state = await store.getState();
    for (const level of [
      "instance",
      "stack",
      "backup",
      "costs",
      "cost period",
      "cost breakdown",
      "failure",
      "command",
    ]) {
      expect({ level, ours: LEVELS[level](state).ours }).toEqual({ level, ours: OURS });
    }
  });

  it("is not changed by a call that does not name it", async () => {
    const store = new MockStateStore();
    await store.patchState(STATE);
    await store.updateInstanceState("running");
    await store.setInstance({ publicIp: "198.51.100.7" });
    await store.setHasVolume(true);
    await store.updateCommand("c", { status: "Success" });
    await store.setStackStatus({ exists: false });
    await store.setGlobalLatency(5);
    await store.patchState({ ssm: { parameters: {} }, faults: { globalLatencyMs: 1 }, instance: {} });
    const state = await store.getState();
    for (const level of Object.keys(LEVELS)) {
      expect({ level, ours: LEVELS[level](state).ours }).toEqual({ level, ours: OURS });
    }
  });
});
