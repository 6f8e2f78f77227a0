"use strict";

/*
 * Measures the package against an ordinary class and prints tables.
 *
 *   npm run bench                              7 rounds, about 10 minutes
 *   npm run bench -- --rounds 3 --ms 5         fewer and shorter rounds
 *   npm run bench -- --only "round trip"       only the cases whose "group: case" contains this
 *   npm run bench -- --package ../other        the package in another folder
 *   npm run bench -- --against ../other        two builds in one run
 *   npm run bench -- --json results.json       also writes the value of every round to a file
 *
 * cases.js says what is measured, bars.js what is asked for.
 */

const { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { arch, cpus, release } = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { findChromium } = require("../scripts/browser.js");
const { npm } = require("../scripts/run.js");

/** @import { Builds, Results } from "./rounds.js" */

const { values: options } = parseArgs({
  options: {
    against: { type: "string" },
    json: { type: "string" },
    ms: { type: "string", default: "20" },
    only: { type: "string", default: "" },
    package: { type: "string", default: path.join(__dirname, "..") },
    rounds: { type: "string", default: "7" },
  },
});

async function main() {
  // Would make every store persistent.
  delete process.env.MOCK_STATE_STORE_PATH;
  install();
  if (findChromium() === undefined) console.error("There is no Chromium: the inspector is not measured.");
  const { assertSameAnswers, measureRound } = require("./rounds.js");
  const { report } = require("./report.js");
  /** @type {Builds} */
  const builds = { package: path.resolve(options.package) };
  if (options.against !== undefined) builds.against = path.resolve(options.against);
  // Not in the system's folder for temporary files, which may be in memory.
  const cache = path.join(__dirname, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "bench-"));
  const settings = { folder, milliseconds: Number(options.ms), only: options.only };
  /** @type {Results} */
  const results = {};
  try {
    await assertSameAnswers(builds, settings);
    for (let round = 0; round < Number(options.rounds); round++) {
      console.error(`round ${round + 1} of ${options.rounds}`);
      await measureRound(results, round, builds, settings);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(results));
  const machine = `${cpus().length} × ${cpus()[0].model}, ${process.platform} ${release()} ${arch()}`;
  const folders = Object.entries(builds).map(([label, build]) => `${label}: ${build}`);
  console.log([machine, `Node ${process.version}`, `${options.rounds} rounds`, ...folders].join("; "));
  console.log(`\n${report(results, builds)}`);
}

/** Installs the dependencies on first use, and when they have changed. */
function install() {
  const [wanted, installed] = ["package-lock.json", path.join("node_modules", ".package-lock.json")].map(
    (file) => statSync(path.join(__dirname, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  // Not `npm ci`, which refuses a lockfile that lacks the optional packages of another platform.
  if (wanted > installed) npm(["install", "--no-save", "--no-audit", "--no-fund"], { cwd: __dirname });
}

main();
