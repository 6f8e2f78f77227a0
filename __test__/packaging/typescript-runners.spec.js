const fs = require("node:fs");
const path = require("node:path");
const { useFolder } = require("../support/folder.js");
const { makeProject, root, run } = require("./support.js");

const VITEST = `
import { EC2Client, StartInstancesCommand } from "@aws-sdk/client-ec2";
import type { MockStateStore } from "mock-state-store";
import { awsClientConfig } from "mock-state-store/aws";
import { mockTest, test as plain, type CommandMatchers, type MockAccountOptions } from "mock-state-store/vitest";
import { expect } from "vitest";

const options: MockAccountOptions = { prepare: (store) => store.setParameter("/a", "1"), options: { seed: 1 } };
const test = mockTest(options);

test("with a store", async ({ store }) => {
  const same: MockStateStore = store;
  expect(same).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: [expect.any(String)] });
  expect(new EC2Client(awsClientConfig())).not.toHaveReceivedAnyCommand();
  // @ts-expect-error: no member of that name
  expect(store).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceId: "i-1" });
});
plain.concurrent("too", async ({ store }) => { await store.getInstance(); });
export type Matchers = CommandMatchers<void>;
`;

const jest = (imports) => `
import { StartInstancesCommand } from "@aws-sdk/client-ec2";
import { getMockStateStore } from "mock-state-store";
import { mockAccount, type MockAccount } from "mock-state-store/jest";
${imports}

const account: MockAccount = mockAccount({ prepare: (store) => store.setParameter("/a", "1") });
beforeEach(account);
beforeEach(async () => { await account(); });

test("after a hook", async () => {
  expect(getMockStateStore()).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: ["i-1"] });
  expect(getMockStateStore()).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceIds: [expect.any(String)] });
  expect(getMockStateStore()).not.toHaveReceivedCommandTimes(StartInstancesCommand, 2);
  // @ts-expect-error: no member of that name
  expect(getMockStateStore()).toHaveReceivedCommandWith(StartInstancesCommand, { InstanceId: "i-1" });
});
test.concurrent("concurrent", account.wrap(async ({ store }) => { await store.getInstance(); }));
test.concurrent.each([[1, "a"]] as [number, string][])("each", account.wrap(async ({ store }, n: number, s: string) => {
  await store.setParameter(s, n.toFixed());
}));
`;

const folder = useFolder();

/** What the compiler says of a test file in a project that has installed the package. */
async function compile(program, { file, types, ...resolution }) {
  const project = await makeProject(folder());
  for (const name of ["@types", "@aws-sdk", "@smithy", "vitest", "@jest", "expect", "jest"]) {
    fs.symlinkSync(path.join(root, "node_modules", name), path.join(project, "node_modules", name), "junction");
  }
  fs.writeFileSync(path.join(project, file), program);
  const compilerOptions = {
    ...resolution,
    target: "es2022",
    lib: ["es2022", "esnext.disposable"],
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    types,
  };
  fs.writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  return run("node", [tsc, "--project", "."], { cwd: project });
}

const RESOLUTIONS = [
  { module: "node16", file: "program.mts" },
  { module: "node16", file: "program.cts" },
  { module: "esnext", moduleResolution: "bundler", file: "program.ts" },
];

test.each(RESOLUTIONS)("Vitest's tests and matchers have their types: %o", async (resolution) => {
  // Those of Vite are not for this compiler to check.
  const ended = await compile(VITEST, { ...resolution, skipLibCheck: true, types: ["node"] });
  expect(ended).toMatchObject({ code: 0, output: "" });
});

test.each(RESOLUTIONS)("Jest's globals and matchers have theirs: %o", async (resolution) => {
  const ended = await compile(jest(""), { ...resolution, types: ["node", "jest"] });
  expect(ended).toMatchObject({ code: 0, output: "" });
});

test.each(RESOLUTIONS)("what is imported from @jest/globals has them too: %o", async (resolution) => {
  const program = jest('import { beforeEach, expect, test } from "@jest/globals";');
  const ended = await compile(program, { ...resolution, skipLibCheck: true, types: ["node"] });
  expect(ended).toMatchObject({ code: 0, output: "" });
});
