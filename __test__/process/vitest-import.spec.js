const fs = require("node:fs");
const path = require("node:path");
const { runNode } = require("../support/child.js");
const { copyPackage } = require("../support/package.js");
const { useFolder } = require("../support/folder.js");

const VITEST = path.join(path.dirname(require.resolve("vitest/package.json")), "vitest.mjs");

/** A test file as a project that installed the package has it. */
const TEST = `
import { getMockStateStore, MockStateStore, ServerState } from "mock-state-store";

afterEach(() => {
  vi.useRealTimers();
});

it("keeps the one store when modules are reset", async () => {
  const store = getMockStateStore();
  await store.updateInstanceState(ServerState.Running);
  vi.resetModules();
  const again = await import("mock-state-store");
  expect(again.getMockStateStore()).toBe(store);
  expect(store).toBeInstanceOf(again.MockStateStore);
});

it("follows fake timers", async () => {
  vi.useFakeTimers({ now: 0 });
  expect((await new MockStateStore().getInstance()).lastUpdated).toBe("1970-01-01T00:00:00.000Z");
});

it("gives objects and errors of the test's realm", async () => {
  const store = new MockStateStore();
  expect(await store.getBackups()).toBeInstanceOf(Array);
  await expect(store.updateInstanceState("flying")).rejects.toBeInstanceOf(TypeError);
});

it("can be spied on", async () => {
  const store = new MockStateStore();
  vi.spyOn(store, "getParameter").mockResolvedValue("spied");
  expect(await store.getParameter("a")).toBe("spied");
});
`;

describe("a Vitest project that imports the installed package", () => {
  const folder = useFolder();

  it.each(["forks", "threads", "vmThreads"])("works in %s", async (pool) => {
    copyPackage(folder("node_modules", "mock-state-store"));
    fs.writeFileSync(folder("package.json"), JSON.stringify({ type: "module" }));
    fs.writeFileSync(folder("store.test.js"), TEST);
    const flags = ["run", "--root", folder(), "--globals", "--pool", pool, "--reporter=json"];
    const ended = await runNode([VITEST, ...flags], { cwd: folder() });
    const { numPassedTests, numTotalTests, testResults } = JSON.parse(ended.stdout);
    expect(testResults.flatMap((file) => file.assertionResults.flatMap((test) => test.failureMessages))).toEqual([]);
    expect({ numPassedTests, numTotalTests, code: ended.code }).toEqual({
      numPassedTests: 4,
      numTotalTests: 4,
      code: 0,
    });
  });
});
