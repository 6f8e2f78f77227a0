const exported = require("mock-state-store");

describe("the module", () => {
  it("exports the names of the contract and no others", () => {
    expect(Object.keys(exported).sort()).toEqual([
      "MockStateStore",
      "MockStateStoreError",
      "ServerState",
      "getMockStateStore",
      "resetMockStateStore",
    ]);
  });

  it("has the server states as a frozen object", () => {
    expect(exported.ServerState).toEqual({
      Running: "running",
      Stopped: "stopped",
      Hibernating: "hibernating",
      Pending: "pending",
      Stopping: "stopping",
      Terminated: "terminated",
      Unknown: "unknown",
    });
    expect(Object.isFrozen(exported.ServerState)).toBe(true);
  });

  it("has an error class that is an Error", () => {
    expect(Object.create(exported.MockStateStoreError.prototype)).toBeInstanceOf(Error);
  });

  it("creates instances of its class", () => {
    expect(new exported.MockStateStore()).toBeInstanceOf(exported.MockStateStore);
  });
});
