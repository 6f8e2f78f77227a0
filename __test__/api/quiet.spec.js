const { runInChild } = require("../support/child.js");
const { useFolder } = require("../support/folder.js");

describe("a store", () => {
  const folder = useFolder();

  it("prints nothing when calls are wrong or the file cannot be written", async () => {
    const ended = await runInChild(
      async ({ getMockStateStore, resetMockStateStore, MockStateStore }, path) => {
        const store = new MockStateStore({ enablePersistence: true, persistencePath: path, persistenceDebounceMs: 0 });
        await store.setInstance({ state: "running", ours: 1 });
        await store.updateInstanceState("flying").catch(() => {});
        await store.patchState(5).catch(() => {});
        await store.persistNow().catch(() => {});
        await store.resetState();
        getMockStateStore({ misspelt: 1 });
        resetMockStateStore();
      },
      [folder()],
      { env: { NODE_NO_WARNINGS: "1" } },
    );
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: "", stderr: "" });
  });
});
