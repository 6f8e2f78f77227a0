const { runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

/** Fifty tests that all start the server at once, wait for each other, and look at what they find. */
const testsWith = (declaration) => `
import { StartInstancesCommand } from "@aws-sdk/client-ec2";
import { getMockStateStore } from "mock-state-store";
import { mockTest } from "mock-state-store/vitest";
import { beforeEach, describe, expect } from "vitest";
import { start } from "./provider.cjs";

const test = mockTest();
const barriers = [1, 2].map(() => {
  const barrier = Promise.withResolvers?.() ?? {};
  barrier.promise ??= new Promise((resolve) => { barrier.resolve = resolve; });
  return { ...barrier, waiting: 0 };
});
const meet = (barrier) => {
  if (++barrier.waiting === 50) barrier.resolve();
  return barrier.promise;
};

beforeEach(() => getMockStateStore().setParameter("/hook", "yes"));

${declaration(`async ({ store, expect }) => {
  await meet(barriers[0]);
  await start();
  await getMockStateStore().setParameter("/number", String(number));
  await meet(barriers[1]);
  expect(await store.getParameter("/hook")).toBe("yes");
  expect(await getMockStateStore().getParameter("/number")).toBe(String(number));
  expect(store).toHaveReceivedCommandTimes(StartInstancesCommand, 1);
  expect(await store.calls()).toHaveLength(1);
}`)}
`;

const folder = useFolder();

test.each([
  ["test.concurrent", (body) => `for (let number = 0; number < 50; number++) test.concurrent("n" + number, ${body});`],
  [
    "describe.concurrent",
    (body) => `describe.concurrent("all", () => {
      for (let number = 0; number < 50; number++) test("n" + number, ${body});
    });`,
  ],
])("tests of %s see their own calls only", async (_, declaration) => {
  const files = { "concurrent.test.mjs": testsWith(declaration) };
  const { passed, failures } = await runVitest(folder(), files, ["--maxConcurrency=50"]);
  expect(failures).toEqual({});
  expect(passed).toBe(50);
});

test("that holds where some have to wait for others", async () => {
  const body = `async ({ store }) => {
    await start();
    expect(store).toHaveReceivedCommandTimes(StartInstancesCommand, 1);
  }`;
  const files = {
    "limited.test.mjs": testsWith(() => `for (let n = 0; n < 20; n++) test.concurrent("n" + n, ${body});`),
  };
  const { passed, failures } = await runVitest(folder(), files, ["--maxConcurrency=2"]);
  expect(failures).toEqual({});
  expect(passed).toBe(20);
});
