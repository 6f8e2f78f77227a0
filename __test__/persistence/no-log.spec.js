const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, readState, namesIn } = require("../support/folder.js");

/** Uses a store whose file cannot be written, and reports how that went. */
async function use({ MockStateStore }, persistencePath) {
  const warnings = [];
  process.on("warning", ({ message, code }) => warnings.push({ message, code }));
  const store = new MockStateStore({ enablePersistence: true, persistencePath, persistenceDebounceMs: 0 });
  const loaded = await store.getParameter("a");
  await store.setParameter("a", "changed");
  const persisted = await store.persistNow().then(
    () => null,
    ({ code }) => code,
  );
  await store.resetState();
  const reset = await store.getParameter("a");
  await store.close();
  await new Promise((resolve) => setImmediate(resolve));
  return { loaded, persisted, reset, warnings };
}

describe("a store beside whose file there can be no log", () => {
  const folder = useFolder();

  it("works in memory, says so once, and rejects persistNow()", async () => {
    fs.mkdirSync(folder("state.json"));
    const { result } = await runInChild(use, [folder("state.json")]);
    expect(result).toMatchObject({ loaded: null, persisted: "ERR_PERSISTENCE", reset: null });
    expect(result.warnings.filter(({ message }) => message.includes("There can be no journal"))).toHaveLength(1);
    expect(result.warnings.every(({ code }) => code === "ERR_PERSISTENCE")).toBe(true);
    expect(namesIn(folder())).toEqual(["state.json"]);
  });

  it("loads the file and the log that a crash has left", async (context) => {
    if (process.getuid?.() !== 0) context.skip("only root can become another user");
    const file = folder("closed", "state.json");
    fs.chmodSync(folder(), 0o755);
    fs.mkdirSync(folder("closed"));
    await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath });
        await store.persistNow();
        await store.setParameter("a", "in the log");
        process.kill(process.pid, "SIGKILL");
      },
      [file],
    );
    for (const name of fs.readdirSync(folder("closed"))) fs.chmodSync(folder("closed", name), 0o644);
    fs.chmodSync(folder("closed"), 0o555);
    const { result } = await runInChild(use, [file], { user: 65534 });
    expect(result).toMatchObject({ loaded: "in the log", persisted: "ERR_PERSISTENCE" });
    expect(readState(file).ssm.parameters.a).toBe(undefined);
    fs.chmodSync(folder("closed"), 0o755);
  });
});
