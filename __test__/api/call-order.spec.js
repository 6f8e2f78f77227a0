const { MockStateStore } = require("mock-state-store");

const FAILURE = { failNext: true, alwaysFail: false, errorCode: "Throttling" };

// Each call must see the calls before it, whether their promises have resolved or not.
describe.each(["awaited", "not awaited"])("a call sees the calls before it, which are %s:", (kind) => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  /** Makes calls in order, and resolves to the answer of the last one. */
  const inOrder = async (...calls) => {
    let answer;
    for (const [method, ...args] of calls) {
      answer = store[method](...args);
      if (kind === "awaited") await answer;
    }
    return answer;
  };

  it("a partial of the instance after other changes of the instance", async () => {
    const instance = await inOrder(
      ["setInstance", { state: "pending", availabilityZone: "us-east-1b" }],
      ["updateInstanceState", "running"],
      ["setInstance", { publicIp: "198.51.100.1" }],
      ["setHasVolume", false],
      ["getInstance"],
    );
    expect(instance).toMatchObject({
      state: "running",
      availabilityZone: "us-east-1b",
      publicIp: "198.51.100.1",
      blockDeviceMappings: [],
    });
  });

  it("other changes of the instance after a partial that removes a field", async () => {
    const instance = await inOrder(
      ["setInstance", { availabilityZone: undefined, ours: 1 }],
      ["getState"],
      ["updateInstanceState", "running"],
      ["setPublicIp", "198.51.100.1"],
      ["getInstance"],
    );
    expect(Object.keys(instance).sort()).toEqual([
      "blockDeviceMappings",
      "hasVolume",
      "instanceId",
      "lastUpdated",
      "ours",
      "publicIp",
      "state",
    ]);
  });

  it("takeOperationFailure() after setOperationFailure()", async () => {
    expect(await inOrder(["setOperationFailure", "a", FAILURE], ["takeOperationFailure", "a"])).toEqual(FAILURE);
    expect(await store.takeOperationFailure("a")).toBeUndefined();
  });

  it("putParameter() after setParameter()", async () => {
    expect(await inOrder(["setParameter", "a", "1"], ["putParameter", "a", "2", "String", false])).toBe(false);
  });

  it("deleteParameterIfValue() after setParameter()", async () => {
    expect(await inOrder(["setParameter", "a", "1"], ["deleteParameterIfValue", "a", "1"])).toBe(true);
    expect(await store.getParameter("a")).toBeNull();
  });

  it("reads after many writes of many entries", async () => {
    const writes = Array.from({ length: 5000 }, (_, n) => ["setParameter", `name ${n % 700}`, String(n)]);
    const all = await inOrder(...writes, ["getAllParameters"]);
    const expected = Array.from({ length: 700 }, (_, n) => [`name ${n}`, String(n + 700 * (n < 100 ? 7 : 6))]);
    const found = Object.entries(all).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(found)).toMatchObject(Object.fromEntries(expected));
    expect(found).toHaveLength(704);
    expect(await store.revision()).toBe(5000);
  });
});
