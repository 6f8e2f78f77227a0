"use strict";

/*
 * Compares this package with other ways to the same end, and prints tables.
 *
 *   npm run bench                                  seven rounds, a quarter of an hour
 *   npm run bench -- --quick                       three short rounds
 *   npm run bench -- --rounds 9 --json new.json    --json: where the figures go, bench/results.json by default
 *   npm run bench -- --case "persistent, 10 "      only the cases whose "group: case" contains this
 *   npm run bench -- --check old.json new.json     what the second run does worse than the first
 *   npm run bench -- --readme new.json             puts the figures of a run into README.md and docs/performance.md
 *   npm run bench -- --profile                     where the time of a call goes, and what it cannot leave out, in
 *                                                  docs/performance.md too
 *   npm run bench -- --instructions                counts instructions of the engine, and compares them with
 *                                                  those in instructions.json; with --update, writes them there
 *
 * To measure another way, add a line to contenders.js. What is to be reached is in bars.js.
 */

const { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { PlainError } = require("../scripts/cargo-build.js");
const { npm } = require("../scripts/run.js");
const { check } = require("./check.js");
const { countInstructions } = require("./instructions.js");
const { Bench, available } = require("./measure.js");
const { updateProfile, updateReadme } = require("./readme.js");
const { report } = require("./report.js");
const { commit, machine } = require("./run-file.js");

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    case: { type: "string", default: "" },
    check: { type: "boolean", default: false },
    instructions: { type: "boolean", default: false },
    json: { type: "string", default: path.join(__dirname, "results.json") },
    quick: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    readme: { type: "string" },
    rounds: { type: "string" },
    update: { type: "boolean", default: false },
  },
});

async function main() {
  if (options.check) return check(positionals[0], positionals[1]);
  if (options.readme !== undefined) return updateReadme(options.readme);
  if (options.instructions) return countInstructions(options.update);
  install();
  const cache = path.join(__dirname, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "bench-"));
  try {
    if (options.profile) return await updateProfile(folder);
    // Not before its dependencies are installed.
    const { assertSameAnswers } = require("./sanity.js");
    await assertSameAnswers((contender) => path.join(folder, `sanity-${contender}`));
    const run = await measure(folder);
    writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
    console.log(report(run));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs the dependencies on first use, and when they have changed. */
function install() {
  const [wanted, installed] = ["package-lock.json", path.join("node_modules", ".package-lock.json")].map(
    (file) => statSync(path.join(__dirname, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  // Not `npm ci`, which refuses a lockfile that lacks the optional packages of another platform.
  if (wanted > installed) npm(["install", "--no-save", "--no-audit", "--no-fund"], { cwd: __dirname });
}

/**
 * @param {string} folder
 * @returns {Promise<import("./run-file.js").Run>}
 */
async function measure(folder) {
  const rounds = Number(options.rounds ?? (options.quick ? 3 : 7));
  const milliseconds = options.quick ? 15 : 100;
  const isWanted = (/** @type {string} */ group, /** @type {string} */ name) =>
    `${group}: ${name}`.includes(options.case);
  const bench = new Bench(folder, await available(folder), { rounds, milliseconds, isWanted });
  await bench.run();
  const { results, distributions } = bench;
  return { commit: commit(), machine: machine(), rounds, milliseconds, results, distributions };
}

main().catch((error) => {
  if (!(error instanceof PlainError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
