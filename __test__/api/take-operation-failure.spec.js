const { MockStateStore } = require("mock-state-store");

describe("takeOperationFailure()", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("gives a failNext failure to one of many concurrent callers, and removes it", async () => {
    const failure = { failNext: true, alwaysFail: false, errorCode: "Throttling", ours: { deep: 1 } };
    await store.setOperationFailure("StartInstances", failure);
    const callers = [1, 2, 3].map(() => store.takeOperationFailure("StartInstances"));
    expect(await Promise.all(callers)).toEqual([failure, undefined, undefined]);
    expect(await store.getOperationFailure("StartInstances")).toBeUndefined();
  });

  it.each([true, false])("gives an alwaysFail failure to every caller (failNext: %s)", async (failNext) => {
    const failure = { failNext, alwaysFail: true };
    await store.setOperationFailure("StartInstances", failure);
    expect(await store.takeOperationFailure("StartInstances")).toEqual(failure);
    expect(await store.takeOperationFailure("StartInstances")).toEqual(failure);
  });

  it("keeps a failure that is not active", async () => {
    const failure = { failNext: false, alwaysFail: false };
    await store.setOperationFailure("StartInstances", failure);
    expect(await store.takeOperationFailure("StartInstances")).toBeUndefined();
    expect(await store.getOperationFailure("StartInstances")).toEqual(failure);
  });

  it("answers undefined for an operation without a failure", async () => {
    expect(await store.takeOperationFailure("StopInstances")).toBeUndefined();
  });

  it("keeps the failures of other operations", async () => {
    const failure = { failNext: true, alwaysFail: false };
    await store.setOperationFailure("a", failure);
    await store.setOperationFailure("b", failure);
    await store.takeOperationFailure("a");
    expect((await store.getState()).faults.operationFailures).toEqual(new Map([["b", failure]]));
  });
});
