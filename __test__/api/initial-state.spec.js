const { MockStateStore } = require("mock-state-store");
const { fakeTimers } = require("../support/timers.js");

const { useFakeTimers, setNow } = fakeTimers();

const NOW = "2026-03-15T12:00:00.000Z";
const FAILURE = { failNext: true, alwaysFail: false };
const made = (initialState) => new MockStateStore({ initialState }).getState();

describe("the initial state", () => {
  let defaults;
  beforeEach(async () => {
    useFakeTimers(NOW);
    defaults = await made();
  });

  it("is laid over the instance", async () => {
    expect(await made({ instance: { state: "running", publicIp: "198.51.100.7" } })).toEqual({
      ...defaults,
      instance: { ...defaults.instance, state: "running", publicIp: "198.51.100.7" },
    });
  });

  it("is laid over the stack", async () => {
    expect(await made({ cloudformation: { exists: false } })).toEqual({
      ...defaults,
      cloudformation: { ...defaults.cloudformation, exists: false },
    });
  });

  it("is laid over the costs, however deep", async () => {
    const { costs } = await made({ costs: { "last-month": { totalCost: "1.00", period: { end: NOW } } } });
    expect(costs).toEqual({
      ...defaults.costs,
      "last-month": {
        ...defaults.costs["last-month"],
        totalCost: "1.00",
        period: { start: defaults.costs["last-month"].period.start, end: NOW },
      },
    });
  });

  it("completes a parameter that has only a value", async () => {
    const { ssm } = await made({ ssm: { parameters: { "/ours": { value: "1" } } } });
    expect(ssm.parameters).toEqual({
      ...defaults.ssm.parameters,
      "/ours": { value: "1", type: "String", lastModified: NOW },
    });
  });

  it("changes only the value of a default parameter", async () => {
    const { ssm } = await made({ ssm: { parameters: { "/minecraft/gdrive-token": { value: "t" } } } });
    expect(ssm.parameters["/minecraft/gdrive-token"]).toEqual({ value: "t", type: "SecureString", lastModified: NOW });
  });

  it("removes parameters and optional fields given as null", async () => {
    const { ssm, instance } = await made({
      instance: { availabilityZone: null, blockDeviceMappings: null },
      ssm: {
        parameters: {
          "/minecraft/email-allowlist": null,
          "/minecraft/player-count": null,
          "/minecraft/server-action": null,
          "/minecraft/gdrive-token": null,
          "/no/such": null,
          "/ours": { value: "1" },
        },
      },
    });
    expect(Object.keys(ssm.parameters)).toEqual(["/ours"]);
    expect(Object.keys(instance).sort()).toEqual(["hasVolume", "instanceId", "lastUpdated", "state"]);
  });

  it("replaces the arrays", async () => {
    const backups = [{ name: "ours", date: NOW, size: "1 GB" }];
    const commands = [{ commandId: "c", commands: ["true"], status: "Success", createdAt: NOW }];
    const state = await made({ backups, ssm: { commands }, instance: { blockDeviceMappings: [] } });
    expect(state.backups).toEqual(backups);
    expect(state.ssm).toEqual({ parameters: defaults.ssm.parameters, commands });
    expect(state.instance.blockDeviceMappings).toEqual([]);
  });

  it.each([
    ["a Map", new Map([["StartInstances", FAILURE]])],
    ["a plain object", { StartInstances: FAILURE }],
  ])("takes the faults with %s", async (_, operationFailures) => {
    const { faults } = await made({ faults: { globalLatencyMs: 5, operationFailures } });
    expect(faults).toEqual({ globalLatencyMs: 5, operationFailures: new Map([["StartInstances", FAILURE]]) });
  });

  it("keeps the defaults of what is given as undefined", async () => {
    expect(await made({ instance: undefined, backups: undefined, cloudformation: { exists: undefined } })).toEqual(
      defaults,
    );
  });

  it("is restored by every reset, with new times", async () => {
    const store = new MockStateStore({
      initialState: { instance: { state: "pending" }, ssm: { parameters: { "/ours": { value: "1" } } } },
    });
    for (const later of ["2026-04-01T00:00:00.000Z", "2026-05-01T00:00:00.000Z"]) {
      setNow(later);
      await store.setParameter("/ours", "changed");
      await store.updateInstanceState("running");
      await store.resetState();
      expect((await store.getAllParameters())["/ours"]).toEqual({ value: "1", type: "String", lastModified: later });
      expect(await store.getInstance()).toEqual({ ...defaults.instance, state: "pending", lastUpdated: later });
    }
  });
});
