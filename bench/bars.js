"use strict";

/* What the package is to reach. */

const { METHODS, PRICE } = require("./cases.js");
const { GAPS, LARGE_FILE, LARGE_MEMORY, START, TURNS, WAITS } = require("./measure.js");

/**
 * A bar is for how many times what `to` takes `of` takes, or for what `of` takes alone. Where there are several
 * pairs it is for the worst of them.
 *
 * @typedef {{ group: string, name: string, contender: string }} Place
 * @typedef {{ of: Place, to?: Place }} Pair
 * @typedef {{ name: string, least?: number, most?: number, pairs: Pair[] }} Bar
 */

const DEFAULT = "memory, default state";
const [FEW, MANY] = ["memory, 10 parameters", "memory, 100,000 parameters"];
const READS = ["getParameter", "getInstance", "hasVolume", "getOperationFailure", "getCosts", "getStackStatus"];
const WRITES = [
  "setParameter",
  "updateInstanceState",
  "setInstance",
  "addCommand, updateCommand",
  "addBackup, removeBackup",
];
const SIZES = ["10", "1,000", "100,000"];

/** @type {Bar[]} */
const BARS = [
  { name: "every method", least: 1, pairs: Object.keys(METHODS).map((name) => plain(DEFAULT, name)) },
  ...READS.map((name) => ({ name, least: 3, pairs: [plain(DEFAULT, name)] })),
  ...WRITES.map((name) => ({ name, least: 2, pairs: [plain(DEFAULT, name)] })),
  { name: "setParameter, getParameter of it", least: 1.5, pairs: [plain(DEFAULT, "setParameter, getParameter")] },
  ...["getState", "getAllParameters"].flatMap((name) => [
    { name, least: 1.2, pairs: [plain(DEFAULT, name)] },
    { name: `${name}, 100,000 parameters`, least: 1, pairs: [plain(MANY, name)] },
  ]),
  { name: "patchState of one among 100,000", least: 100, pairs: [plain(MANY, "patchState of one")] },
  ...["setParameter", "setParameter of the same ten"].map((name) => ({
    name: `${name} among 100,000, to among 10`,
    most: 1.5,
    pairs: [{ of: at(MANY, name, "memory"), to: at(FEW, "setParameter", "memory") }],
  })),
  ...["getParameter", "setParameter"].map((name) => ({
    name: `${name} persistent, to locked`,
    least: 100,
    pairs: SIZES.map((size) => against(`persistent, ${size} parameters`, name, "locked", "persistent")),
  })),
  { name: "save 100,000 parameters: longest gap", least: 20, pairs: [plainFile("save a change: longest gap")] },
  { name: "open a file of 100,000", least: 1, pairs: [plainFile("open a file")] },
  {
    name: "memory of 100,000 parameters",
    most: 1.5,
    pairs: LARGE_MEMORY.cases
      .filter((name) => name.startsWith("resident"))
      .map((name) => against(LARGE_MEMORY.group, name, "memory", "plain")),
  },
  { name: "require to first answer", most: 15e6, pairs: [{ of: at(START.group, START.case, "memory") }] },
  {
    name: "setParameter persistent, to a bare append",
    most: 3,
    pairs: [against(PRICE, "setParameter", "persistent", "append")],
  },
  {
    name: "getParameter persistent, to in memory",
    most: 1.5,
    pairs: [against(PRICE, "getParameter", "persistent", "memory")],
  },
  { name: "a turn between two processes, median", most: 100e3, pairs: [{ of: at(TURNS, "p50", "persistent") }] },
  { name: "a gap while 100,000 are saved, p99.9", most: 5e6, pairs: [{ of: at(GAPS, "p99.9", "persistent") }] },
  { name: "a wait while 100,000 are saved, p99.9", most: 5e6, pairs: [{ of: at(WAITS, "p99.9", "persistent") }] },
];

/**
 * @param {string} group
 * @param {string} name
 */
function plain(group, name) {
  return against(group, name, "plain", "memory");
}

/** @param {string} name */
function plainFile(name) {
  return against(LARGE_FILE.group, name, "plain, persistent", "persistent");
}

/**
 * @param {string} group
 * @param {string} name
 * @param {string} of
 * @param {string} to
 * @returns {Pair}
 */
function against(group, name, of, to) {
  return { of: at(group, name, of), to: at(group, name, to) };
}

/**
 * @param {string} group
 * @param {string} name
 * @param {string} contender
 * @returns {Place}
 */
function at(group, name, contender) {
  return { group, name, contender };
}

module.exports = { BARS };
