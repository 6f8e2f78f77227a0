"use strict";

/* `npm run bench -- --readme` and `--profile`: figures in the documents, between two comments. */

const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { PlainError } = require("../scripts/cargo-build.js");
const { ON_DISK } = require("./contenders.js");
const { floors } = require("./floors.js");
const { format, markdown, median, round } = require("./numbers.js");
const { profile } = require("./profile.js");
const { bars, conditions, defeats } = require("./report.js");
const { readRun } = require("./run-file.js");

/** @import { Run } from "./run-file.js" */

const root = path.join(__dirname, "..");

const SIZES = ["10", "1,000", "100,000"];
const ON_PARAMETERS = ["getParameter", "setParameter", "patchState of one", "getAllParameters", "getState"];

/** @param {string} file */
function updateReadme(file) {
  const run = readRun(file);
  put("README.md", "bench", [conditions(run), inMemory(run), onDisk(run)]);
  put("docs/performance.md", "bench", [conditions(run), bars(run), lost(run)]);
}

/** @param {string} folder for files */
async function updateProfile(folder) {
  for (const [mark, table] of Object.entries({ profile: await profile(folder), floors: await floors() })) {
    console.log(`${table}\n`);
    put("docs/performance.md", mark, [table]);
  }
}

/**
 * @param {string} document
 * @param {string} mark what the comments say that the text goes between
 * @param {string[]} parts
 */
function put(document, mark, parts) {
  const file = path.join(root, document);
  const text = readFileSync(file, "utf8");
  const marked = new RegExp(`(?<=<!-- ${mark} -->\n)[\\s\\S]*(?=<!-- /${mark} -->)`);
  if (!marked.test(text)) throw new PlainError(`${document} lacks the comments that the figures go between.`);
  writeFileSync(
    file,
    text.replace(marked, () => `${parts.filter(Boolean).join("\n\n")}\n`),
  );
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

module.exports = { updateProfile, updateReadme };
