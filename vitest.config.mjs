import { defineConfig } from "vitest/config";

const project = (name, test) => ({ test: { name, globals: true, include: [`__test__/${name}/*.spec.js`], ...test } });

/** The public API's specs run in every pool, and under Jest as well. */
const api = (pool, test) =>
  project(`api-${pool.replace("vmThreads", "vm-threads")}`, {
    pool,
    include: ["__test__/api/*.spec.js"],
    testTimeout: 30_000,
    ...test,
  });

const types = (name, folder) => ({
  test: {
    name,
    include: [],
    typecheck: { enabled: true, only: true, include: [`${folder}/*.test-d.ts`], tsconfig: `${folder}/tsconfig.json` },
  },
});

export default defineConfig({
  test: {
    // Many specs wait for other processes; by default one core would be left to them.
    maxWorkers: "100%",
    projects: [
      api("forks"),
      api("threads"),
      // In a vm context Vitest cannot load a required module a second time, and its files may share one.
      api("vmThreads", { exclude: ["__test__/api/{reload,own-store-*}.spec.js"] }),
      project("persistence", { testTimeout: 120_000 }),
      project("process", { testTimeout: 600_000 }),
      project("sharing", { testTimeout: 600_000, hookTimeout: 120_000 }),
      project("packaging", { testTimeout: 600_000, hookTimeout: 600_000 }),
      project("next", { testTimeout: 300_000, hookTimeout: 300_000 }),
      types("types", "__test__/types"),
      // Declaration merging holds for a whole program, so it has one of its own.
      types("types-register", "__test__/types/register"),
    ],
  },
});
