const { MockStateStore } = require("mock-state-store");

const RUNNING = { instance: { state: "running", publicIp: "203.0.113.42" } };
const rules = (...names) => ({ faults: { rules: names.map((name) => expect.objectContaining({ name })) } });
const SERVICES = ["ec2", "ssm", "cloudformation", "ce", "lambda", "sts", "ses"];

/** What each scenario is about, by its name. */
const BUILT_IN = {
  default: { scenario: { name: "default" } },
  running: RUNNING,
  starting: { instance: { state: "pending" } },
  stopping: { instance: { state: "stopping" } },
  hibernated: { instance: { state: "stopped", hasVolume: false, blockDeviceMappings: [] } },
  "high-cost": { ...RUNNING, costs: { "current-month": { totalCost: "387.87", currency: "USD" } } },
  "no-backups": { backups: [] },
  "many-players": { ...RUNNING, ssm: { parameters: { "/minecraft/player-count": { value: "64", type: "String" } } } },
  "stack-creating": { cloudformation: { exists: true, status: "CREATE_IN_PROGRESS" } },
  "stack-missing": { cloudformation: { exists: false } },
  errors: { faults: { operationFailures: expect.any(Map) } },
  throttled: rules(...SERVICES.map((service) => `${service}-throttled`)),
  flaky: { ...RUNNING, ...rules("flaky-error", "flaky-connection") },
  outage: { ...RUNNING, ...rules("outage") },
  slow: { ...RUNNING, ...rules("slow") },
  capacity: rules("capacity"),
};

const cents = (amount) => Math.round(Number(amount) * 100);

describe("the built-in scenarios", () => {
  it("are listed by name, with what they are", async () => {
    const listed = await new MockStateStore().listScenarios();
    expect(listed.map(({ name }) => name)).toEqual(Object.keys(BUILT_IN).sort());
    for (const scenario of listed) {
      expect(scenario).toEqual({
        name: scenario.name,
        description: expect.stringMatching(/^[A-Z].{10,150}\.$/),
        builtIn: true,
      });
    }
  });

  describe.each(Object.entries(BUILT_IN))("%s", (name, state) => {
    it("is laid over the fixtures", async () => {
      const store = new MockStateStore();
      const before = await store.getState();
      await store.applyScenario(name);
      const after = await store.getState();
      expect(after).toMatchObject(state);
      expect(after.instance.instanceId).toBe(before.instance.instanceId);
      expect(Object.keys(after.ssm.parameters)).toEqual(Object.keys(before.ssm.parameters));
    });

    it("can be applied to an account with nothing in it, and to a project's own", async () => {
      const own = { instance: { instanceId: "i-own" }, ssm: { parameters: { "/minecraft/player-count": null } } };
      for (const options of [{ fixtures: "empty" }, { initialState: own }]) {
        const store = new MockStateStore(options);
        const { instanceId } = await store.getInstance();
        const start = Date.now();
        await store.applyScenario(name);
        const after = await store.getState();
        expect(after).toMatchObject(state);
        expect(after.instance.instanceId).toBe(instanceId);
        if (after.instance.state !== "terminated") {
          expect(Date.parse(after.instance.lastUpdated)).toBeGreaterThanOrEqual(start);
        }
      }
    });
  });

  it("high-cost has amounts that add up", async () => {
    const store = new MockStateStore();
    await store.applyScenario("high-cost");
    for (const period of ["current-month", "last-month", "last-30-days"]) {
      const { totalCost, breakdown } = await store.getCosts(period);
      expect(breakdown.reduce((sum, { cost }) => sum + cents(cost), 0)).toBe(cents(totalCost));
      expect(breakdown).toHaveLength(5);
    }
  });

  it("errors fails each operation by itself, also for code that plays AWS", async () => {
    const store = new MockStateStore();
    await store.applyScenario("errors");
    const { operationFailures } = (await store.getState()).faults;
    expect(operationFailures.size).toBeGreaterThan(15);
    for (const failure of operationFailures.values()) {
      expect(failure).toEqual({
        failNext: false,
        alwaysFail: true,
        errorCode: expect.stringMatching(/^[A-Z]\w+$/),
        errorMessage: expect.stringMatching(/^.{10,}/),
      });
    }
    expect(await store.takeOperationFailure("SendCommand")).toMatchObject({ errorCode: "InvalidInstanceId" });
    expect(await store.takeOperationFailure("SendCommand")).toMatchObject({ errorCode: "InvalidInstanceId" });
  });
});
