const { runInChild } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");

describe("the timer that saves the file", () => {
  const folder = useFolder();

  it("does not keep a process alive", async () => {
    const ended = await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const store = new MockStateStore({
          enablePersistence: true,
          persistencePath,
          // A process that waited for it would outlast the test.
          persistenceDebounceMs: 3_600_000,
        });
        await store.setParameter("a", "b");
      },
      [folder("state.json")],
    );
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(readState(folder("state.json")).ssm.parameters.a.value).toBe("b");
  });

  it("saves while the process goes on", async () => {
    const ended = await runInChild(
      async ({ MockStateStore }, persistencePath) => {
        const fs = require("node:fs");
        const store = new MockStateStore({ enablePersistence: true, persistencePath, persistenceDebounceMs: 10 });
        await store.setParameter("a", "b");
        while (!fs.existsSync(persistencePath)) await new Promise((resolve) => setTimeout(resolve, 5));
        return "saved";
      },
      [folder("state.json")],
    );
    expect(ended.result).toBe("saved");
  });
});
