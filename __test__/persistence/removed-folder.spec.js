const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder } = require("../support/folder.js");

describe("a folder that was removed", () => {
  const folder = useFolder();

  it("does not come back for a store that is still pending", async () => {
    fs.mkdirSync(folder("removed"));
    const ended = await runInChild(
      async ({ MockStateStore }, root) => {
        const options = { enablePersistence: true, persistencePath: `${root}/state.json`, persistenceDebounceMs: 1 };
        const store = new MockStateStore(options);
        await store.setParameter("a", "1");
        require("node:fs").rmSync(root, { recursive: true });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await store.setParameter("a", "2");
      },
      [folder("removed")],
    );
    expect(ended.code).toBe(0);
    expect(fs.existsSync(folder("removed"))).toBe(false);
  });
});
