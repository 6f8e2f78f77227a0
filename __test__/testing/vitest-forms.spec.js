const { runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const TESTS = `
import { StartInstancesCommand } from "@aws-sdk/client-ec2";
import { getMockStateStore } from "mock-state-store";
import { mockTest } from "mock-state-store/vitest";
import { expect, vi } from "vitest";
import { ec2, start } from "./provider.cjs";

const test = mockTest();
const isOwn = (store) => expect(getMockStateStore()).toBe(store);

test.skip("skipped", () => {});
test.todo("to do");
test.skipIf(false)("skipIf", ({ store }) => isOwn(store));
test.runIf(true)("runIf", ({ store }) => isOwn(store));
test.fails("fails", ({ store }) => expect(store).toHaveReceivedAnyCommand());
test.concurrent.each([1, 2])("concurrent.each %i", async () => {
  await start();
  expect(ec2).toHaveReceivedCommandOnce(StartInstancesCommand);
});

test("repeats", { repeats: 2 }, async ({ store }) => {
  expect(await store.getParameter("/repeated")).toBe(null);
  await store.setParameter("/repeated", "yes");
});

test("fake timers that nobody takes back", async ({ store }) => {
  vi.useFakeTimers();
  let found;
  setTimeout(() => { found = getMockStateStore(); }, 10);
  await vi.advanceTimersByTimeAsync(10);
  expect(found).toBe(store);
});
test("are none of the next test's business", ({ store }) => {
  vi.useRealTimers();
  isOwn(store);
});

test("never ends", { timeout: 100, fails: true }, () => new Promise(() => {}));
test("the one after that", ({ store }) => isOwn(store));

test("expect.poll", async ({ store }) => {
  setTimeout(start, 20);
  await expect.poll(() => store).toHaveReceivedCommand(StartInstancesCommand);
});

test.describe("a suite", () => {
  const inner = mockTest({ prepare: (store) => store.setParameter("/inner", "yes") });
  inner("with a test of its own", async ({ store }) => expect(await store.getParameter("/inner")).toBe("yes"));
  test("beside the outer one", async ({ store }) => expect(await store.getParameter("/inner")).toBe(null));
});
`;

const folder = useFolder();

test("all forms of Vitest's test are there", async () => {
  const { passed, failures } = await runVitest(folder(), { "forms.test.mjs": TESTS });
  expect(failures).toEqual({});
  expect(passed).toBe(13);
});
