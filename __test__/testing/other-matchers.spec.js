const { runJest, runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const OTHER = (expect) => `
${expect}
expect.extend({
  toHaveReceivedCommand: ({ received }, Command) => ({ pass: received.includes(Command), message: () => "" }),
});
`;

const TESTS = `
class GetObjectCommand {}
const s3 = { received: [GetObjectCommand], send() {} };

test("its own", async () => {
  expect(s3).toHaveReceivedCommand(GetObjectCommand);
  expect({ received: [] }).not.toHaveReceivedCommand(GetObjectCommand);
});
test("fails", () => expect(s3).toHaveReceivedCommand(class PutObjectCommand {}));
test("ours", async () => {
  expect(getMockStateStore()).not.toHaveReceivedCommand(StartInstancesCommand);
  await start();
  expect(getMockStateStore()).toHaveReceivedCommand(StartInstancesCommand);
  expect(ec2).toHaveReceivedCommand(StartInstancesCommand);
});
`;

const folder = useFolder();

test.each([
  [
    "Vitest",
    () =>
      runVitest(folder(), {
        "other.mjs": OTHER('import { expect } from "vitest";'),
        "both.test.mjs": `
          import "./other.mjs";
          import { StartInstancesCommand } from "@aws-sdk/client-ec2";
          import { getMockStateStore } from "mock-state-store";
          import { test } from "mock-state-store/vitest";
          import { expect } from "vitest";
          import { ec2, start } from "./provider.cjs";
          ${TESTS}`,
      }),
  ],
  [
    "Jest",
    () =>
      runJest(folder(), {
        "other.js": OTHER(""),
        "both.test.js": `
          require("./other.js");
          const { StartInstancesCommand } = require("@aws-sdk/client-ec2");
          const { getMockStateStore } = require("mock-state-store");
          const { mockAccount } = require("mock-state-store/jest");
          const { ec2, start } = require("./provider.cjs");
          beforeEach(mockAccount());
          ${TESTS}`,
      }),
  ],
])("under %s, matchers that another library has registered before go on to judge its mocks", async (_, run) => {
  const { passed, failures } = await run();
  expect(failures).toEqual({
    fails: expect.stringContaining(
      "The matcher toHaveReceivedCommand() that was registered before that of mock-state-store does not accept a plain Object",
    ),
  });
  expect(passed).toBe(2);
});
