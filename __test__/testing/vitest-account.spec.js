const { runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const TESTS = `
import { StartInstancesCommand } from "@aws-sdk/client-ec2";
import { getMockStateStore, resetMockStateStore } from "mock-state-store";
import { mockTest, test as plainAccount } from "mock-state-store/vitest";
import { afterAll, afterEach, aroundEach, beforeAll, beforeEach, describe, expect, onTestFinished, test as vitestsOwn } from "vitest";
import { start } from "./provider.cjs";

const test = mockTest({ prepare: (store) => store.setParameter("/prepared", "yes") });
const read = (name) => getMockStateStore().getParameter(name);

beforeAll(() => getMockStateStore().setParameter("/shared", "yes"));
afterAll(async () => {
  expect(await read("/shared")).toBe("yes");
  expect(await read("/hook")).toBe("once");
});
beforeEach(async () => {
  const before = await read("/hook");
  await getMockStateStore().setParameter("/hook", before === null ? "once" : before + ", again");
});
afterEach(async () => {
  expect(await read("/hook")).toBe("once");
});

aroundEach(async (runTest) => {
  await getMockStateStore().setParameter("/around", "yes");
  await runTest();
});

test("the fixture, the singleton and a client of the application are one account", async ({ store }) => {
  expect(getMockStateStore()).toBe(store);
  expect(getMockStateStore({ region: "eu-west-1" })).toBe(store);
  await start();
  expect(store).toHaveReceivedCommandOnce(StartInstancesCommand);
  onTestFinished(() => expect(getMockStateStore()).toBe(store));
});

test("what a test has done, the next one does not see", async ({ store }) => {
  expect(await store.getParameter("/prepared")).toBe("yes");
  expect((await store.getInstance()).state).toBe("stopped");
  expect(store).not.toHaveReceivedAnyCommand();
});

test("a test that names no fixture has its account too", async () => {
  expect(await read("/prepared")).toBe("yes");
});

plainAccount("an account that nobody has prepared", async ({ store }) => {
  expect(await store.getParameter("/prepared")).toBe(null);
  expect(await store.getParameter("/shared")).toBe(null);
});

vitestsOwn("Vitest's own test has the one store of the file", async () => {
  expect(await read("/shared")).toBe("yes");
  expect(await read("/prepared")).toBe(null);
});

const tried = new Set();
test("each attempt has a fork of its own", { retry: 2 }, async ({ store }) => {
  tried.add(store);
  expect(await store.getParameter("/tried")).toBe(null);
  await store.setParameter("/tried", "yes");
  expect(tried.size).toBe(3);
});

test.each([["/hook", "once"], ["/prepared", "yes"]])("test.each %s", async (name, value) => {
  expect(await read(name)).toBe(value);
});

test.for(["/hook"])("test.for %s", async (name, { store }) => {
  expect(await store.getParameter(name)).toBe(await read(name));
});

describe("outer", () => {
  beforeEach(async () => getMockStateStore().setParameter("/outer", (await read("/hook")) + ", outer"));

  describe("inner", () => {
    test("hooks of all suites see the account", async ({ store }) => {
      expect(await store.getParameter("/outer")).toBe("once, outer");
      expect(await store.getParameter("/around")).toBe("yes");
    });
  });
});

const started = test.extend({
  started: [
    async ({}, use) => {
      await start();
      await use(true);
    },
    { auto: true },
  ],
});
started("fixtures of the project see it, also where nobody names one", ({ store }) => {
  expect(store).toHaveReceivedCommandOnce(StartInstancesCommand);
});

test("resetMockStateStore() takes the account back to its beginning", async ({ store }) => {
  await start();
  await store.setParameter("/prepared", "no");
  await store.clock.advance(86_400_000);
  resetMockStateStore();
  expect(getMockStateStore()).toBe(store);
  expect(await store.getParameter("/prepared")).toBe("yes");
  expect((await store.getInstance()).state).toBe("stopped");
  expect(store).not.toHaveReceivedAnyCommand();
  expect(store.clock.now() - Date.now()).toBeLessThan(3_600_000);
  await store.setParameter("/hook", "once");
});

let closed;
test("an account", ({ store }) => {
  closed = store;
});
test("is closed after its test", async () => {
  await expect(closed.getInstance()).rejects.toMatchObject({ code: "ERR_CLOSED", message: expect.stringMatching(/^The test .* is over/) });
});
`;

const folder = useFolder();

test.each(["--pool=forks", "--pool=threads", "--pool=vmThreads", "--sequence.hooks=parallel"])(
  "each test has an account of its own with %s",
  async (flag) => {
    const { passed, failures } = await runVitest(folder(), { "account.test.mjs": TESTS }, [flag]);
    expect(failures).toEqual({});
    expect(passed).toBe(14);
  },
);
