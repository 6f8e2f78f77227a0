const { MockStateStore } = require("mock-state-store");

const OPTIONAL_INSTANCE_FIELDS = ["publicIp", "availabilityZone", "blockDeviceMappings"];
const REQUIRED_INSTANCE_FIELDS = ["instanceId", "state", "hasVolume"];

describe("in a partial", () => {
  let store;
  beforeEach(async () => {
    store = new MockStateStore();
    await store.updateInstanceState("running");
  });

  describe.each(["undefined", "null"])("an optional field given as %s is removed:", (name) => {
    const nothing = name === "null" ? null : undefined;

    it.each(OPTIONAL_INSTANCE_FIELDS)("%s by setInstance", async (field) => {
      await store.setInstance({ [field]: nothing });
      expect(Object.hasOwn(await store.getInstance(), field)).toBe(false);
      expect(Object.keys(await store.getInstance())).toHaveLength(6);
    });

    it.each(OPTIONAL_INSTANCE_FIELDS)("%s by patchState", async (field) => {
      await store.patchState({ instance: { [field]: nothing } });
      expect(Object.hasOwn((await store.getState()).instance, field)).toBe(false);
    });

    it.each(["output", "error", "completedAt"])("%s by updateCommand", async (field) => {
      const id = await store.addCommand(["true"]);
      await store.updateCommand(id, { output: "o", error: "e", completedAt: "c" });
      await store.updateCommand(id, { [field]: nothing });
      const [command] = await store.getCommands();
      expect(Object.hasOwn(command, field)).toBe(false);
      expect(Object.keys(command)).toHaveLength(6);
    });
  });

  it.each(REQUIRED_INSTANCE_FIELDS)("the required field %s given as undefined is not changed", async (field) => {
    const before = await store.getInstance();
    await store.setInstance({ [field]: undefined });
    await store.patchState({ instance: { [field]: undefined } });
    expect(await store.getInstance()).toEqual({ ...before, lastUpdated: expect.any(String) });
    expect((await store.getInstance())[field]).toBe(before[field]);
  });

  it.each(["exists", "status", "stackId"])("the stack's %s given as undefined is not changed", async (field) => {
    const before = await store.getStackStatus();
    await store.setStackStatus({ [field]: undefined });
    await store.patchState({ cloudformation: { [field]: undefined } });
    expect(await store.getStackStatus()).toStrictEqual(before);
  });

  it("a command's status given as undefined is not changed", async () => {
    const id = await store.addCommand(["true"]);
    await store.updateCommand(id, { status: undefined });
    expect((await store.getCommands())[0].status).toBe("Pending");
  });

  it("a whole part given as undefined is not changed", async () => {
    const before = await store.getState();
    await store.patchState({
      instance: undefined,
      ssm: undefined,
      backups: undefined,
      costs: undefined,
      cloudformation: undefined,
      faults: undefined,
      pendingTimeouts: undefined,
    });
    await store.patchState({
      ssm: { parameters: undefined, commands: undefined },
      costs: { "last-month": undefined },
      faults: { globalLatencyMs: undefined, operationFailures: undefined },
    });
    expect(await store.getState()).toEqual(before);
  });

  it("an absent field is not changed", async () => {
    const before = await store.getInstance();
    await store.setInstance({});
    expect(await store.getInstance()).toEqual({ ...before, lastUpdated: expect.any(String) });
  });
});
