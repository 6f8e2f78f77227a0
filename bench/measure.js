"use strict";

/* Rounds of measurements, each contender in a process of its own. */

const path = require("node:path");
const { GROUPS } = require("./cases.js");
const { CONTENDERS, IN_MEMORY, ON_DISK, SHARED } = require("./contenders.js");
const { median, quantiles } = require("./numbers.js");
const { Worker, timeOf } = require("./process.js");

/** @import { Unit, Quantiles } from "./numbers.js" */
/**
 * The values of each round, by contender; the first contender is what the others are compared with.
 *
 * @typedef {{ unit: Unit, values: Record<string, number[]> }} Measured
 * @typedef {Record<string, Record<string, Measured>>} Results by group and case
 * @typedef {Record<string, Record<string, Quantiles[]>>} Distributions times, by name and contender
 * @typedef {{ rounds: number, milliseconds: number, isWanted: (group: string, name: string) => boolean }} Settings
 */

const STARTS_PER_ROUND = 10;
const LARGE_FILE = {
  group: "persistent, 100,000 parameters, a process each",
  cases: ["open a file", "save a change", "save a change: longest gap"],
};
const LARGE_MEMORY = {
  group: "memory, 100,000 parameters, a process each",
  cases: [
    "resident memory, all written",
    "resident memory, all read too",
    "JavaScript heap, all written",
    "JavaScript heap, all read too",
  ],
};
const START = { group: "from require", case: "first answer, less an empty script" };
const GAPS = "gaps in the event loop while 100,000 parameters are saved";
const WAITS = "how long those wait who come at any moment of that";
const TURNS = "two processes take turns: a write here until it is read there";

class Bench {
  /** @type {Results} */
  results = {};
  /** @type {Distributions} */
  distributions = {};
  #folder;
  #usable;
  #settings;

  /**
   * @param {string} folder
   * @param {Set<string>} usable
   * @param {Settings} settings
   */
  constructor(folder, usable, settings) {
    this.#folder = folder;
    this.#usable = usable;
    this.#settings = settings;
  }

  async run() {
    const { rounds } = this.#settings;
    await this.#writeLargeFiles();
    for (let round = 0; round < rounds; round++) {
      console.error(`round ${round + 1} of ${rounds}`);
      for (const group of GROUPS) await this.#measureGroup(group, round);
      await this.#measureLargeFiles();
      await this.#measureMemory();
      await this.#measureTurns(round);
      this.#measureStart();
    }
  }

  /**
   * Contenders take turns at each case, the first being another one each round.
   *
   * @param {import("./cases.js").Group} group
   * @param {number} round
   */
  async #measureGroup({ name: groupName, contenders, cases }, round) {
    const { isWanted, milliseconds } = this.#settings;
    const caseNames = Object.keys(cases).filter((name) => isWanted(groupName, name));
    if (caseNames.length === 0) return;
    console.error(`  ${groupName}`);
    const workers = this.#among(contenders).map(
      (contender) => new Worker(contender, path.join(this.#folder, `${round}-${groupName}-${contender}`)),
    );
    for (const worker of workers) await worker.ask("prepare", { groupName });
    for (const caseName of caseNames) {
      /** @type {[string, number | undefined][]} */
      const values = [];
      for (let turn = 0; turn < workers.length; turn++) {
        const index = (turn + round) % workers.length;
        const value = await workers[index].ask("call", { groupName, caseName, milliseconds });
        values[index] = [workers[index].contender, value];
      }
      for (const [contender, value] of values) this.#add(groupName, caseName, "time", contender, value);
    }
    for (const worker of workers) await worker.stop();
  }

  #wantsLargeFiles() {
    return LARGE_FILE.cases.some((name) => this.#settings.isWanted(LARGE_FILE.group, name));
  }

  async #writeLargeFiles() {
    if (!this.#wantsLargeFiles()) return;
    for (const contender of this.#among(ON_DISK)) {
      const worker = new Worker(contender, this.#largeFile(contender));
      await worker.ask("writeLargeFile");
      await worker.stop();
    }
  }

  async #measureLargeFiles() {
    if (!this.#wantsLargeFiles()) return;
    const { group, cases } = LARGE_FILE;
    for (const contender of this.#among(ON_DISK)) {
      const worker = new Worker(contender, this.#largeFile(contender));
      const opened = await worker.ask("openLargeFile");
      const { time, gap, gaps, waits } = await worker.ask("save");
      for (const [index, value] of [opened, time, gap].entries())
        this.#add(group, cases[index], "time", contender, value);
      this.#addDistribution(GAPS, contender, gaps);
      this.#addDistribution(WAITS, contender, waits);
      await worker.stop();
    }
  }

  async #measureMemory() {
    const { group, cases } = LARGE_MEMORY;
    if (!cases.some((name) => this.#settings.isWanted(group, name))) return;
    for (const contender of IN_MEMORY) {
      const worker = new Worker(contender, "");
      const { written, read } = await worker.ask("memory");
      const bytes = [written.resident, read.resident, written.heap, read.heap];
      for (const [index, value] of bytes.entries()) this.#add(group, cases[index], "bytes", contender, value);
      await worker.stop();
    }
  }

  /** @param {number} round */
  async #measureTurns(round) {
    const { isWanted, milliseconds } = this.#settings;
    if (!isWanted("distributions", TURNS)) return;
    for (const contender of this.#among(SHARED)) {
      const file = path.join(this.#folder, `${round}-turns-${contender}`);
      const workers = [new Worker(contender, file), new Worker(contender, file)];
      for (const worker of workers) await worker.ask("prepare", { groupName: GROUPS[0].name });
      await workers[0].ask("beforeTurns");
      const task = (/** @type {number} */ index) =>
        workers[index].ask("takeTurns", { isFirst: index === 0, milliseconds: milliseconds * 5 });
      const [mine, theirs] = await Promise.all([task(0), task(1)]);
      /** @type {number[]} */
      const moments = [...mine, ...theirs].sort((a, b) => a - b);
      this.#addDistribution(
        TURNS,
        contender,
        quantiles(moments.slice(1).map((moment, turn) => moment - moments[turn])),
      );
      for (const worker of workers) await worker.stop();
    }
  }

  /** Processes that ask one question, less those that run an empty script. */
  #measureStart() {
    if (!this.#settings.isWanted(START.group, START.case)) return;
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(IN_MEMORY.map((contender) => [contender, []]));
    for (let start = 0; start < STARTS_PER_ROUND; start++) {
      const empty = timeOf("empty.js");
      for (const contender of IN_MEMORY) times[contender].push(timeOf("first-answer.js", contender) - empty);
    }
    for (const contender of IN_MEMORY) {
      this.#add(START.group, START.case, "time", contender, median(times[contender]));
    }
  }

  /** @param {string} contender */
  #largeFile(contender) {
    return path.join(this.#folder, `large-${contender}`);
  }

  /** @param {string[]} contenders */
  #among(contenders) {
    return contenders.filter((contender) => this.#usable.has(contender));
  }

  /**
   * @param {string} group
   * @param {string} name
   * @param {Unit} unit
   * @param {string} contender
   * @param {number | undefined} value
   */
  #add(group, name, unit, contender, value) {
    if (value === undefined) return;
    this.results[group] ??= {};
    this.results[group][name] ??= { unit, values: {} };
    const { values } = this.results[group][name];
    values[contender] ??= [];
    values[contender].push(value);
  }

  /**
   * @param {string} name
   * @param {string} contender
   * @param {Quantiles} quantiles
   */
  #addDistribution(name, contender, quantiles) {
    this.distributions[name] ??= {};
    this.distributions[name][contender] ??= [];
    this.distributions[name][contender].push(quantiles);
  }
}

/**
 * The contenders that run here; some of them need a newer Node, or a binary that could not be built.
 *
 * @param {string} folder
 */
async function available(folder) {
  /** @type {Set<string>} */
  const usable = new Set();
  for (const contender of Object.keys(CONTENDERS)) {
    const worker = new Worker(contender, path.join(folder, `probe-${contender}`));
    try {
      await worker.ask("prepare", { groupName: GROUPS[0].name });
      usable.add(contender);
    } catch (error) {
      console.error(`skipped: ${contender}: ${/** @type {Error} */ (error).message.split("\n")[0]}`);
    } finally {
      await worker.stop();
    }
  }
  return usable;
}

module.exports = { Bench, GAPS, LARGE_FILE, LARGE_MEMORY, START, TURNS, WAITS, available };
