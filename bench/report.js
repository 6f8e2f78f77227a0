"use strict";

/**
 * The values of each round, by contender; the first contender is what the others are compared with.
 *
 * @typedef {{ unit: "time" | "bytes", values: Record<string, number[]> }} Measured
 * @typedef {Record<string, Record<string, Measured>>} Results by group and case
 * @typedef {{ machine: Record<string, string>, rounds: number, milliseconds: number, results: Results }} Run
 */

/** How much worse a median must be to be called a regression, if the spreads do not overlap. */
const TOLERANCE = 1.05;

/**
 * @param {Run} run
 * @returns {string} Markdown
 */
function tables({ machine, rounds, results }) {
  const words = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const head = `${words.join(", ")}. Medians of ${rounds} rounds; a ratio says how many times what the other takes, with its lowest and highest round.`;
  return [
    head,
    ...Object.entries(results).map(([group, cases]) => table(group, cases)),
    growth(results),
    slower(results),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/**
 * @param {string} group
 * @param {Record<string, Measured>} cases
 */
function table(group, cases) {
  const [base, ...others] = [...new Set(Object.values(cases).flatMap(({ values }) => Object.keys(values)))];
  const rows = Object.entries(cases).map(([name, { unit, values }]) => {
    const cells = others.map((other) => (values[other] ? cell(unit, values[other], values[base]) : ""));
    return [name, format(unit, median(values[base])), ...cells];
  });
  return markdown([[group, base, ...others], ...rows]);
}

/**
 * @param {Measured["unit"]} unit
 * @param {number[]} theirs
 * @param {number[]} ours
 */
function cell(unit, theirs, ours) {
  const all = ratios(theirs, ours);
  const spread = `${round(Math.min(...all))}–${round(Math.max(...all))}`;
  return `${round(median(all))}× (${spread}), ${format(unit, median(theirs))}`;
}

/** @param {string[][]} rows the first is the header */
function markdown(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`);
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

/** @param {Results} results */
function growth(results) {
  const few = results["memory, 10 parameters"]?.setParameter;
  const many = results["memory, 100,000 parameters"]?.setParameter;
  if (!few || !many) return "";
  const words = Object.keys(few.values).map(
    (name) => `${name} ${round(median(many.values[name]) / median(few.values[name]))}×`,
  );
  return `setParameter among 100,000 parameters takes, of what it takes among 10: ${words.join(", ")}.`;
}

/** @param {Results} results */
function slower(results) {
  const found = Object.entries(results).flatMap(([group, cases]) =>
    Object.entries(cases).flatMap(([name, { values }]) => {
      const [[, ours], ...others] = Object.entries(values);
      return others.map(([other, theirs]) => ({ group, name, other, ratio: median(ratios(theirs, ours)) }));
    }),
  );
  const lost = found.filter(({ ratio }) => ratio < 1).sort((a, b) => a.ratio - b.ratio);
  if (lost.length === 0) return "It wins everywhere.";
  return markdown([
    ["where it does not win", "against", "ratio"],
    ...lost.map(({ group, name, other, ratio }) => [`${group}: ${name}`, other, `${round(ratio)}×`]),
  ]);
}

/**
 * What the newer run does worse, beyond the noise. A case is judged by its ratio to the second
 * contender, which was measured in turn with it, so that the mood of the machine cancels out.
 *
 * @param {Run} older
 * @param {Run} newer
 * @returns {string[]}
 */
function regressions(older, newer) {
  const found = [];
  for (const [group, cases] of Object.entries(newer.results)) {
    for (const [name, { values }] of Object.entries(cases)) {
      const [before, after] = [older.results[group]?.[name]?.values, values].map(yardstick);
      if (!before || !after || Math.max(...after) >= Math.min(...before)) continue;
      const factor = median(before) / median(after);
      if (factor > TOLERANCE) found.push(`${group}: ${name}: ${round(factor)} times worse`);
    }
  }
  return found;
}

/** @param {Record<string, number[]> | undefined} values */
function yardstick(values) {
  const [ours, theirs] = Object.values(values ?? {});
  return theirs && ratios(theirs, ours);
}

/**
 * @param {number[]} theirs
 * @param {number[]} ours
 */
function ratios(theirs, ours) {
  return theirs.map((value, round) => value / ours[round]);
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {Measured["unit"]} unit
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

module.exports = { regressions, tables };
