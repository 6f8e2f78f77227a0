"use strict";

/* A run as tables, in Markdown. */

const { BARS } = require("./bars.js");
const { PRICE } = require("./cases.js");
const { QUANTILES, format, markdown, median, ratio, round, spread } = require("./numbers.js");
const { allResults } = require("./run-file.js");

/** @import { Bar, Pair, Place } from "./bars.js" */
/** @import { Distributions, Measured, Results } from "./measure.js" */
/** @import { Unit } from "./numbers.js" */
/** @import { Run } from "./run-file.js" */
/** @typedef {{ value: number, low: number, high: number }} Spread */

/** @param {Run} run */
function report(run) {
  const { results, distributions } = run;
  return [
    `${conditions(run)} A ratio says how many times what the other takes, with its lowest and highest round.`,
    ...Object.entries(results).map(([group, cases]) => table(group, cases)),
    ...Object.entries(distributions).map(([name, contenders]) => distribution(name, contenders)),
    slower(results),
    bars(run),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** @param {Run} run */
function conditions({ commit, machine, rounds }) {
  const words = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  return `${words.join(", ")}; commit ${commit}. Medians of ${rounds} rounds.`;
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
 * @param {Unit} unit
 * @param {number[]} theirs
 * @param {number[]} ours
 */
function cell(unit, theirs, ours) {
  return `${times(ratio(theirs, ours))}, ${format(unit, median(theirs))}`;
}

/** @param {Spread} spread */
function times({ value, low, high }) {
  return `${round(value)}× (${round(low)}–${round(high)})`;
}

/**
 * @param {string} name
 * @param {Distributions[string]} contenders
 */
function distribution(name, contenders) {
  const quantiles = /** @type {(keyof typeof QUANTILES)[]} */ (Object.keys(QUANTILES));
  const rows = Object.entries(contenders).map(([contender, rounds]) => [
    contender,
    ...quantiles.map((quantile) =>
      quantity(
        "time",
        rounds.map((round) => round[quantile]),
      ),
    ),
  ]);
  return markdown([[name, ...quantiles], ...rows]);
}

/**
 * @param {Unit} unit
 * @param {number[]} values
 */
function quantity(unit, values) {
  const { low, high } = spread(values);
  return `${format(unit, median(values))} (${format(unit, low)} – ${format(unit, high)})`;
}

/** @param {Results} results */
function slower(results) {
  const lost = defeats(results);
  if (lost.length === 0) return "It wins everywhere.";
  return markdown([
    ["where it does not win", "against", "ratio"],
    ...lost.map(({ group, name, other, ratio }) => [`${group}: ${name}`, other, times(ratio)]),
  ]);
}

/**
 * The cases in which another is faster, or takes less, the worst first.
 *
 * @param {Results} results
 */
function defeats(results) {
  const all = Object.entries(results).flatMap(([group, cases]) =>
    Object.entries(cases).flatMap(([name, { values }]) => {
      const [[, ours], ...others] = Object.entries(values);
      return others.map(([other, theirs]) => ({ group, name, other, ratio: ratio(theirs, ours) }));
    }),
  );
  return all
    .filter(({ group, ratio }) => group !== PRICE && ratio.value < 1)
    .sort((a, b) => a.ratio.value - b.ratio.value);
}

/** @param {Run} run */
function bars(run) {
  const results = allResults(run);
  const rows = BARS.flatMap((bar) => {
    const verdicts = bar.pairs.flatMap((pair) => judge(bar, pair, results));
    if (verdicts.length === 0) return [];
    const worst = verdicts.reduce((worst, verdict) => (verdict.slack < worst.slack ? verdict : worst));
    const short = verdicts.filter(({ slack }) => slack < 1).length;
    const which = verdicts.length > 1 ? `, ${worst.label}` : "";
    const many = verdicts.length > 1 && short > 0 ? `; ${short} of ${verdicts.length} fall short` : "";
    return [[bar.name, asked(bar), `${worst.got}${which}${many}`, worst.isReached]];
  });
  return rows.length > 0 ? markdown([["bar", "asked", "got", "reached"], ...rows]) : "";
}

/** @param {Bar} bar */
function asked({ least, most, pairs }) {
  if (least !== undefined) return `≥ ${least}×`;
  const value = /** @type {number} */ (most);
  return `≤ ${pairs[0].to ? `${value}×` : format("time", value)}`;
}

/**
 * Nothing where it was not measured.
 *
 * @param {Bar} bar
 * @param {Pair} pair
 * @param {Results} results
 */
function judge({ least, most = Number.POSITIVE_INFINITY, pairs }, { of, to }, results) {
  const [values, others] = [of, to].map((place) => place && valuesAt(place, results));
  if (!values || (to && !others)) return [];
  const measured = others ? ratio(values, others) : { value: median(values), ...spread(values) };
  // How many times better than asked.
  const better = (/** @type {number} */ value) => (least === undefined ? most / value : value / least);
  const best = Math.max(better(measured.low), better(measured.high));
  const slack = better(measured.value);
  return {
    slack,
    got: others ? times(measured) : quantity("time", values),
    label: pairs.every((pair) => pair.of.group === of.group) ? of.name : of.group,
    isReached: slack >= 1 ? "yes" : best >= 1 ? "in some rounds" : "**no**",
  };
}

/**
 * @param {Place} place
 * @param {Results} results
 */
function valuesAt({ group, name, contender }, results) {
  return results[group]?.[name]?.values[contender];
}

module.exports = { bars, conditions, defeats, distribution, report, times };
