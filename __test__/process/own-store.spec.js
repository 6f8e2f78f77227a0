const fs = require("node:fs");
const path = require("node:path");
const { runNode } = require("../support/child.js");
const { copyPackage } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

const program = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
const VITEST = [program("vitest", "vitest.mjs"), "run", "--globals", "--maxWorkers=1"];

/** A test file that must find nothing of another one that ran before it in the same worker. */
const TEST = `
const { getMockStateStore } = require("mock-state-store");

it("starts with a new store", async () => {
  const store = getMockStateStore();
  expect(await store.getParameter("set by a test file")).toBe(null);
  await store.setParameter("set by a test file", __filename);
});
`;

describe("two test files that one worker runs", () => {
  const folder = useFolder();

  it.each([
    ["Jest", [program("jest", "bin/jest.js"), "--runInBand", "--json"]],
    ["Vitest, pool forks", [...VITEST, "--pool=forks", "--reporter=json"]],
    ["Vitest, pool threads", [...VITEST, "--pool=threads", "--reporter=json"]],
  ])("each have their own store from getMockStateStore() (%s)", async (_, args) => {
    copyPackage(folder("node_modules", "mock-state-store"));
    fs.writeFileSync(folder("package.json"), JSON.stringify({ jest: { transform: {} } }));
    for (const name of ["one", "two"]) fs.writeFileSync(folder(`${name}.test.js`), TEST);
    const ended = await runNode(args, { cwd: folder() });
    const { numPassedTests, testResults } = JSON.parse(ended.stdout);
    expect(testResults.flatMap((file) => file.assertionResults.flatMap((test) => test.failureMessages))).toEqual([]);
    expect({ numPassedTests, code: ended.code }).toEqual({ numPassedTests: 2, code: 0 });
  });
});
