const { MockStateStore } = require("mock-state-store");

const NOW = "2026-03-15T12:00:00.000Z";
const FAILURE = { failNext: true, alwaysFail: false, errorCode: "Throttling", labels: { deep: ["x"] } };
const STATE = {
  instance: {
    instanceId: "i-1",
    state: "running",
    publicIp: "198.51.100.7",
    hasVolume: true,
    availabilityZone: "eu-west-1b",
    blockDeviceMappings: [
      {
        deviceName: "/dev/sda1",
        volumeId: "vol-1",
        status: "attached",
        deleteOnTermination: true,
        labels: { deep: ["x"] },
      },
    ],
    lastUpdated: NOW,
    labels: { deep: ["x"] },
  },
  ssm: {
    parameters: { a: { value: "1", type: "String", lastModified: NOW, labels: { deep: ["x"] } } },
    commands: [
      { commandId: "c", commands: ["1", "2"], status: "Success", createdAt: NOW, output: "o", labels: { deep: ["x"] } },
    ],
  },
  backups: [{ name: "b", date: NOW, size: "1 GB", labels: { deep: ["x"] } }],
  costs: {
    "last-month": {
      period: { start: NOW, end: NOW, labels: { deep: ["x"] } },
      totalCost: "1.00",
      currency: "USD",
      breakdown: [{ service: "Amazon EC2", cost: "1.00", labels: { deep: ["x"] } }],
      fetchedAt: NOW,
    },
  },
  cloudformation: { exists: true, status: "CREATE_COMPLETE", stackId: "arn", labels: { deep: ["x"] } },
  faults: { globalLatencyMs: 5, operationFailures: new Map([["StartInstances", FAILURE]]) },
  ours: { deep: [{ deeper: "x" }] },
};

const isMap = (value) => Object.prototype.toString.call(value) === "[object Map]";

/** A deep copy made of this realm's objects. */
function clone(value) {
  if (isMap(value)) return new Map(Array.from(value, ([name, entry]) => [name, clone(entry)]));
  if (Array.isArray(value)) return value.map(clone);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, clone(entry)]));
}

/** Changes everything that can be reached from a value, in place. */
function wreck(value) {
  if (isMap(value)) {
    for (const entry of value.values()) wreck(entry);
    value.clear();
  } else if (Array.isArray(value)) {
    value.forEach(wreck);
    value.push("wrecked");
  } else if (typeof value === "object" && value !== null) {
    for (const [name, entry] of Object.entries(value)) {
      wreck(entry);
      if (typeof entry !== "object") value[name] = "wrecked";
    }
    value.wrecked = true;
  }
}

describe("a returned value is a copy that the caller may change:", () => {
  it.each([
    ["getInstance", []],
    ["getAllParameters", []],
    ["getCommands", []],
    ["getBackups", []],
    ["getCosts", ["last-month"]],
    ["getStackStatus", []],
    ["getOperationFailure", ["StartInstances"]],
    ["getState", []],
  ])("%s", async (method, args) => {
    const store = new MockStateStore();
    await store.patchState(STATE);
    const before = await store.getState();
    const answer = await store[method](...args);
    const kept = clone(answer);
    wreck(answer);
    expect(await store[method](...args)).toEqual(kept);
    expect(await store.getState()).toEqual(before);
  });

  it("getAllParameters of many parameters", async () => {
    const store = new MockStateStore();
    for (let n = 0; n < 200; n += 1) await store.setParameter(`/many/${n}`, String(n));
    const answer = await store.getAllParameters();
    const kept = clone(answer);
    wreck(answer);
    expect(await store.getAllParameters()).toEqual(kept);
  });
});

describe("an argument is copied, and not changed:", () => {
  it.each([
    ["setInstance", [STATE.instance]],
    ["addCommand", [["1", "2"]]],
    ["updateCommand", ["c", { status: "Failed", output: "o", labels: { deep: ["x"] } }]],
    ["addBackup", [STATE.backups[0]]],
    ["setCosts", ["last-month", STATE.costs["last-month"]]],
    ["setStackStatus", [STATE.cloudformation]],
    ["setOperationFailure", ["StopInstances", FAILURE]],
    ["patchState", [STATE]],
  ])("%s", async (method, original) => {
    const store = new MockStateStore();
    await store.patchState(STATE);
    const args = clone(original);
    const called = store[method](...args);
    expect(args).toEqual(original);
    const after = clone(await store.getState());
    for (const arg of args) wreck(arg);
    await called;
    expect(await store.getState()).toEqual(after);
  });

  it("initialState", async () => {
    const initialState = clone(STATE);
    const store = new MockStateStore({ initialState });
    const state = await store.getState();
    wreck(initialState);
    await store.resetState();
    const reset = await store.getState();
    for (const { costs } of [state, reset]) {
      delete costs["current-month"];
      delete costs["last-30-days"];
    }
    expect(state).toMatchObject(STATE);
    expect(reset.instance).toEqual(state.instance);
    expect(reset.ssm.commands).toEqual(state.ssm.commands);
    expect(reset.backups).toEqual(state.backups);
    expect(reset.costs).toEqual(state.costs);
    expect(reset.faults).toEqual(state.faults);
    expect(reset.ours).toEqual(state.ours);
  });

  it("a frozen argument", async () => {
    const store = new MockStateStore();
    const freeze = (value) => {
      if (typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    await store.patchState(freeze(clone({ ...STATE, faults: undefined })));
    expect(await store.getBackups()).toEqual(STATE.backups);
  });
});
