"use strict";

/*
 * Compares this package with other ways to the same end, and prints tables.
 *
 *   npm run bench                                  seven rounds, a quarter of an hour
 *   npm run bench -- --quick                       three short rounds
 *   npm run bench -- --rounds 9 --json new.json    --json: where the figures go, bench/results.json by default
 *   npm run bench -- --case "persistent, 10 "      only the cases whose "group: case" contains this
 *   npm run bench -- --check old.json new.json     what the second run does worse than the first
 *
 * To measure another way, add a line to contenders.js.
 */

const { fork, spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { npm } = require("../scripts/run.js");
const { GROUPS } = require("./cases.js");
const { IN_MEMORY, ON_DISK } = require("./contenders.js");
const { regressions, tables } = require("./report.js");

/** @typedef {import("./report.js").Run} Run */
/** @typedef {import("./report.js").Results} Results */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    case: { type: "string", default: "" },
    check: { type: "boolean", default: false },
    json: { type: "string", default: path.join(__dirname, "results.json") },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 3 : 7));
const milliseconds = options.quick ? 15 : 100;
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

async function main() {
  if (options.check) return check(positionals[0], positionals[1]);
  install();
  const cache = path.join(__dirname, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "bench-"));
  try {
    // Not before its dependencies are installed.
    const { assertSameAnswers } = require("./sanity.js");
    await assertSameAnswers((contender) => path.join(folder, `sanity-${contender}`));
    const run = await new Bench(folder, await available(folder)).run();
    writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
    console.log(tables(run));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs the dependencies on first use, and when they have changed. */
function install() {
  const [wanted, installed] = ["package-lock.json", path.join("node_modules", ".package-lock.json")].map(
    (file) => statSync(path.join(__dirname, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  // Not `npm ci`, which refuses a lockfile that lacks the optional packages of another platform.
  if (wanted > installed) npm(["install", "--no-save", "--no-audit", "--no-fund"], { cwd: __dirname });
}

/**
 * @param {string} [older]
 * @param {string} [newer]
 */
function check(older, newer) {
  if (older === undefined || newer === undefined) throw new Error("--check takes two files: the older and the newer");
  const [before, after] = [older, newer].map((file) => /** @type {Run} */ (JSON.parse(readFileSync(file, "utf8"))));
  if (Math.min(before.rounds, after.rounds) < 5) throw new Error("fewer than five rounds do not tell what noise is");
  const found = regressions(before, after);
  console.log(found.length > 0 ? found.join("\n") : "Nothing is worse beyond the noise.");
  if (found.length > 0) process.exitCode = 1;
}

/**
 * The contenders that run here; some of them need a newer Node, or a binary that could not be built.
 *
 * @param {string} folder
 */
async function available(folder) {
  /** @type {Set<string>} */
  const usable = new Set();
  for (const contender of [...IN_MEMORY, ...ON_DISK]) {
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

/** A process that measures one contender. */
class Worker {
  /**
   * @param {string} contender
   * @param {string} file
   */
  constructor(contender, file) {
    const { MOCK_STATE_STORE_PATH: _, ...env } = process.env;
    this.contender = contender;
    this.child = fork(path.join(__dirname, "worker.js"), [contender, file], { env, execArgv: ["--expose-gc"] });
  }

  /**
   * @param {string} task
   * @param {object} [args]
   * @returns {Promise<any>}
   */
  ask(task, args) {
    return new Promise((resolve, reject) => {
      const ended = (/** @type {number | null} */ code) => reject(new Error(`${this.contender} ended with ${code}`));
      this.child.once("exit", ended);
      this.child.once("message", (/** @type {{ value?: unknown, error?: string }} */ { value, error }) => {
        this.child.off("exit", ended);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      this.child.send({ task, args });
    });
  }

  /** Ends the process, without giving it the time to save. */
  stop() {
    return new Promise((resolve) => {
      this.child.once("exit", resolve);
      this.child.kill("SIGKILL");
    });
  }
}

class Bench {
  /** @type {Results} */
  #results = {};
  #folder;
  #usable;

  /**
   * @param {string} folder
   * @param {Set<string>} usable
   */
  constructor(folder, usable) {
    this.#folder = folder;
    this.#usable = usable;
  }

  /** @returns {Promise<Run>} */
  async run() {
    await this.#writeLargeFiles();
    for (let round = 0; round < rounds; round++) {
      for (const group of GROUPS) {
        console.error(`round ${round + 1} of ${rounds}: ${group.name}`);
        await this.#measureGroup(group, round);
      }
      await this.#measureLargeFiles();
      await this.#measureMemory();
      this.#measureStart();
    }
    return { machine: machine(), rounds, milliseconds, results: this.#results };
  }

  /**
   * Contenders take turns at each case, the first being another one each round.
   *
   * @param {import("./cases.js").Group} group
   * @param {number} round
   */
  async #measureGroup({ name: groupName, contenders, cases }, round) {
    const caseNames = Object.keys(cases).filter((name) => isWanted(groupName, name));
    if (caseNames.length === 0) return;
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

  async #writeLargeFiles() {
    if (!LARGE_FILE.cases.some((name) => isWanted(LARGE_FILE.group, name))) return;
    for (const contender of this.#among(ON_DISK)) {
      const worker = new Worker(contender, this.#largeFile(contender));
      await worker.ask("writeLargeFile");
      await worker.stop();
    }
  }

  async #measureLargeFiles() {
    const { group, cases } = LARGE_FILE;
    if (!cases.some((name) => isWanted(group, name))) return;
    for (const contender of this.#among(ON_DISK)) {
      const worker = new Worker(contender, this.#largeFile(contender));
      const opened = await worker.ask("openLargeFile");
      const { time, gap } = await worker.ask("save");
      for (const [index, value] of [opened, time, gap].entries())
        this.#add(group, cases[index], "time", contender, value);
      await worker.stop();
    }
  }

  async #measureMemory() {
    const { group, cases } = LARGE_MEMORY;
    if (!cases.some((name) => isWanted(group, name))) return;
    for (const contender of IN_MEMORY) {
      const worker = new Worker(contender, "");
      const { written, read } = await worker.ask("memory");
      const bytes = [written.resident, read.resident, written.heap, read.heap];
      for (const [index, value] of bytes.entries()) this.#add(group, cases[index], "bytes", contender, value);
      await worker.stop();
    }
  }

  /** Processes that ask one question, less those that run an empty script. */
  #measureStart() {
    const [group, name] = ["from require", "first answer, less an empty script"];
    if (!isWanted(group, name)) return;
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(IN_MEMORY.map((contender) => [contender, []]));
    for (let start = 0; start < STARTS_PER_ROUND; start++) {
      const empty = timeOf("empty.js");
      for (const contender of IN_MEMORY) times[contender].push(timeOf("first-answer.js", contender) - empty);
    }
    for (const contender of IN_MEMORY) {
      const sorted = times[contender].sort((a, b) => a - b);
      this.#add(group, name, "time", contender, sorted[STARTS_PER_ROUND >> 1]);
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
   * @param {"time" | "bytes"} unit
   * @param {string} contender
   * @param {number | undefined} value
   */
  #add(group, name, unit, contender, value) {
    if (value === undefined) return;
    this.#results[group] ??= {};
    this.#results[group][name] ??= { unit, values: {} };
    const { values } = this.#results[group][name];
    values[contender] ??= [];
    values[contender].push(value);
  }
}

/**
 * @param {string} group
 * @param {string} name
 */
function isWanted(group, name) {
  return `${group}: ${name}`.includes(options.case);
}

/**
 * Nanoseconds of a process.
 *
 * @param {string} script
 * @param {string[]} args
 */
function timeOf(script, ...args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [path.join(__dirname, script), ...args]);
  if (status !== 0) throw new Error(`${script} ${args} failed: ${stderr}`);
  return (performance.now() - start) * 1e6;
}

/** What the figures depend on. */
function machine() {
  const { dependencies, optionalDependencies } = require("./package.json");
  const [cpu] = os.cpus();
  return {
    [cpu.model.trim()]: `× ${os.cpus().length}`,
    [os.type()]: os.release(),
    Node: process.version,
    "mock-state-store": require("../package.json").version,
    ...dependencies,
    ...optionalDependencies,
  };
}

main();
