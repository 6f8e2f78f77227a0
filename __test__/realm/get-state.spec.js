const { MockStateStore } = require("mock-state-store");

const FAILURE = { failNext: true, alwaysFail: false };

describe("the whole state", () => {
  it("equals the answers of the getters", async () => {
    const store = new MockStateStore();
    await store.addCommand(["true"]);
    await store.setGlobalLatency(5);
    const state = await store.getState();
    expect(state).toEqual({
      instance: await store.getInstance(),
      ssm: { parameters: await store.getAllParameters(), commands: await store.getCommands() },
      backups: await store.getBackups(),
      costs: {
        "current-month": await store.getCosts("current-month"),
        "last-month": await store.getCosts("last-month"),
        "last-30-days": await store.getCosts("last-30-days"),
      },
      cloudformation: await store.getStackStatus(),
      faults: { globalLatencyMs: 5, operationFailures: new Map() },
    });
  });

  it("is complete if everything but the parameters was read before", async () => {
    const store = new MockStateStore();
    await store.transact((draft) => draft.leases);
    await Promise.all([store.getInstance(), store.getCommands(), store.getBackups(), store.getCosts("last-month")]);
    await Promise.all([store.getStackStatus(), store.getGlobalLatency()]);
    const { parameters } = (await store.getState()).ssm;
    expect(parameters).toEqual(await store.getAllParameters());
  });

  it("has the operation failures as a Map", async () => {
    const store = new MockStateStore();
    await store.setOperationFailure("StartInstances", FAILURE);
    const { operationFailures } = (await store.getState()).faults;
    expect(operationFailures).toBeInstanceOf(Map);
    expect([...operationFailures]).toEqual([["StartInstances", FAILURE]]);
  });

  it("consists of objects of this realm", async () => {
    const store = new MockStateStore();
    const state = await store.getState();
    for (const object of [state, state.instance, state.ssm.parameters, state.costs["last-month"].period]) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    }
    for (const array of [state.backups, state.ssm.commands, state.pendingTimeouts]) expect(array).toBeInstanceOf(Array);
    expect(store.getState()).toBeInstanceOf(Promise);
  });

  it("can be given to patchState()", async () => {
    const store = new MockStateStore();
    await store.setOperationFailure("StartInstances", FAILURE);
    await store.addCommand(["true"]);
    const state = await store.getState();
    const other = new MockStateStore();
    await other.patchState(state);
    expect(await other.getState()).toEqual(state);
  });
});
