const { MockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");
const { TYPE } = require("../support/kinds.js");

describe("a call without its arguments", () => {
  it.each([
    "setInstance",
    "updateInstanceState",
    "setHasVolume",
    "getParameter",
    "setParameter",
    "putParameter",
    "deleteParameter",
    "deleteParameterIfValue",
    "addCommand",
    "updateCommand",
    "addBackup",
    "removeBackup",
    "getCosts",
    "setCosts",
    "setStackStatus",
    "setGlobalLatency",
    "getOperationFailure",
    "setOperationFailure",
    "clearOperationFailure",
    "takeOperationFailure",
    "acquireLease",
    "renewLease",
    "releaseLease",
    "transact",
    "patchState",
  ])("%s", async (method) => {
    const store = new MockStateStore();
    expect((await rejection(() => store[method]())).code).toBe(TYPE);
  });
});
