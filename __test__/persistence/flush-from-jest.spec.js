const path = require("node:path");
const { runNode } = require("../support/child.js");
const { useFolder, readState } = require("../support/folder.js");

const JEST = path.join(path.dirname(require.resolve("jest/package.json")), "bin", "jest.js");
const PROJECT = path.join(__dirname, "fixtures", "jest-project");
const PATIENCE = ["--workerGracefulExitTimeout=20000", "--openHandlesTimeout=20000"];

describe("what a Jest test file leaves pending is saved", () => {
  const folder = useFolder();

  it.each([
    ["in the process of Jest itself", ["--runInBand"]],
    ["in worker processes", ["--maxWorkers=2"]],
    ["in worker threads", ["--maxWorkers=2", "--workerThreads"]],
    ["when Jest is told to exit by force", ["--runInBand", "--forceExit"]],
  ])("%s", async (_, flags) => {
    const args = ["--rootDir", PROJECT, "--cacheDirectory", folder("cache"), ...PATIENCE, ...flags];
    const ended = await runNode([JEST, ...args], { cwd: PROJECT, env: { FOLDER: folder() } });
    expect({ code: ended.code, printed: ended.stderr }).toMatchObject({ code: 0 });
    expect(ended.stderr).not.toMatch(/did not exit|open handle|failed to exit/i);
    for (const name of ["one", "two"]) expect(readState(folder(`${name}.json`)).ssm.parameters.a.value).toBe(name);
  });
});
