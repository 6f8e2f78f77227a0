const fs = require("node:fs");
const { runVitest } = require("../support/runner-projects.js");
const { useFolder } = require("../support/folder.js");

const IMPORTS = `
import { getMockStateStore } from "mock-state-store";
import { mockTest } from "mock-state-store/vitest";
import { afterAll, describe, expect } from "vitest";
import { describe as describeInstances, start } from "./provider.cjs";
`;

const folder = useFolder();
const run = (text, flags) => runVitest(folder(), { "prepare.test.mjs": `${IMPORTS}${text}` }, flags);

test("it runs once, and all that it does goes to the account that the tests begin with", async () => {
  const { passed, failures } = await run(`
    let times = 0;
    const test = mockTest({
      options: { transitions: { "*": "manual" }, initialState: { ssm: { parameters: { "/initial": { value: "1", type: "String" } } } } },
      prepare: async (store) => {
        times++;
        expect(getMockStateStore()).toBe(store);
        await start();
      },
    });
    describe.concurrent("tests", () => {
      test.each([1, 2, 3])("%s", async () => {
        const { Reservations: [{ Instances: [instance] }] } = await describeInstances();
        expect(instance.State.Name).toBe("pending");
        expect(await getMockStateStore().getParameter("/initial")).toBe("1");
        expect(times).toBe(1);
      });
    });
  `);
  expect(failures).toEqual({});
  expect(passed).toBe(3);
});

test("its error fails every test, and no test runs", async () => {
  const { passed, failures } = await run(`
    const test = mockTest({ prepare: () => Promise.reject(new Error("no such scenario")) });
    let ran = false;
    test("first", () => { ran = true; });
    test("second", () => { ran = true; });
    afterAll(() => expect(ran).toBe(false));
  `);
  expect(passed).toBe(0);
  expect(failures).toEqual({
    first: expect.stringContaining("Error: no such scenario"),
    second: expect.stringContaining("Error: no such scenario"),
  });
});

test("it does not run where no test needs it", async () => {
  const { passed, failures } = await run(`
    let times = 0;
    const unused = mockTest({ prepare: () => { times++; } });
    unused.skip("skipped", () => {});
    mockTest()("another", () => expect(times).toBe(0));
  `);
  expect(failures).toEqual({});
  expect(passed).toBe(1);
});

test("a wrong option is an error where it is given", async () => {
  const { failures } = await run(`mockTest({ prepare: "running" });`);
  expect(failures["prepare.test.mjs"]).toContain(
    `The "options.prepare" argument must be of type function. Received 'running'`,
  );
});

test("the environment has no effect on it", async () => {
  const { passed, failures } = await run(`
    process.env.MOCK_STATE_STORE_PATH = "state.json";
    const prepare = async (store) => { await store.setParameter("/a", "b"); await store.persistNow(); };
    mockTest({ prepare })("in memory", async ({ store }) => { await store.persistNow(); });
  `);
  expect(failures).toEqual({});
  expect(passed).toBe(1);
  expect(fs.readdirSync(folder()).filter((name) => name.startsWith("state.json"))).toEqual([]);
});
