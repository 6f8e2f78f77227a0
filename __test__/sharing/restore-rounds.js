"use strict";

/*
 * Kills processes that restore snapshots and apply scenarios, and looks whether the account is wholly one or another:
 *
 *   node __test__/sharing/restore-rounds.js --rounds 500 --seed 1
 *
 * A seed repeats what the processes call and when they are killed. `--writers 3` is how many there are at most in a
 * round.
 */

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { SNAPSHOTS, callsOf, canBeLast, problemsOf } = require("../support/restore-ledger.js");
const { random } = require("../support/random.js");
const { Writer, pause } = require("./kill-rounds.js");

const PROGRAM = require.resolve("../support/restore-writer.js");

/** The entries of a ledger, the last line of which may be torn. */
function readLedger(file) {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  return lines.map((line) => JSON.parse(line));
}

/** What is wrong with the files of the snapshots, by the names that are listed. */
function problemsOfSnapshots(folder, listed) {
  const problems = [];
  const names = fs.readdirSync(folder).filter((name) => !name.startsWith("."));
  for (const name of names) {
    const { version, takenAt, state } = JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
    if (version !== 1 || Number.isNaN(Date.parse(takenAt))) problems.push(`${name} is of ${version}, ${takenAt}`);
    problems.push(...problemsOf(state).map((problem) => `${name}: ${problem}`));
    if (!listed.includes(path.parse(name).name)) problems.push(`${name} is not listed`);
  }
  if (names.length !== listed.length) problems.push(`${listed} are listed, and there are ${names}`);
  for (const [name, value] of Object.entries(SNAPSHOTS)) {
    const { state } = JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), "utf8"));
    if (state.whole !== value) problems.push(`${name} is of ${state.whole}`);
  }
  return problems;
}

/**
 * Runs rounds on one file, so that each starts from what the one before has left. Rejects, at the first thing that is
 * wrong, with an error that says what, and in which round.
 */
async function restoreRounds({ rounds, seed, folder, writers = 3, onRound = () => {} }) {
  const file = path.join(folder, "data", "state.json");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const figures = { rounds: 0, calls: 0, acknowledged: 0, killed: 0 };
  const alive = new Set();
  const spare = [];
  const refill = () => {
    while (spare.length < writers) {
      const writer = new Writer(folder, PROGRAM);
      spare.push(writer);
      alive.add(writer);
      writer.ended.then(() => alive.delete(writer));
    }
  };
  const fail = (round, problems) => {
    if (problems.length === 0) return;
    const list = problems.slice(0, 10).map((problem) => `\n  ${problem}`);
    throw new Error(`round ${round} of seed ${seed}: ${problems.length} problems${list.join("")}`);
  };
  const open = (writer, index, more) => {
    writer.ledger = path.join(folder, `ledger-${index}`);
    fs.rmSync(writer.ledger, { force: true });
    const options = { persistenceDebounceMs: index * 3, lockTimeoutMs: 60_000 };
    return writer.open(file, options, { ledger: writer.ledger, ...more });
  };
  /** The calls of which one has given the account its value. */
  let calls;
  const check = (round, { value, problems, names }) => {
    fail(round, [...problems, ...problemsOfSnapshots(`${file}.snapshots`, names)]);
    if (calls && !canBeLast(value, calls)) fail(round, [`${value} is not of the last call: ${JSON.stringify(calls)}`]);
    calls = [{ value, began: 0, acknowledged: 0 }];
  };

  const round = async (number) => {
    const dice = random(`${seed}/${number}`);
    const crew = spare.splice(0, 1 + dice.below(writers));
    check(number, await open(crew[0], 0, number === 0 ? { snapshots: Object.entries(SNAPSHOTS) } : {}));
    await Promise.all(crew.slice(1).map((writer, index) => open(writer, index + 1)));
    crew.forEach((writer, index) => {
      writer.tell("go", { name: `${number}-${index}`, seed: `${seed}/${number}-${index}` });
    });
    refill();
    await pause(dice.below(80));
    const leaves = dice.chance(0.15);
    for (const writer of crew) {
      if (leaves) writer.tell("leave");
      else writer.kill();
      if (dice.chance(0.5)) await pause(dice.below(20));
    }
    const ends = await Promise.all(crew.map((writer) => writer.end()));
    const found = crew.map((writer) => callsOf(readLedger(writer.ledger)));
    fail(
      number,
      found.flatMap(({ problems }) => problems),
    );
    calls.push(...found.flatMap((it) => it.calls));
    figures.rounds += 1;
    figures.calls += calls.length - 1;
    figures.acknowledged += calls.filter(({ acknowledged }) => acknowledged > 0).length;
    figures.killed += ends.filter(({ code }) => code === null).length;
  };

  try {
    refill();
    for (let number = 0; number < rounds; number += 1) {
      await round(number);
      onRound(number, figures);
    }
    check("after the last one", await open(spare[0], 0));
  } finally {
    const last = [...alive];
    for (const writer of last) writer.kill();
    await Promise.all(last.map((writer) => writer.ended));
  }
  return figures;
}

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "500" },
      seed: { type: "string", default: String(Date.now()) },
      writers: { type: "string", default: "3" },
    },
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mock-state-store-restore-"));
  const started = performance.now();
  console.log(`seed ${values.seed}, in ${folder}`);
  const figures = await restoreRounds({
    rounds: Number(values.rounds),
    seed: values.seed,
    folder,
    writers: Number(values.writers),
    onRound: (number, { acknowledged, killed }) => {
      if ((number + 1) % 100 === 0) console.log(`${number + 1} rounds, ${acknowledged} acknowledged, ${killed} killed`);
    },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${JSON.stringify(figures)}, each account whole, in ${seconds} s`);
  fs.rmSync(folder, { recursive: true });
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { restoreRounds };
