const { MockStateStore } = require("mock-state-store");
const { KINDS, TYPE } = require("../support/kinds.js");

describe("registerTimeout() and unregisterTimeout() ignore or refuse", () => {
  it.each(Object.keys(KINDS))("%s", async (kind) => {
    const store = new MockStateStore();
    for (const method of ["registerTimeout", "unregisterTimeout"]) {
      try {
        store[method](KINDS[kind]);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        expect(error.code).toBe(TYPE);
      }
    }
    store.clearAllTimeouts();
    await store.resetState();
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  });
});
