"use strict";

/* `npm run bench -- --check`: what one run does worse than another. */

const { PlainError } = require("../scripts/cargo-build.js");
const { median, round } = require("./numbers.js");
const { allResults, readRun } = require("./run-file.js");

/** @import { Measured } from "./measure.js" */
/** @import { Run } from "./run-file.js" */

/** How much worse a median must be to be called a regression, if the spreads do not overlap. */
const TOLERANCE = 1.05;
/** The same for a time that has nothing beside it, and so is judged with the mood of the machine. */
const MOODY_TOLERANCE = 1.25;

/**
 * @param {string} [older]
 * @param {string} [newer]
 */
function check(older, newer) {
  if (older === undefined || newer === undefined)
    throw new PlainError("--check takes two files: the older and the newer");
  const [before, after] = [older, newer].map(readRun);
  if (Math.min(before.rounds, after.rounds) < 5)
    throw new PlainError("fewer than five rounds do not tell what noise is");
  const found = regressions(before, after);
  console.log(`${after.commit} against ${before.commit}:`);
  console.log(found.length > 0 ? found.join("\n") : "Nothing is worse beyond the noise.");
  if (found.length > 0) process.exitCode = 1;
}

/**
 * What the newer run does worse, beyond the noise.
 *
 * @param {Run} older
 * @param {Run} newer
 * @returns {string[]}
 */
function regressions(older, newer) {
  const found = [];
  const all = allResults(older);
  for (const [group, cases] of Object.entries(allResults(newer))) {
    for (const [name, measured] of Object.entries(cases)) {
      const isDistribution = group in newer.distributions;
      const [before, after] = [all[group]?.[name], measured].map((one) => yardstick(one, isDistribution));
      if (!before || !after || Math.min(...after.values) <= Math.max(...before.values)) continue;
      const factor = median(after.values) / median(before.values);
      if (factor > after.tolerance) found.push(`${group}: ${name}: ${round(factor)} times worse`);
    }
  }
  return found;
}

/**
 * What a case is judged by. A time goes by its ratio to the second contender, which was measured in turn with it,
 * so that the mood of the machine cancels out. Bytes know no mood, and the quantiles of contenders no common one.
 *
 * @param {Measured | undefined} measured
 * @param {boolean} isDistribution
 */
function yardstick(measured, isDistribution) {
  if (measured === undefined) return undefined;
  const [ours, theirs] = Object.values(measured.values);
  if (measured.unit === "bytes") return { values: ours, tolerance: TOLERANCE };
  if (isDistribution || theirs === undefined) return { values: ours, tolerance: MOODY_TOLERANCE };
  return { values: ours.map((value, index) => value / theirs[index]), tolerance: TOLERANCE };
}

module.exports = { check };
