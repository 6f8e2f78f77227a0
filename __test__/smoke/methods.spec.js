const { MockStateStore } = require("mock-state-store");

const { awsClientConfig } = require("mock-state-store/aws");

const NOW = "2026-03-15T12:00:00.000Z";
const FAILURE = { failNext: true, alwaysFail: false, errorCode: "Throttling" };
const FAULT = { id: "a", action: "ec2:StartInstances", error: "internal" };
const COSTS = {
  period: { start: NOW, end: NOW },
  totalCost: "1.00",
  currency: "USD",
  breakdown: [{ service: "Amazon EC2", cost: "1.00" }],
  fetchedAt: NOW,
};

const getCallerIdentity = (store) =>
  awsClientConfig(store).requestHandler.handle({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });

/** One call of each method, with a look at its effect. */
const CALLS = {
  async getInstance(store) {
    expect(await store.getInstance()).toMatchObject({ state: "stopped", availabilityZone: "us-east-1a" });
  },
  async setInstance(store) {
    await store.setInstance({ state: "pending", publicIp: undefined, ours: { deep: [1] } });
    expect(await store.getInstance()).toMatchObject({ state: "pending", ours: { deep: [1] } });
  },
  async updateInstanceState(store) {
    await store.updateInstanceState("running");
    expect(await store.getInstance()).toMatchObject({ state: "running", publicIp: "203.0.113.42" });
  },
  async getPublicIp(store) {
    expect(await store.getPublicIp()).toBe(undefined);
  },
  async setPublicIp(store) {
    await store.setPublicIp("198.51.100.7");
    expect(await store.getPublicIp()).toBe("198.51.100.7");
  },
  async hasVolume(store) {
    expect(await store.hasVolume()).toBe(true);
  },
  async setHasVolume(store) {
    await store.setHasVolume(false);
    expect((await store.getInstance()).blockDeviceMappings).toEqual([]);
  },
  async getParameter(store) {
    expect(await store.getParameter("/minecraft/player-count")).toBe("0");
    expect(await store.getParameter("none")).toBe(null);
  },
  async setParameter(store) {
    await store.setParameter("name é€😀", "value", "SecureString");
    expect((await store.getAllParameters())["name é€😀"]).toMatchObject({ value: "value", type: "SecureString" });
  },
  async deleteParameter(store) {
    await store.deleteParameter("/minecraft/player-count");
    expect(await store.getParameter("/minecraft/player-count")).toBe(null);
  },
  async putParameter(store) {
    expect(await store.putParameter("/minecraft/player-count", "1", "String", false)).toBe(false);
    expect(await store.putParameter("a", "1")).toBe(true);
    expect(await store.getParameter("a")).toBe("1");
  },
  async deleteParameterIfValue(store) {
    expect(await store.deleteParameterIfValue("/minecraft/player-count", "1")).toBe(false);
    expect(await store.deleteParameterIfValue("/minecraft/player-count", "0")).toBe(true);
  },
  async getAllParameters(store) {
    expect(Object.keys(await store.getAllParameters())).toHaveLength(4);
  },
  async getCommands(store) {
    expect(await store.getCommands()).toEqual([]);
  },
  async addCommand(store) {
    const commandId = await store.addCommand(["true", ""]);
    expect(await store.getCommands()).toMatchObject([{ commandId, commands: ["true", ""], status: "Pending" }]);
  },
  async updateCommand(store) {
    const commandId = await store.addCommand(["true"]);
    await store.updateCommand(commandId, { status: "Success", output: "done" });
    expect(await store.getCommands()).toMatchObject([{ commandId, status: "Success", output: "done" }]);
  },
  async clearCommands(store) {
    await store.addCommand(["true"]);
    await store.clearCommands();
    expect(await store.getCommands()).toEqual([]);
  },
  async getBackups(store) {
    expect(await store.getBackups()).toHaveLength(3);
  },
  async addBackup(store) {
    await store.addBackup({ name: "old", date: "1999-01-01", size: "1 GB" });
    expect((await store.getBackups()).map(({ name }) => name).indexOf("old")).toBe(3);
  },
  async removeBackup(store) {
    await store.removeBackup("minecraft-backup-2026-01-29");
    expect(await store.getBackups()).toHaveLength(2);
  },
  async clearBackups(store) {
    await store.clearBackups();
    expect(await store.getBackups()).toEqual([]);
  },
  async getCosts(store) {
    expect((await store.getCosts("last-month")).totalCost).toBe("18.75");
  },
  async setCosts(store) {
    await store.setCosts("last-month", COSTS);
    expect(await store.getCosts("last-month")).toEqual(COSTS);
  },
  async getStackStatus(store) {
    expect(await store.getStackStatus()).toMatchObject({ exists: true, status: "CREATE_COMPLETE" });
  },
  async setStackStatus(store) {
    await store.setStackStatus({ exists: false });
    expect(await store.getStackStatus()).toMatchObject({ exists: false, status: "CREATE_COMPLETE" });
  },
  async getGlobalLatency(store) {
    expect(await store.getGlobalLatency()).toBe(0);
  },
  async setGlobalLatency(store) {
    await store.setGlobalLatency(0.5);
    expect(await store.getGlobalLatency()).toBe(0.5);
  },
  async getOperationFailure(store) {
    expect(await store.getOperationFailure("StartInstances")).toBe(undefined);
  },
  async setOperationFailure(store) {
    await store.setOperationFailure("StartInstances", FAILURE);
    expect(await store.getOperationFailure("StartInstances")).toEqual(FAILURE);
  },
  async clearOperationFailure(store) {
    await store.setOperationFailure("StartInstances", FAILURE);
    await store.clearOperationFailure("StartInstances");
    expect(await store.getOperationFailure("StartInstances")).toBe(undefined);
  },
  async takeOperationFailure(store) {
    await store.setOperationFailure("StartInstances", FAILURE);
    expect(await store.takeOperationFailure("StartInstances")).toEqual(FAILURE);
    expect(await store.takeOperationFailure("StartInstances")).toBe(undefined);
  },
  async clearAllFailures(store) {
    await store.setOperationFailure("StartInstances", FAILURE);
    await store.clearAllFailures();
    expect(await store.getOperationFailure("StartInstances")).toBe(undefined);
  },
  async addFault(store) {
    expect(await store.addFault(FAULT)).toBe("a");
    expect(await store.getFaults()).toEqual([FAULT]);
  },
  async getFaults(store) {
    expect(await store.getFaults()).toEqual([]);
  },
  async removeFault(store) {
    await store.addFault(FAULT);
    expect(await store.removeFault("a")).toBe(true);
    expect(await store.removeFault("a")).toBe(false);
  },
  async clearFaults(store) {
    await store.addFault(FAULT);
    await store.clearFaults();
    expect(await store.getFaults()).toEqual([]);
  },
  async applyFaults(store) {
    await store.addFault(FAULT);
    const error = await store.applyFaults("ec2:StartInstances").catch((error) => error);
    expect(error).toMatchObject({ name: "InternalError", $metadata: { httpStatusCode: 500 } });
  },
  async acquireLease(store) {
    const lease = { name: "name", owner: "a", fencingToken: 1, expiresAt: expect.any(String) };
    expect(await store.acquireLease("name", { owner: "a", ttlMs: 60_000 })).toEqual({ acquired: true, lease });
  },
  async renewLease(store) {
    await store.acquireLease("name", { owner: "a", ttlMs: 60_000 });
    expect(await store.renewLease("name", 1, { ttlMs: 60_000 })).toMatchObject({ renewed: true });
  },
  async releaseLease(store) {
    await store.acquireLease("name", { owner: "a", ttlMs: 60_000 });
    expect(await store.releaseLease("name", 1)).toBe(true);
  },
  async transact(store) {
    const state = await store.transact(async (draft) => {
      draft.backups = [];
      draft.ssm.parameters.a = { value: "1", type: "String", lastModified: NOW };
      return draft.instance.state;
    });
    expect([state, await store.getBackups(), await store.getParameter("a")]).toEqual(["stopped", [], "1"]);
  },
  async getState(store) {
    const { faults, pendingTimeouts } = await store.getState();
    expect([faults, pendingTimeouts]).toEqual([{ globalLatencyMs: 0, operationFailures: new Map() }, []]);
  },
  async patchState(store) {
    await store.patchState({ ours: [1.5, null], faults: { operationFailures: new Map([["a", FAILURE]]) } });
    expect(await store.getState()).toMatchObject({ ours: [1.5, null] });
    expect(await store.getOperationFailure("a")).toEqual(FAILURE);
  },
  async resetState(store) {
    await store.setParameter("a", "1");
    await store.resetState();
    expect(await store.getParameter("a")).toBe(null);
  },
  async clock(store) {
    await store.clock.freeze();
    const now = store.clock.now();
    await store.clock.advance(1000);
    expect(store.clock.now()).toBe(now + 1000);
  },
  async getTransitions(store) {
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": 2500, "ses:send": 0 });
  },
  async setTransitions(store) {
    await store.setTransitions({ "*": "immediate" });
    expect(await store.getTransitions()).toMatchObject({ "ec2:pending": "immediate" });
  },
  async schedule(store) {
    await store.schedule(60_000, { faults: { globalLatencyMs: 5 } });
    await store.clock.advance(60_000);
    expect(await store.getGlobalLatency()).toBe(5);
  },
  async cancel(store) {
    expect(await store.cancel(await store.schedule(60_000, {}))).toBe(true);
  },
  async scheduled(store) {
    const id = await store.schedule(60_000, { ours: 1 });
    expect(await store.scheduled()).toEqual([{ id, dueAt: expect.any(String), patch: { ours: 1 } }]);
  },
  async getSentEmails(store) {
    expect(await store.getSentEmails()).toEqual([]);
  },
  async calls(store) {
    await getCallerIdentity(store);
    expect(await store.calls()).toMatchObject([{ service: "sts", operation: "GetCallerIdentity" }]);
  },
  async clearCalls(store) {
    await getCallerIdentity(store);
    await store.clearCalls();
    expect(await store.calls()).toEqual([]);
  },
  async onInvoke(store) {
    expect(store.onInvoke("hello", () => "world")).toEqual(expect.any(Function));
  },
  async onCommand(store) {
    expect(store.onCommand("echo", () => ({ output: "hello" }))).toEqual(expect.any(Function));
  },
  async persistNow(store) {
    expect(await store.persistNow()).toBe(undefined);
  },
  async revision(store) {
    await store.setParameter("a", "1");
    expect(await store.revision()).toBe(1);
  },
  async subscribe(store) {
    const change = await new Promise((resolve) => {
      const stop = store.subscribe((seen) => {
        stop();
        resolve(seen);
      });
      store.setGlobalLatency(5);
    });
    expect(change).toMatchObject({ revision: 1, entries: [{ type: "globalLatency", value: 5 }] });
  },
  async changes(store) {
    const changes = store.changes();
    await store.setGlobalLatency(5);
    expect((await changes.next()).value).toMatchObject({ entries: [{ type: "globalLatency", value: 5 }] });
    await changes.return();
  },
  async applyScenario(store) {
    await store.applyScenario("starting");
    await store.clock.advance(2500);
    expect((await store.getInstance()).state).toBe("running");
  },
  async listScenarios(store) {
    expect(await store.listScenarios()).toContainEqual({
      name: "outage",
      description: expect.any(String),
      builtIn: true,
    });
  },
  async currentScenario(store) {
    expect(await store.currentScenario()).toBe(undefined);
    await store.applyScenario("running");
    expect(await store.currentScenario()).toMatchObject({ name: "running" });
  },
  async snapshot(store) {
    await store.snapshot("a");
    await store.updateInstanceState("running");
    await store.restore("a");
    expect((await store.getInstance()).state).toBe("stopped");
  },
  async restore(store) {
    await expect(store.restore("none")).rejects.toMatchObject({ code: "ERR_INVALID_ARG_VALUE" });
  },
  async listSnapshots(store) {
    await store.snapshot("a");
    expect(await store.listSnapshots()).toEqual([{ name: "a", takenAt: expect.any(String) }]);
  },
  async deleteSnapshot(store) {
    await store.snapshot("a");
    expect([await store.deleteSnapshot("a"), await store.deleteSnapshot("a")]).toEqual([true, false]);
  },
  async diff(store) {
    await store.snapshot("a");
    await store.setParameter("/minecraft/player-count", "5");
    const operation = { op: "replace", path: "/ssm/parameters/~1minecraft~1player-count/value", value: "5" };
    expect(await store.diff("a")).toContainEqual(operation);
  },
  async fork(store) {
    const fork = await store.fork();
    await fork.updateInstanceState("running");
    expect((await store.getInstance()).state).toBe("stopped");
    await fork.close();
  },
  async registerTimeout(store) {
    const timeout = setTimeout(() => {}, 60_000);
    store.registerTimeout(timeout);
    expect((await store.getState()).pendingTimeouts).toHaveLength(1);
    await store.resetState();
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  },
  async unregisterTimeout(store) {
    const timeout = setTimeout(() => {}, 60_000);
    store.registerTimeout(timeout);
    store.unregisterTimeout(timeout);
    clearTimeout(timeout);
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  },
  async clearAllTimeouts(store) {
    store.registerTimeout(setTimeout(() => {}, 60_000));
    store.clearAllTimeouts();
    expect((await store.getState()).pendingTimeouts).toEqual([]);
  },
  async close(store) {
    await store.close();
    await expect(store.getInstance()).rejects.toMatchObject({ code: "ERR_CLOSED" });
  },
};

describe("a method of a store works", () => {
  it.each(Object.keys(CALLS))("%s", async (method) => {
    expect.hasAssertions();
    await CALLS[method](new MockStateStore());
  });

  it("and none is missing here", () => {
    const methods = Object.getOwnPropertyNames(MockStateStore.prototype).filter((name) => name !== "constructor");
    expect(Object.keys(CALLS).sort()).toEqual(methods.sort());
  });
});
