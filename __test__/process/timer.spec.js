const { runInChild } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");

describe("the timer of the debounce", () => {
  const folder = useFolder();

  it("never keeps a process alive", async () => {
    const started = performance.now();
    const ended = await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const store = new MockStateStore({
          enablePersistence: true,
          persistencePath,
          persistenceDebounceMs: 60_000,
        });
        await store.setParameter("a", "b");
      },
      [folder("state.json")],
    );
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("b");
  });

  it("saves while the process lives on", async () => {
    const ended = await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const fs = require("node:fs");
        const store = new MockStateStore({ enablePersistence: true, persistencePath, persistenceDebounceMs: 10 });
        await store.setParameter("a", "b");
        const deadline = performance.now() + 10_000;
        while (!fs.existsSync(persistencePath) && performance.now() < deadline) {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        return fs.existsSync(persistencePath);
      },
      [folder("state.json")],
    );
    expect(ended.result).toBe(true);
  });
});
