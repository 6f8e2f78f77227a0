"use strict";

/* `npm run bench -- --readme`: a run in the README, between two comments. */

const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { PlainError } = require("../scripts/cargo-build.js");
const { ON_DISK } = require("./contenders.js");
const { format, markdown, median, round } = require("./numbers.js");
const { bars, conditions, defeats } = require("./report.js");
const { readRun } = require("./run-file.js");

/** @import { Run } from "./run-file.js" */

const README = path.join(__dirname, "..", "README.md");
const MARKED = /(?<=<!-- bench -->\n)[\s\S]*(?=<!-- \/bench -->)/;

const SIZES = ["10", "1,000", "100,000"];
const ON_PARAMETERS = ["getParameter", "setParameter", "patchState of one", "getAllParameters", "getState"];

/** @param {string} file */
function updateReadme(file) {
  const readme = readFileSync(README, "utf8");
  if (!MARKED.test(readme)) throw new PlainError("The README lacks the comments that the figures go between.");
  writeFileSync(
    README,
    readme.replace(MARKED, () => `${section(readRun(file))}\n`),
  );
}

/** @param {Run} run */
function section(run) {
  return [conditions(run), bars(run), inMemory(run), onDisk(run), lost(run)].filter(Boolean).join("\n\n");
}

/** @param {Run} run */
function inMemory(run) {
  const groups = SIZES.map((size) => `memory, ${size} parameters`);
  const rows = ON_PARAMETERS.map((name) => [
    name,
    ...groups.map((group) => ["memory", "plain"].map((contender) => time(run, group, name, contender)).join(" · ")),
  ]);
  return withoutEmpty([["in memory: this package · plain", ...SIZES.map((size) => `${size} parameters`)], ...rows]);
}

/** @param {Run} run */
function onDisk(run) {
  const contenders = ON_DISK.filter((contender) =>
    SIZES.some((size) => run.results[`persistent, ${size} parameters`]?.getParameter?.values[contender]),
  );
  const rows = SIZES.filter((size) => size !== "10").flatMap((size) =>
    ON_PARAMETERS.slice(0, 4).map((name) => [
      `${name}, ${size}`,
      ...contenders.map((contender) => time(run, `persistent, ${size} parameters`, name, contender)),
    ]),
  );
  return withoutEmpty([["in a file", "this package", ...contenders.slice(1)], ...rows]);
}

/**
 * @param {Run} run
 * @param {string} group
 * @param {string} name
 * @param {string} contender
 */
function time({ results }, group, name, contender) {
  const values = results[group]?.[name]?.values[contender];
  return values ? format("time", median(values)) : "";
}

/** @param {string[][]} rows the first is the header */
function withoutEmpty([header, ...rows]) {
  const full = rows.filter(([, ...cells]) => cells.some((cell) => /\d/.test(cell)));
  return full.length > 0 ? markdown([header, ...full]) : "";
}

/**
 * What is slower in all rounds, or takes more, by whom and where.
 *
 * @param {Run} run
 */
function lost({ results }) {
  /** @type {Map<string, Map<string, string[]>>} */
  const by = new Map();
  for (const { group, name, other, ratio } of defeats(results)) {
    if (ratio.high >= 1 || other === "plain, chained") continue;
    const groups = by.get(other) ?? new Map();
    by.set(other, groups.set(group, [...(groups.get(group) ?? []), `${name} (${round(ratio.value)}×)`]));
  }
  if (by.size === 0) return "It wins everywhere.";
  const lines = ["plain", ...ON_DISK].flatMap((other) => {
    const groups = by.get(other);
    if (groups === undefined) return [];
    return `- to ${other}: ${[...groups].map(([group, cases]) => `*${group}*: ${cases.join(", ")}`).join("; ")}.`;
  });
  return ["Where it does not win, beyond the noise, and what part of its time the other takes:", "", ...lines].join(
    "\n",
  );
}

module.exports = { updateReadme };
