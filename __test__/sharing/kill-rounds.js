"use strict";

/*
 * Kills processes that write, thousands of times, and looks whether what they were told is kept is still there:
 *
 *   node __test__/sharing/kill-rounds.js --rounds 5000 --seed 42
 *
 * A seed repeats what the processes call and when they are killed; what they were doing just then is up to the
 * machine. Other options: `--writers 3` (at most, in a round), `--durability power`, `--persist-each` (each call
 * is followed by `persistNow()`), `--folder` (where the file is; kept when a round fails).
 */

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { observe, problemsOf } = require("../support/ledger.js");
const { random } = require("../support/random.js");

const PROGRAM = require.resolve("../support/kill-writer.js");
const ANSWER_MS = 30_000;
const NOTHING = { registers: {}, commands: [] };

/** A process that waits for what it is to do; `cwd` is where a core dump would go. */
class Writer {
  constructor(cwd, program = PROGRAM) {
    const env = { ...process.env };
    for (const name of ["MOCK_STATE_STORE_PATH", "NODE_OPTIONS", "JEST_WORKER_ID", "VITEST"]) delete env[name];
    this.child = spawn(process.execPath, [program], { env, cwd });
    this.stderr = "";
    this.child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    // What is told to a process that has been killed goes nowhere.
    this.child.stdin.on("error", () => {});
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code, signal) => resolve({ code, signal }));
    });
    let output = "";
    this.answer = new Promise((resolve) => {
      this.child.stdout.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (output.endsWith("\n")) resolve(JSON.parse(output));
      });
    });
  }

  tell(command, what) {
    this.child.stdin.write(`${JSON.stringify([command, what])}\n`);
  }

  /** Resolves to what the store held when it was opened. */
  async open(file, options, more) {
    this.tell("open", { path: file, options, ...more });
    const ended = this.ended.then(({ code, signal }) => {
      throw new Error(`a process ended with ${code ?? signal} while it opened the store: ${this.stderr}`);
    });
    return (await inTime(Promise.race([this.answer, ended]), "open the store")).state;
  }

  kill() {
    this.child.kill("SIGKILL");
  }

  end() {
    return inTime(this.ended, "end");
  }
}

async function inTime(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a process did not ${what} in ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The calls in a process's ledger, the last line of which may be torn. */
function readLedger(file) {
  const calls = new Map();
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  for (const line of lines) {
    const entry = JSON.parse(line);
    calls.set(entry.seq, { ack: Infinity, ...calls.get(entry.seq), ...entry });
  }
  return [...calls.values()];
}

/** How the processes of a round end. */
function planOf({ pick, below }) {
  return {
    way: pick(["all", "all", "all", "one", "one", "self", "opening", "leave"]),
    ms: below(40),
    moreMs: below(20),
  };
}

/**
 * Runs rounds on one file, so that each starts from what the one before has left.
 * Rejects, at the first thing that is wrong, with an error that says what, and in which round.
 */
async function killRounds({ rounds, seed, folder, writers = 3, durability, persistEach = false, onRound = () => {} }) {
  const file = path.join(folder, "data", "state.json");
  const evidence = path.join(folder, "evidence");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const spare = [];
  const refill = () => {
    while (spare.length < writers + 1) spare.push(new Writer(folder));
  };
  const running = new Set();
  const take = () => {
    const writer = spare.shift() ?? new Writer(folder);
    running.add(writer);
    writer.ended.then(() => running.delete(writer));
    return writer;
  };
  let ledger = { initial: NOTHING, calls: [] };
  const figures = { rounds: 0, calls: 0, acknowledged: 0, killed: 0 };

  /** What is wrong with what processes find when they open the file. */
  const compare = (states) => {
    const problems = states.flatMap((state) => problemsOf(ledger, state));
    const [first, ...others] = states.map((state) => JSON.stringify(state));
    if (others.some((other) => other !== first)) problems.push("processes that open the file find different states");
    return [...new Set(problems)];
  };
  const fail = (round, problems) => {
    const list = problems.slice(0, 10).map((problem) => `\n  ${problem}`);
    throw new Error(`round ${round} of seed ${seed}: ${problems.length} problems${list.join("")}`);
  };

  const round = async (number) => {
    const dice = random(`${seed}/${number}`);
    const plan = planOf(dice);
    const options = () => ({
      persistenceDebounceMs: dice.below(6),
      commandHistoryLimit: 1e9,
      durability: durability ?? (dice.chance(0.1) ? "power" : "process"),
      lockTimeoutMs: 60_000,
    });
    const crew = Array.from({ length: 1 + dice.below(writers) }, take);
    const opening = crew.map((writer) => writer.open(file, options()));
    if (plan.way === "opening") {
      const victim = take();
      victim.open(file, options()).catch(() => {});
      await pause(plan.ms / 10);
      victim.kill();
      await victim.end();
    }
    const states = await Promise.all(opening);
    const problems = compare(states);
    if (problems.length > 0) fail(number, problems);
    fs.rmSync(evidence, { recursive: true, force: true });
    fs.mkdirSync(evidence);

    const victim = dice.below(crew.length);
    crew.forEach((writer, index) => {
      const die =
        plan.way === "self" && index === victim
          ? { way: dice.pick(["abort", "reallyExit", "exit"]), at: dice.below(200) }
          : undefined;
      const name = `w${index}`;
      writer.ledger = path.join(evidence, `ledger-${name}`);
      writer.tell("go", { ledger: writer.ledger, name, seed: `${seed}/${number}/${name}`, persistEach, die });
    });
    refill();
    if (plan.way === "self") await crew[victim].end();
    else await pause(plan.ms);
    if (plan.way === "one") {
      crew[victim].kill();
      await crew[victim].end();
      await pause(plan.moreMs);
    }
    const survivors = crew.filter((writer) => running.has(writer));
    const leaves = plan.way === "leave";
    for (const writer of survivors) {
      if (leaves) writer.tell("leave", { way: dice.pick(["exit", "end"]) });
      else writer.kill();
    }
    const ends = await Promise.all(crew.map((writer) => writer.end()));
    fs.cpSync(path.dirname(file), path.join(evidence, "data"), { recursive: true });

    const calls = crew.flatMap((writer) => readLedger(writer.ledger));
    ledger = { initial: states[0], calls };
    const found = calls.filter(({ failed }) => failed).map(({ kind, tag, failed }) => `${kind} ${tag}: ${failed}`);
    if (leaves) found.push(...afterLeaving(ends, crew, path.dirname(file)));
    found.push(...fileProblems(ledger, file));
    if (found.length > 0) fail(number, found);
    figures.rounds += 1;
    figures.calls += calls.length;
    figures.acknowledged += calls.filter(({ ack }) => ack < Infinity).length;
    figures.killed += ends.filter(({ code }) => code === null).length;
  };

  try {
    refill();
    for (let number = 0; number < rounds; number += 1) {
      await round(number);
      onRound(number, figures);
    }
    const last = take();
    const problems = compare([await last.open(file, {})]);
    last.tell("leave", { way: "end" });
    problems.push(...afterLeaving([await last.end()], [last], path.dirname(file)));
    if (problems.length > 0) fail("after the last one", problems);
  } finally {
    for (const writer of [...spare, ...running]) writer.kill();
    await Promise.all([...spare, ...running].map((writer) => writer.ended));
  }
  return figures;
}

/** What is wrong after processes have left in peace. */
function afterLeaving(ends, crew, folder) {
  const problems = ends.flatMap(({ code, signal }, index) =>
    code === 0 ? [] : [`a process that left in peace ended with ${code ?? signal}: ${crew[index].stderr}`],
  );
  const names = fs.readdirSync(folder);
  if (names.join() !== "state.json") problems.push(`the last one out left ${names.join(", ")}`);
  return problems;
}

/** What is wrong with the JSON file itself: it is whole, and holds what was there before a `persistNow()` that resolved. */
function fileProblems(ledger, file) {
  if (!fs.existsSync(file)) return [];
  const state = observe(JSON.parse(fs.readFileSync(file, "utf8")));
  const saved = ledger.calls.filter(({ kind, ack }) => kind === "persist" && ack < Infinity);
  if (saved.length === 0) return [];
  const mustHave = Math.max(...saved.map(({ begin }) => begin));
  return problemsOf(ledger, state, mustHave).map((problem) => `after persistNow(), in the file: ${problem}`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "300" },
      seed: { type: "string", default: String(Date.now()) },
      writers: { type: "string", default: "3" },
      durability: { type: "string" },
      "persist-each": { type: "boolean", default: false },
      folder: { type: "string" },
    },
  });
  const folder = values.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), "mock-state-store-kill-"));
  const started = performance.now();
  console.log(`seed ${values.seed}, in ${folder}`);
  const figures = await killRounds({
    rounds: Number(values.rounds),
    seed: values.seed,
    folder,
    writers: Number(values.writers),
    durability: values.durability,
    persistEach: values["persist-each"],
    onRound: (number, { calls, killed }) => {
      if ((number + 1) % 100 === 0) console.log(`${number + 1} rounds, ${calls} calls, ${killed} processes killed`);
    },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${JSON.stringify(figures)}, nothing lost, in ${seconds} s`);
  fs.rmSync(folder, { recursive: true });
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { Writer, killRounds, pause };
