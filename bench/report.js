"use strict";

/* The results as Markdown tables. */

const { BARS } = require("./bars.js");
const { GROUPS } = require("./cases.js");
const { median } = require("./numbers.js");

/** @import { Bar } from "./bars.js" */
/** @import { Builds, Results } from "./rounds.js" */

/** @param {Results} results @param {Builds} builds */
function report(results, builds) {
  const labels = Object.keys(builds);
  const tables = Object.entries(results).map(([groupName, cases]) => {
    const { kind, base } = GROUPS[groupName];
    const header = [groupName, "asked", "reached", ...labels, `time: ${kind}`, `time: ${base}`];
    if (labels.length > 1) header.push("time: against / package");
    const rows = Object.entries(cases).map(([name, values]) => {
      const format = groupName.endsWith("memory") ? megabytes : duration;
      const bar = BARS[`${groupName}: ${name}`];
      const baseOf = (/** @type {string} */ label) => values[`base of ${label}`] ?? values["base of package"];
      const compared = labels.map((label) => compare(bar, values[label], baseOf(label)));
      const cells = compared.map((rounds) => spread(rounds, bar?.more || bar?.most ? format : times));
      const medians = [values.package, baseOf("package")].map((rounds) => format(median(rounds)));
      const row = [name, asked(bar, format), reached(bar, median(compared[0])), ...cells, ...medians];
      if (labels.length > 1) row.push(spread(compare({ faster: 1 }, values.package, values.against), times));
      return row;
    });
    return markdown([header, ...rows]);
  });
  return tables.join("\n\n");
}

/** What the bar limits, by round. @param {Bar | undefined} bar @param {number[]} ours @param {number[]} base */
function compare(bar, ours, base) {
  return ours.map((value, round) => {
    if (bar?.most) return value;
    if (bar?.more) return value - base[round];
    return bar?.factor ? value / base[round] : base[round] / value;
  });
}

/** @param {Bar | undefined} bar @param {(value: number) => string} format */
function asked(bar, format) {
  if (bar === undefined) return "";
  if (bar.faster) return `≥ ${times(bar.faster)}`;
  if (bar.factor) return `≤ ${times(bar.factor)}`;
  return bar.more ? `≤ ${format(bar.more)} more` : `≤ ${format(bar.most ?? 0)}`;
}

/** @param {Bar | undefined} bar @param {number} value */
function reached(bar, value) {
  if (bar === undefined) return "";
  const isReached = bar.faster ? value >= bar.faster : value <= (bar.factor ?? bar.more ?? bar.most ?? 0);
  return isReached ? "yes" : "**no**";
}

/** The median, lowest and highest round. @param {number[]} rounds @param {(value: number) => string} format */
function spread(rounds, format) {
  return `${format(median(rounds))} (${format(Math.min(...rounds))} to ${format(Math.max(...rounds))})`;
}

/** @param {number} value */
function times(value) {
  return `${digits(value)}×`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${digits(bytes / 1e6)} MB`;
}

/** @param {number} ns */
function duration(ns) {
  const size = Math.abs(ns);
  if (size < 1e3) return `${digits(ns)} ns`;
  return size < 1e6 ? `${digits(ns / 1e3)} µs` : `${digits(ns / 1e6)} ms`;
}

/** @param {number} value */
function digits(value) {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(2)));
}

/** @param {string[][]} rows the first is the header */
function markdown([header, ...rows]) {
  const lines = [header, header.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

module.exports = { report };
