"use strict";

/**
 * What is asked of a row: `atLeast` of the ratio baseline / package, or `atMost` nanoseconds more than the baseline,
 * nanoseconds in all, or times the baseline.
 *
 * @typedef {{ atLeast: number } | { atMostMore: number } | { atMost: number } | { atMostTimes: number }} Bar
 */

/** @type {Record<string, Bar>} */
const BARS = {
  roundTrip: { atLeast: 0.7 },
  pointRead: { atLeast: 2.5 },
  recordRead: { atLeast: 1.5 },
  scalarWrite: { atLeast: 1.3 },
  pair: { atLeast: 0.8 },
  objectWrite: { atMostMore: 5_000 },
  getState: { atLeast: 0.4 },
  getStateLarge: { atLeast: 1 },
  patchLarge: { atLeast: 100 },
  fileRoundTrip: { atLeast: 100 },
  filePointWrite: { atMostTimes: 3 },
  filePointRead: { atMostTimes: 1.5 },
  gap: { atLeast: 20 },
  open: { atLeast: 1 },
  memory: { atMostTimes: 2 },
  turn: { atMost: 100_000 },
  start: { atMostMore: 15_000_000 },
};

/** @param {Bar} bar */
function describe(bar) {
  if ("atLeast" in bar) return `at least ${bar.atLeast}×`;
  if ("atMostMore" in bar) return `at most ${bar.atMostMore / 1000} µs more`;
  if ("atMost" in bar) return `at most ${bar.atMost / 1000} µs`;
  return `at most ${bar.atMostTimes}×`;
}

/**
 * Whether a median reaches a bar.
 *
 * @param {Bar} bar
 * @param {number} median
 */
function isReached(bar, median) {
  if ("atLeast" in bar) return median >= bar.atLeast;
  if ("atMostMore" in bar) return median <= bar.atMostMore;
  return median <= ("atMost" in bar ? bar.atMost : bar.atMostTimes);
}

module.exports = { BARS, describe, isReached };
