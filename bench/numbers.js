"use strict";

/* What is made of measured values, and how it is written. */

/**
 * @typedef {"time" | "bytes"} Unit nanoseconds or bytes
 * @typedef {"p50" | "p99" | "p99.9" | "longest"} Quantile
 * @typedef {Record<Quantile, number>} Quantiles
 */

const QUANTILES = /** @type {const} */ ({ p50: 0.5, p99: 0.99, "p99.9": 0.999, longest: 1 });

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How many times the one what the other is: the median of the rounds, for the machine can be another one from round to
 * round, and the lowest and the highest.
 *
 * @param {number[]} values
 * @param {number[]} others
 */
function ratio(values, others) {
  const rounds = values.map((value, round) => value / others[round]).filter((value) => !Number.isNaN(value));
  return { value: median(rounds), ...spread(rounds) };
}

/** @param {number[]} values */
function spread(values) {
  return { low: Math.min(...values), high: Math.max(...values) };
}

/**
 * @param {ArrayLike<number>} values
 * @returns {Quantiles}
 */
function quantiles(values) {
  const sorted = Float64Array.from(values).sort();
  return each((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
}

/**
 * How long those wait who come at any moment while something is busy for these lengths of time, one
 * after the other: a busy time of 50 ms counts by its length, not as one among thousands of short ones.
 *
 * @param {ArrayLike<number>} gaps
 * @returns {Quantiles}
 */
function waits(gaps) {
  const sorted = Float64Array.from(gaps).sort().reverse();
  const total = sorted.reduce((sum, gap) => sum + gap, 0);
  return each((share) => {
    // Who comes that early in a gap that they wait longer than this are `1 - share` of all.
    let wait = sorted[0];
    let sum = 0;
    for (const [index, gap] of sorted.entries()) {
      if (gap < wait && index > 0) break;
      sum += gap;
      wait = (sum - (1 - share) * total) / (index + 1);
    }
    return Math.max(0, wait);
  });
}

/**
 * @param {(share: number) => number} of
 * @returns {Quantiles}
 */
function each(of) {
  const entries = Object.entries(QUANTILES).map(([name, share]) => [name, of(share)]);
  return Object.fromEntries(entries);
}

/** @param {string[][]} rows the first is the header */
function markdown(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`);
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

/**
 * @param {Unit} unit
 * @param {number} value
 */
function format(unit, value) {
  if (unit === "bytes") return `${round(value / 1e6)} MB`;
  if (value < 1e3) return `${round(value)} ns`;
  return value < 1e6 ? `${round(value / 1e3)} µs` : `${round(value / 1e6)} ms`;
}

/** @param {number} value */
function round(value) {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(value < 1 ? 2 : 3);
}

module.exports = { QUANTILES, format, markdown, median, quantiles, ratio, round, spread, waits };
