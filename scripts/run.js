"use strict";

/*
 * What the other scripts are written with: commands, and steps with a header and a duration. Runs
 * before dependencies are installed: it may require nothing but Node.
 */

const { spawnSync } = require("node:child_process");
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { PlainError } = require("./cargo-build.js");

const root = path.join(__dirname, "..");

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} RunOptions */

/**
 * Runs a command with its output shown.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
function run(command, args, { cwd = root, env, shell } = {}) {
  const { error, status, signal } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    shell,
    stdio: "inherit",
  });
  if (error || status !== 0) {
    throw new PlainError(`\`${[command, ...args].join(" ")}\` failed: ${error?.message ?? signal ?? `exit ${status}`}`);
  }
}

/**
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
function npm(args, options) {
  // npm is a script on Windows, which only a shell starts.
  run("npm", args, { ...options, shell: process.platform === "win32" });
}

/**
 * Runs a tool of the devDependencies.
 *
 * @param {string} name the package
 * @param {string[]} args
 * @param {RunOptions & { node?: string }} [options]
 */
function tool(name, args, { node = process.execPath, ...options } = {}) {
  const folder = path.join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  run(node, [path.join(folder, typeof bin === "string" ? bin : Object.values(bin)[0]), ...args], options);
}

/** @typedef {{ name: string, why?: string }} Skipped a test that did not run */
/** @typedef {{ skipped: string }} SkippedStep a step that could not run, and why */
/** @typedef {[name: string, step: () => Skipped[] | SkippedStep | void]} Step */

/**
 * Runs steps one after the other, ending with a table of their durations, what was skipped, and a count. The first step that fails is the last that runs; those after it count as skipped.
 *
 * @param {Step[]} steps
 */
function runSteps(steps) {
  /** @type {string[]} */
  const report = [];
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, step] of steps) {
    if (count.failed > 0) {
      count.skipped += 1;
      report.push(`${"-".padStart(8)}  ${name}  SKIPPED`);
      continue;
    }
    console.log(`\n=== ${name}`);
    const start = performance.now();
    /** @type {Skipped[] | SkippedStep} */
    let outcome = [];
    try {
      outcome = step() ?? [];
      count["skipped" in outcome ? "skipped" : "passed"] += 1;
    } catch (error) {
      console.error(error instanceof PlainError ? error.message : error);
      count.failed += 1;
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if ("skipped" in outcome) {
      console.log(`Skipped: ${outcome.skipped}`);
      report.push(`${seconds.padStart(6)} s  ${name}  SKIPPED (${outcome.skipped})`);
      continue;
    }
    report.push(`${seconds.padStart(6)} s  ${name}${count.failed > 0 ? "  FAILED" : ""}`);
    for (const { name: test, why = "no reason given" } of outcome) {
      report.push(`${" ".repeat(10)}  skipped: ${test} (${why})`);
    }
  }
  const { passed, failed, skipped } = count;
  console.log(`\n${report.join("\n")}\n\nSteps: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0) process.exitCode = 1;
}

module.exports = { root, run, npm, tool, runSteps };
