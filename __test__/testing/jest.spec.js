const fs = require("node:fs");
const path = require("node:path");
const { runJest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const IMPORTS = `
const { StartInstancesCommand } = require("@aws-sdk/client-ec2");
const { getMockStateStore } = require("mock-state-store");
const { mockAccount } = require("mock-state-store/jest");
const { start } = require("./provider.cjs");
`;

const folder = useFolder();
const run = (text, flags) => runJest(folder(), { "account.test.js": `${IMPORTS}${text}` }, flags);

test("a client of the SDK reaches the account of the test under Jest", async () => {
  const { passed, failures } = await run(`
    beforeEach(mockAccount({ prepare: start }));
    test("starts", async () => {
      await start();
      expect(getMockStateStore()).toHaveReceivedNthCommandWith(1, StartInstancesCommand, {
        InstanceIds: [expect.stringMatching(/^i-/)],
      });
    });
  `);
  expect(failures).toEqual({});
  expect(passed).toBe(1);
});

test("a matcher that fails in Jest shows how the nearest command differs", async () => {
  const { failures } = await run(`
    beforeEach(mockAccount());
    test("starts", async () => {
      await start();
      expect(getMockStateStore()).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: ["i-2"] });
    });
  `);
  expect(failures.starts).toContain(`\
Expected the account to receive ec2:StartInstances with {"InstanceIds":["i-2"]}.

The ec2:StartInstances:

- Expected
+ Received

  Object {
    "InstanceIds": Array [
-     "i-2",
+     "i-mock1234567890abcdef",
    ],
  }

It received:
  1. ec2:StartInstances {"InstanceIds":["i-mock1234567890abcdef"]}`);
});

test("what preparing fails with fails every test", async () => {
  const { passed, failures } = await run(`
    beforeEach(mockAccount({ prepare: () => Promise.reject(new Error("no such scenario")) }));
    test("first", () => {});
    test("second", () => {});
  `);
  expect(passed).toBe(0);
  expect(failures).toEqual({
    first: expect.stringContaining("no such scenario"),
    second: expect.stringContaining("no such scenario"),
  });
});

test("it needs none of Jest's globals", async () => {
  const { passed, failures } = await run(
    `
    const { beforeEach, expect, test } = require("@jest/globals");
    beforeEach(mockAccount());
    test("starts", async () => {
      await start();
      expect(getMockStateStore()).toHaveReceivedCommand(StartInstancesCommand);
    });
  `,
    ["--injectGlobals=false"],
  );
  expect(failures).toEqual({});
  expect(passed).toBe(1);
});

test.each(["28.1.3", "29.6.4"])("Jest %s is refused in a sentence", async (version) => {
  const jest = path.join(folder(), "node_modules/jest");
  fs.mkdirSync(jest, { recursive: true });
  fs.writeFileSync(path.join(jest, "package.json"), JSON.stringify({ name: "jest", version }));
  const { failures } = await run("");
  expect(failures["account.test.js"]).toContain(
    `mock-state-store/jest needs Jest 29.7 or newer; this is Jest ${version}`,
  );
});

test("any version of an optional peer lets the package be installed", () => {
  const { peerDependencies } = require("mock-state-store/package.json");
  expect(peerDependencies).toMatchObject({ jest: "*", vitest: "*" });
});
