const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { useFolder, readState } = require("../support/folder.js");

const NOW = "2026-03-15T12:00:00.000Z";
const FAILURE = { failNext: true, alwaysFail: false, ours: null };

describe("an unknown key that is null", () => {
  const folder = useFolder();
  const kept = (record) =>
    expect({ ...record, has: Object.hasOwn(record, "ours") }).toMatchObject({ ours: null, has: true });

  it("is kept in a record", async () => {
    const store = new MockStateStore({ initialState: { backups: [] } });
    await store.addBackup({ name: "b", date: NOW, size: "1 GB", ours: null });
    await store.setCosts("last-month", { ...(await store.getCosts("last-month")), ours: null });
    await store.setOperationFailure("StartInstances", FAILURE);
    kept((await store.getBackups())[0]);
    kept(await store.getCosts("last-month"));
    kept(await store.getOperationFailure("StartInstances"));
  });

  it("is kept in a partial", async () => {
    const store = new MockStateStore();
    await store.setInstance({ ours: null });
    await store.setStackStatus({ ours: null });
    await store.patchState({ ours: null, ssm: { ours: null } });
    const state = await store.getState();
    for (const part of [state, state.instance, state.cloudformation, state.ssm]) kept(part);
  });

  it("survives a load and a save", async () => {
    const store = new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });
    await store.addBackup({ name: "b", date: NOW, size: "1 GB" });
    await store.persistNow();
    const state = readState(folder("state.json"));
    for (const part of [state, state.instance, state.cloudformation, state.ssm, state.faults]) part.ours = null;
    fs.writeFileSync(folder("edited.json"), JSON.stringify(state));
    const loaded = new MockStateStore({ enablePersistence: true, persistencePath: folder("edited.json") });
    await loaded.setPublicIp("198.51.100.7");
    await loaded.persistNow();
    const saved = readState(folder("edited.json"));
    for (const part of [saved, saved.instance, saved.cloudformation, saved.ssm, saved.faults]) kept(part);
  });
});
