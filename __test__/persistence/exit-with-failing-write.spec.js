const fs = require("node:fs");
const { runInChild } = require("../support/child.js");
const { useFolder, namesIn } = require("../support/folder.js");

describe("a write that fails at the exit", () => {
  const folder = useFolder();

  it.each([0, 7])("leaves the exit code %i, and the folder in its way", async (code) => {
    const ended = await runInChild(
      ({ MockStateStore }, persistencePath, exitCode) => {
        new MockStateStore({ enablePersistence: true, persistencePath }).setParameter("a", "b");
        process.exit(exitCode);
      },
      [folder(), code],
      { env: { NODE_NO_WARNINGS: "1" } },
    );
    expect(ended).toMatchObject({ code, signal: null, stdout: "", stderr: "" });
    expect(namesIn(folder())).toEqual([]);
  });
});
