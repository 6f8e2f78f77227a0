"use strict";

/* The test runners. Each runs to its end with its output shown, and answers the tests that it skipped. */

const { spawnSync } = require("node:child_process");
const { mkdtempSync, readFileSync, rmSync } = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { root, run, tool } = require("./run.js");

/** @typedef {import("./run.js").Skipped} Skipped */

/**
 * @param {string[]} args
 * @returns {Skipped[]}
 */
function vitest(args) {
  return withReport((report) => {
    const reporter = path.join(__dirname, "vitest-skipped.mjs");
    tool("vitest", ["run", "--reporter=default", `--reporter=${reporter}`, ...args], {
      env: { SKIPPED_TESTS: report },
    });
    return JSON.parse(readFileSync(report, "utf8"));
  });
}

/**
 * @param {string[]} args
 * @param {Parameters<typeof tool>[2]} [options]
 * @returns {Skipped[]}
 */
function jest(args, options) {
  return withReport((report) => {
    tool("jest", ["--json", `--outputFile=${report}`, ...args], options);
    /** @type {{ testResults: { name: string, assertionResults: { fullName: string, status: string }[] }[] }} */
    const { testResults } = JSON.parse(readFileSync(report, "utf8"));
    return testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "pending" || status === "todo")
        .map(({ fullName }) => ({ name: `${path.basename(name)}: ${fullName}` })),
    );
  });
}

/**
 * @param {string[]} args
 * @param {import("./run.js").RunOptions} [options]
 * @returns {Skipped[]}
 */
function cargoTest(args, options = {}) {
  run("cargo", ["test", ...args], options);
  const { stdout } = spawnSync("cargo", ["test", "--quiet", ...args, "--", "--ignored", "--list"], {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return [...stdout.matchAll(/^(.+): test$/gm)].map(([, name]) => ({ name: name ?? "", why: "#[ignore]" }));
}

/**
 * Calls `use` with the path of a file that a runner can write its report to.
 *
 * @template T
 * @param {(report: string) => T} use
 */
function withReport(use) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mock-state-store-report-"));
  try {
    return use(path.join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { vitest, jest, cargoTest };
