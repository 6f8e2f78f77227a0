const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");
const { until } = require("../support/until.js");

describe("a store with a file", () => {
  const folder = useFolder();
  const open = () => new MockStateStore({ enablePersistence: true, persistencePath: folder("state.json") });

  it("saves its state, and a later store loads it", async () => {
    const store = open();
    await store.setParameter("a", "1");
    await store.close();
    expect(fs.readdirSync(folder())).toEqual(["state.json"]);
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("1");
    const other = open();
    expect(await other.getParameter("a")).toBe("1");
    await other.close();
  });

  it("saves a change some time after it was made", async () => {
    const store = new MockStateStore({
      enablePersistence: true,
      persistencePath: folder("state.json"),
      persistenceDebounceMs: 1,
    });
    await store.setParameter("a", "1");
    await until(() => fs.existsSync(folder("state.json")));
    await store.close();
  });

  it("sees and keeps the changes of a process that was killed", async () => {
    const store = open();
    await store.setParameter("a", "ours");
    const ended = await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const other = new MockStateStore({ enablePersistence: true, persistencePath });
        await other.setParameter("b", `theirs, after ${await other.getParameter("a")}`);
        process.kill(process.pid, "SIGKILL");
      },
      [folder("state.json")],
    );
    expect(ended.signal ?? ended.code).not.toBe(0);
    expect(await store.getParameter("b")).toBe("theirs, after ours");
    await store.close();
    expect(readState(folder("state.json")).ssm.parameters.b.value).toBe("theirs, after ours");
  });

  it("saves when its process exits", async () => {
    const ended = await runInChild(
      ({ MockStateStore }, persistencePath) => {
        new MockStateStore({ enablePersistence: true, persistencePath }).setParameter("a", "1");
        process.exit(3);
      },
      [folder("state.json")],
    );
    expect(ended).toMatchObject({ code: 3, signal: null, stderr: "" });
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("1");
  });
});
