const fs = require("node:fs");
const { useCompanions } = require("../support/companion.js");
const { useFolder } = require("../support/folder.js");
const { problemsOf, whole } = require("../support/restore-ledger.js");

describe("snapshots of processes that share a file", () => {
  const folder = useFolder();
  const file = () => folder("state.json");
  const start = useCompanions();
  const names = async (process) => (await process.call("listSnapshots")).map(({ name }) => name);

  it("are made by one, and listed, restored and deleted by another", async () => {
    const [one, other] = await Promise.all([start(file()), start(file())]);
    await one.call("setParameter", "a", "1");
    await one.call("snapshot", "base");
    await one.call("setParameter", "a", "2");
    expect(await names(other)).toEqual(["base"]);
    await other.call("restore", "base");
    expect(await one.call("getParameter", "a")).toBe("1");
    expect(await other.call("deleteSnapshot", "base")).toBe(true);
    expect(await names(one)).toEqual([]);
  });

  it("have what another process was told that it has written", async () => {
    const [one, other] = await Promise.all([start(file()), start(file())]);
    for (let round = 0; round < 20; round += 1) {
      await one.call("setParameter", "a", String(round));
      await other.call("snapshot", "base");
      const { state } = JSON.parse(fs.readFileSync(folder("state.json.snapshots", "base.json"), "utf8"));
      expect(state.ssm.parameters.a.value).toBe(String(round));
    }
  });

  it("are read anew where another process has replaced them", async () => {
    const [one, other] = await Promise.all([start(file()), start(file())]);
    for (const value of ["1", "2"]) {
      await one.call("setParameter", "a", value);
      await one.call("snapshot", "base");
      await one.call("deleteParameter", "a");
      await other.call("restore", "base");
      expect(await other.call("getParameter", "a")).toBe(value);
    }
  });

  it("are never seen by halves", async () => {
    const [one, other, reader] = await Promise.all([start(file()), start(file()), start(file())]);
    for (const [process, value] of [
      [one, "a"],
      [other, "b"],
    ]) {
      await process.call("patchState", whole(value));
      await process.call("snapshot", value);
    }
    let done = false;
    const restoring = [
      [one, "a"],
      [other, "b"],
    ].map(async ([process, name]) => {
      for (let round = 0; round < 100; round += 1) await process.call("restore", name);
    });
    const ended = Promise.all(restoring).then(() => {
      done = true;
    });
    const seen = new Set();
    while (!done) {
      const state = await reader.call("getState");
      expect(problemsOf(state)).toEqual([]);
      seen.add(state.whole);
    }
    await ended;
    expect([...seen].sort()).toEqual(["a", "b"]);
  });

  it("have time go on from their moment in every process", async () => {
    const [one, other] = await Promise.all([start(file()), start(file())]);
    await one.call("clock.freeze");
    await one.call("schedule", 1000, { ours: 1 });
    const at = await one.call("clock.now");
    await one.call("snapshot", "base");
    await one.call("clock.advance", 5000);
    await other.call("restore", "base");
    expect([await one.call("clock.now"), (await one.call("scheduled")).length]).toEqual([at, 1]);
    await one.call("clock.advance", 1000);
    expect(await other.call("getState")).toMatchObject({ ours: 1 });
  });
});
