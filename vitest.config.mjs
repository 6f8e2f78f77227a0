import { defineConfig } from "vitest/config";

const project = (name, test) => ({ test: { name, globals: true, include: [`__test__/${name}/*.spec.js`], ...test } });

const types = (name, folder) => ({
  test: {
    name,
    include: [],
    typecheck: { enabled: true, only: true, include: [`${folder}/*.test-d.ts`], tsconfig: `${folder}/tsconfig.json` },
  },
});

const API = "__test__/{api,smoke}/*.spec.js";
/** What can depend on the realm, the module registry, the thread or the timers that a test file gets. */
const REALM = "__test__/realm/*.spec.js";

export default defineConfig({
  test: {
    // Many specs wait for other processes; by default one core would be left to them.
    maxWorkers: "100%",
    projects: [
      project("api-forks", { pool: "forks", include: [API, REALM], testTimeout: 30_000 }),
      project("api-threads", { pool: "threads", include: [REALM], testTimeout: 30_000 }),
      project("api-vm-threads", {
        pool: "vmThreads",
        include: [REALM],
        // In a vm context Vitest cannot load a required module a second time.
        exclude: ["__test__/realm/reload.spec.js"],
        testTimeout: 30_000,
      }),
      project("persistence", { testTimeout: 120_000 }),
      project("aws", { testTimeout: 600_000, hookTimeout: 120_000 }),
      project("process", { testTimeout: 600_000 }),
      project("sharing", { testTimeout: 600_000, hookTimeout: 120_000 }),
      // The account on the wire: in process, on a port, by `serve`.
      project("endpoint", { testTimeout: 60_000 }),
      // The commands, on files and URLs.
      project("cli", { testTimeout: 60_000 }),
      // The API to look at an account and to steer it from outside.
      project("control", { testTimeout: 60_000 }),
      // Test runners that are given accounts, as child processes.
      project("testing", { testTimeout: 120_000 }),
      // The checkers that other specs judge histories with.
      project("support", { include: ["__test__/support/*.spec.js"] }),
      project("packaging", {
        globalSetup: "./__test__/packaging/pack-once.js",
        testTimeout: 600_000,
        hookTimeout: 600_000,
      }),
      // What a step of `npm test` installs first: the example; boto3 and the aws command line.
      project("with-next", { include: ["__test__/next/*.spec.js"], testTimeout: 300_000, hookTimeout: 300_000 }),
      // The inspector in Chromium, where there is one.
      project("with-browser", {
        include: ["__test__/inspector/*.spec.js"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("with-python", { include: ["__test__/python/*.spec.js"], testTimeout: 120_000, hookTimeout: 120_000 }),
      types("types", "__test__/types"),
      // Declaration merging holds for a whole program, so it has one of its own.
      types("types-register", "__test__/types/register"),
    ],
  },
});
