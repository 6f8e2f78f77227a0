"use strict";

/*
 * `npm run bench -- --instructions`: how many instructions the hot paths of the engine take, as valgrind counts
 * them. These do not depend on the machine's mood, but on its kind and on the compiler.
 */

const { spawnSync } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { PlainError } = require("../scripts/cargo-build.js");
const { markdown } = require("./numbers.js");

/** @typedef {{ compiler: string, target: string, counts: Record<string, number> }} Counts instructions a call */

const BASELINE = path.join(__dirname, "instructions.json");
const CRATE = path.join(__dirname, "instructions");
/** Memory is not always in the same places, which costs a table of hashes a few instructions more or less. */
const TOLERANCE = 1.01;

/** @param {boolean} isUpdate the counts become those that later ones are compared with */
function countInstructions(isUpdate) {
  const [, compiler, target] = /rustc (\S+).*host: (\S+)/s.exec(output("rustc", ["-vV"]).stdout) ?? [];
  const counts = { compiler, target, counts: count(build()) };
  /** @type {Counts} */
  const baseline = JSON.parse(readFileSync(BASELINE, "utf8"));
  console.log(`rustc ${compiler}, ${target}; before: rustc ${baseline.compiler}, ${baseline.target}\n`);
  console.log(table(counts.counts, baseline.counts));
  if (isUpdate) writeFileSync(BASELINE, `${JSON.stringify(counts, null, 2)}\n`);
  else if (Object.entries(counts.counts).some(([name, now]) => now > TOLERANCE * baseline.counts[name])) {
    process.exitCode = 1;
  }
}

/** Builds the cases, and answers the path of their binary. */
function build() {
  const args = ["build", "--release", "--locked", "--message-format=json-render-diagnostics"];
  const messages = output("cargo", args, { cwd: CRATE }).stdout.split("\n").filter(Boolean);
  return messages.map((line) => JSON.parse(line).executable).find(Boolean);
}

/**
 * @param {string} binary
 * @returns {Record<string, number>} by case
 */
function count(binary) {
  const cases = output(binary, []).stdout.trim().split("\n");
  const counts = cases.map((line) => {
    const [calls, name] = line.split("\t");
    console.error(name);
    const args = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*::measured*", binary, name];
    const { stderr } = output("valgrind", args);
    return [name, Math.round(Number(/Collected : (\d+)/.exec(stderr)?.[1]) / Number(calls))];
  });
  return Object.fromEntries(counts);
}

/**
 * @param {Record<string, number>} counts
 * @param {Record<string, number>} baseline
 */
function table(counts, baseline) {
  const rows = Object.entries(counts).map(([name, now]) => {
    const before = baseline[name];
    if (before === undefined) return [name, now.toLocaleString("en"), "", ""];
    const percent = (now / before - 1) * 100;
    const remark = now > TOLERANCE * before ? " **worse**" : "";
    const difference = `${percent < 0 ? "" : "+"}${percent.toFixed(1)} %${remark}`;
    return [name, now.toLocaleString("en"), before.toLocaleString("en"), difference];
  });
  return markdown([["instructions a call", "now", "before", "difference"], ...rows]);
}

/**
 * Runs a command and answers what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 */
function output(command, args, options) {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    ...options,
    encoding: "utf8",
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error) throw new PlainError(`Counting instructions needs \`${command}\`: ${error.message}`);
  if (status !== 0) throw new PlainError(`\`${[command, ...args].join(" ")}\` failed:\n${stderr}`);
  return { stdout, stderr };
}

module.exports = { countInstructions };
