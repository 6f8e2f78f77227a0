"use strict";

/**
 * Measurements that take turns, so that all contenders meet the same noise.
 *
 * @typedef {{ median: number, lowest: number, highest: number }} Spread of nanoseconds or of ratios
 */

/**
 * The mean time of a call in nanoseconds, and so with the garbage that it leaves.
 *
 * @param {(turn: number) => Promise<unknown>} call
 * @param {number} milliseconds how long it is measured for
 */
async function timeOf(call, milliseconds) {
  const end = performance.now() + milliseconds;
  let calls = 0;
  let batch = 1;
  const start = process.hrtime.bigint();
  do {
    for (let turn = 0; turn < batch; turn++) await call(calls + turn);
    calls += batch;
    batch = Math.min(batch * 2, 256);
  } while (performance.now() < end);
  return Number(process.hrtime.bigint() - start) / calls;
}

/**
 * The times of several contenders, in rounds of one measurement each.
 *
 * @param {Record<string, (turn: number) => Promise<unknown>>} contenders
 * @param {{ rounds: number, milliseconds: number }} options
 * @returns {Promise<Record<string, number[]>>} nanoseconds by contender and round
 */
async function interleave(contenders, { rounds, milliseconds }) {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (const name of Object.keys(contenders)) {
    times[name] = [];
    await timeOf(contenders[name], milliseconds);
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(contenders)) times[name].push(await timeOf(contenders[name], milliseconds));
  }
  return times;
}

/**
 * @param {number[]} values
 * @returns {Spread}
 */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], lowest: sorted[0], highest: sorted[sorted.length - 1] };
}

/**
 * How two measurements compare in each round.
 *
 * @param {number[]} of
 * @param {number[]} to
 * @param {(a: number, b: number) => number} [compare]
 */
function compareRounds(of, to, compare = (a, b) => b / a) {
  return spread(of.map((value, round) => compare(value, to[round])));
}

/** @param {number} nanoseconds */
function format(nanoseconds) {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(0)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(2)} µs`;
  return `${(nanoseconds / 1e6).toFixed(2)} ms`;
}

module.exports = { compareRounds, format, interleave, spread, timeOf };
