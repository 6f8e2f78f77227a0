const fs = require("node:fs");
const path = require("node:path");
const { MockStateStore } = require("mock-state-store");
const { recordWarnings } = require("../support/warnings.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

const ORIGINAL = path.join(__dirname, "fixtures", "original.json");

describe("a file that is loaded", () => {
  const folder = useFolder();
  const warnings = recordWarnings();
  const file = () => folder("state.json");
  const opened = (options) => new MockStateStore({ enablePersistence: true, persistencePath: file(), ...options });

  it("may be written by the original", async () => {
    fs.copyFileSync(ORIGINAL, file());
    const state = await opened().getState();
    const original = readState(ORIGINAL);
    const operationFailures = new Map(Object.entries(original.faults.operationFailures));
    expect(state).toEqual({ ...original, faults: { globalLatencyMs: 250, operationFailures } });
    expect(warnings).toEqual([]);
  });

  it("may hold a list of pending timeouts, which is ignored", async () => {
    fs.writeFileSync(file(), JSON.stringify({ ...readState(ORIGINAL), pendingTimeouts: [{ _idleTimeout: 5 }] }));
    const store = opened();
    expect((await store.getState()).pendingTimeouts).toEqual([]);
    await store.setPublicIp("198.51.100.7");
    await store.persistNow();
    expect(readState(file())).not.toHaveProperty("pendingTimeouts");
  });

  it("may hold a lease with a key nobody knows, of which every reader has a copy", async () => {
    const lease = { owner: "a", fencingToken: 1, expiresAt: "2026-01-30T12:00:00.000Z", ours: { deep: [1] } };
    const leases = { lastFencingToken: 1, held: { job: lease } };
    fs.writeFileSync(file(), JSON.stringify({ ...readState(ORIGINAL), leases }));
    const store = opened();
    (await store.getState()).leases.held.job.ours.deep.push(2);
    expect((await store.getState()).leases).toEqual(leases);
  });

  it("may hold rules by hand, without ids, with keys nobody knows, and with how far they have come", async () => {
    const rules = [
      { action: "ssm:*", error: "throttling" },
      { id: "fault-1", action: ["ec2:*"], latencyMs: 5, times: 9, hits: 4, why: { deep: [1] } },
    ];
    const faults = { ...readState(ORIGINAL).faults, rules };
    fs.writeFileSync(file(), JSON.stringify({ ...readState(ORIGINAL), faults }));
    const store = opened();
    const read = [{ id: "fault-2", ...rules[0] }, rules[1]];
    expect(await store.getFaults()).toEqual(read);
    await store.setPublicIp("198.51.100.7");
    await store.persistNow();
    expect(readState(file()).faults.rules).toEqual(read);
    expect(warnings).toEqual([]);
  });

  it("may hold counters as large as they can be, which stay as they are", async () => {
    const rule = { id: "a", action: "*", error: "throttling", skip: 0 };
    const counters = { hits: Number.MAX_SAFE_INTEGER, matched: Number.MAX_SAFE_INTEGER };
    const random = { seed: 1, position: Number.MAX_SAFE_INTEGER };
    const faults = { ...readState(ORIGINAL).faults, operationFailures: {}, rules: [{ ...rule, ...counters }] };
    fs.writeFileSync(file(), JSON.stringify({ ...readState(ORIGINAL), faults, random }));
    const store = opened();
    await expect(store.applyFaults("ec2:StartInstances")).rejects.toThrow("Request limit exceeded.");
    await store.close();
    expect(readState(file())).toMatchObject({ faults: { rules: [counters] }, random });
    expect(await opened().getFaults()).toEqual([{ ...rule, ...counters }]);
    expect(warnings).toEqual([]);
  });

  it("is set aside where it holds a rule that is none", async () => {
    const faults = { ...readState(ORIGINAL).faults, rules: [{ action: "ssm:*" }] };
    fs.writeFileSync(file(), JSON.stringify({ ...readState(ORIGINAL), faults }));
    expect(await opened().getFaults()).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain('"faults.rules[0]"');
  });

  it("is the state before any call", async () => {
    fs.copyFileSync(ORIGINAL, file());
    const store = opened();
    fs.rmSync(file());
    expect(await store.getGlobalLatency()).toBe(250);
  });

  it("may begin with the byte order mark that some editors write", async () => {
    fs.writeFileSync(file(), `\ufeff${fs.readFileSync(ORIGINAL, "utf8")}`);
    expect(await opened().getGlobalLatency()).toBe(250);
    expect(warnings).toEqual([]);
  });

  it("is not written anew for being loaded", async () => {
    fs.copyFileSync(ORIGINAL, file());
    const { mtimeMs, ino } = fs.statSync(file());
    await opened().getState();
    expect(fs.statSync(file())).toMatchObject({ mtimeMs, ino });
  });

  it("need not be indented, nor ordered", async () => {
    const shuffled = Object.fromEntries(Object.entries(readState(ORIGINAL)).reverse());
    fs.writeFileSync(file(), `\n${JSON.stringify(shuffled)}\n\n`);
    expect((await opened().getInstance()).state).toBe("running");
    expect(warnings).toEqual([]);
  });

  it.each(["instance", "ssm", "backups", "costs", "cloudformation", "faults"])(
    "gets the default for %s where it lacks it",
    async (part) => {
      const { [part]: _, ...rest } = readState(ORIGINAL);
      fs.writeFileSync(file(), JSON.stringify(rest));
      const state = await opened().getState();
      const defaults = await new MockStateStore().getState();
      const names = (value) => Object.keys(value).sort();
      expect(names(state[part])).toEqual(names(defaults[part]));
      for (const other of Object.keys(rest).filter((name) => name !== "faults"))
        expect(state[other]).toEqual(rest[other]);
      expect(warnings).toEqual([]);
    },
  );

  it("gets the initial state for what it lacks, and only for that", async () => {
    fs.writeFileSync(file(), JSON.stringify({ instance: readState(ORIGINAL).instance }));
    const store = opened({
      initialState: { instance: { state: "pending" }, backups: [], cloudformation: { exists: false } },
    });
    expect((await store.getInstance()).state).toBe("running");
    expect(await store.getBackups()).toEqual([]);
    expect((await store.getStackStatus()).exists).toBe(false);
  });

  it("may be an empty object", async () => {
    fs.writeFileSync(file(), "{}");
    expect((await opened().getInstance()).state).toBe("stopped");
    expect(warnings).toEqual([]);
  });

  it("need not be there", async () => {
    expect((await opened().getInstance()).state).toBe("stopped");
    expect(warnings).toEqual([]);
    expect(namesIn(folder())).toEqual([]);
  });

  it("comes back as it was saved", async () => {
    const store = opened();
    await store.updateInstanceState("running");
    await store.addCommand(["true"]);
    await store.setOperationFailure("__proto__", { failNext: true, alwaysFail: false });
    await store.setGlobalLatency(0.1 + 0.2);
    await store.persistNow();
    fs.copyFileSync(file(), folder("copy.json"));
    expect(await opened({ persistencePath: folder("copy.json") }).getState()).toEqual(await store.getState());
  });
});
