const { runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const SHARED = `
import { mockTest } from "mock-state-store/vitest";
export const made = {};
export const test = mockTest({ prepare: (store) => store.setParameter("/prepared", "yes") });
`;

const testFile = (name) => `
import { getMockStateStore } from "mock-state-store";
import { expect } from "vitest";
import { made, test } from "./shared.mjs";

test("${name}", async ({ store }) => {
  made.count = (made.count ?? 0) + 1;
  console.log("made " + made.count);
  expect(getMockStateStore()).toBe(store);
  expect(await store.getParameter("/prepared")).toBe("yes");
});
`;

const folder = useFolder();

test("a module that makes a test for several files may be evaluated once for all of them", async () => {
  const files = { "shared.mjs": SHARED };
  for (const name of ["a", "b", "c"]) files[`${name}.test.mjs`] = testFile(name);
  const flags = ["--no-isolate", "--no-file-parallelism"];
  const { passed, failures, stderr } = await runVitest(folder(), files, flags);
  expect(failures).toEqual({});
  expect(passed).toBe(3);
  expect(stderr).toBe("");
});

test("a setup file can register the matchers for all files", async () => {
  const files = {
    "setup.mjs": `import "mock-state-store/vitest";`,
    "vitest.config.mjs": `export default { test: { setupFiles: ["./setup.mjs"] } };`,
    "own.test.mjs": `
      import { MockStateStore } from "mock-state-store";
      import { expect, test } from "vitest";
      test("own store", () => expect(new MockStateStore()).not.toHaveReceivedAnyCommand());
    `,
  };
  const { passed, failures } = await runVitest(folder(), files);
  expect(failures).toEqual({});
  expect(passed).toBe(1);
});
