const { MockStateStore } = require("mock-state-store");

const NEXT = { failNext: true, alwaysFail: false };
const ALWAYS = { failNext: false, alwaysFail: true, errorCode: "Throttling", errorMessage: "Rate exceeded" };

describe("a fault", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("can be a latency, which the store does not wait for", async () => {
    await store.setGlobalLatency(60_000.5);
    expect(await store.getGlobalLatency()).toBe(60_000.5);
  });

  it("can be the failure of an operation, which getOperationFailure() does not remove", async () => {
    await store.setOperationFailure("StartInstances", NEXT);
    expect(await store.getOperationFailure("StartInstances")).toEqual(NEXT);
    expect(await store.getOperationFailure("StartInstances")).toEqual(NEXT);
  });

  it("is replaced as a whole", async () => {
    await store.setOperationFailure("StartInstances", ALWAYS);
    await store.setOperationFailure("StartInstances", NEXT);
    expect(await store.getOperationFailure("StartInstances")).toEqual(NEXT);
  });

  it("is undefined for an operation without one", async () => {
    expect(await store.getOperationFailure("StopInstances")).toBe(undefined);
  });

  it("can be cleared alone", async () => {
    await store.setOperationFailure("StartInstances", NEXT);
    await store.setOperationFailure("StopInstances", ALWAYS);
    await store.clearOperationFailure("StartInstances");
    await store.clearOperationFailure("no such");
    const { operationFailures } = (await store.getState()).faults;
    expect([...operationFailures]).toEqual([["StopInstances", ALWAYS]]);
  });

  it("is removed by clearAllFailures(), which also resets the latency", async () => {
    await store.setGlobalLatency(100);
    await store.setOperationFailure("StartInstances", NEXT);
    await store.clearAllFailures();
    expect((await store.getState()).faults).toEqual({ globalLatencyMs: 0, operationFailures: new Map() });
  });
});
