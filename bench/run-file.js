"use strict";

/* A run as it is kept in a file. */

const { execFileSync } = require("node:child_process");
const { readFileSync } = require("node:fs");
const os = require("node:os");
const { QUANTILES } = require("./numbers.js");

/** @import { Results, Distributions } from "./measure.js" */
/** @import { Quantile } from "./numbers.js" */
/**
 * @typedef {object} Run
 * @property {string} commit
 * @property {Record<string, string>} machine
 * @property {number} rounds
 * @property {number} milliseconds
 * @property {Results} results
 * @property {Distributions} distributions
 */

/**
 * @param {string} file
 * @returns {Run}
 */
function readRun(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

/**
 * The results with the distributions among them: a group each, a case for each of its quantiles.
 *
 * @param {Run} run
 * @returns {Results}
 */
function allResults({ results, distributions }) {
  const quantiles = /** @type {Quantile[]} */ (Object.keys(QUANTILES));
  const groups = Object.entries(distributions).map(([group, contenders]) => {
    const cases = quantiles.map((quantile) => {
      const values = Object.entries(contenders).map(([name, rounds]) => [name, rounds.map((round) => round[quantile])]);
      return [quantile, { unit: "time", values: Object.fromEntries(values) }];
    });
    return [group, Object.fromEntries(cases)];
  });
  return { ...results, ...Object.fromEntries(groups) };
}

/** What the figures depend on. */
function machine() {
  const { dependencies, optionalDependencies } = require("./package.json");
  const [cpu] = os.cpus();
  return {
    [cpu.model.trim()]: `× ${os.cpus().length}`,
    [os.type()]: os.release().split("-")[0],
    Node: process.version.slice(1),
    "mock-state-store": require("../package.json").version,
    ...dependencies,
    ...optionalDependencies,
  };
}

/** The commit that is checked out, with `-dirty` where it is not as it was committed. */
function commit() {
  return execFileSync("git", ["describe", "--always", "--dirty", "--exclude=*"], {
    cwd: __dirname,
    encoding: "utf8",
  }).trim();
}

module.exports = { allResults, commit, machine, readRun };
