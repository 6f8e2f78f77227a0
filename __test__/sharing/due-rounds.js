"use strict";

/*
 * Kills processes that schedule changes and complete each other's, and looks whether each change is made once and in
 * order:
 *
 *   node __test__/sharing/due-rounds.js --rounds 500 --seed 42
 *
 * A seed repeats what the processes call and when they are killed. `--writers 3` is how many there are at most in a
 * round.
 */

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { DueLedger } = require("../support/due-ledger.js");
const { random } = require("../support/random.js");
const { Writer, pause } = require("./kill-rounds.js");

const PROGRAM = require.resolve("../support/due-writer.js");

/** The entries of a ledger, the last line of which may be torn. */
function readLedger(file) {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  return lines.map((line) => JSON.parse(line));
}

/**
 * Runs rounds on one file, so that each starts from what the one before has left. Rejects, at the first thing that is
 * wrong, with an error that says what, and in which round.
 */
async function dueRounds({ rounds, seed, folder, writers = 3, onRound = () => {} }) {
  const file = path.join(folder, "data", "state.json");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const ledger = new DueLedger();
  const figures = { rounds: 0, scheduled: 0, killed: 0, doneInOrder: 0 };
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

  const round = async (number) => {
    const dice = random(`${seed}/${number}`);
    const crew = spare.splice(0, 1 + dice.below(writers));
    const start = await open(crew[0], 0);
    fail(number, ledger.check(start));
    await Promise.all(crew.slice(1).map((writer, index) => open(writer, index + 1)));
    crew.forEach((writer, index) => {
      const name = `${number}-${index}`;
      writer.tell("go", { name, seed: `${seed}/${name}`, forget: index === 0 ? start.done : [] });
    });
    refill();
    await pause(dice.below(60));
    const leaves = dice.chance(0.15);
    for (const writer of crew) {
      if (leaves) writer.tell("leave");
      else writer.kill();
      if (dice.chance(0.5)) await pause(dice.below(20));
    }
    const ends = await Promise.all(crew.map((writer) => writer.end()));
    const entries = crew.flatMap((writer) => readLedger(writer.ledger));
    ledger.remove(entries.flatMap(({ forgotten = [] }) => forgotten));
    fail(number, ledger.add(start, entries));
    figures.rounds += 1;
    figures.scheduled += entries.filter(({ id }) => id !== undefined).length;
    figures.killed += ends.filter(({ code }) => code === null).length;
    figures.doneInOrder = ledger.doneInOrder;
  };

  try {
    refill();
    for (let number = 0; number < rounds; number += 1) {
      await round(number);
      onRound(number, figures);
    }
    const end = await open(spare[0], 0, { settle: true });
    const left = end.scheduled.map(([, number]) => `${number} is still scheduled`);
    fail("after the last one", [...ledger.check(end), ...left]);
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
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mock-state-store-due-"));
  const started = performance.now();
  console.log(`seed ${values.seed}, in ${folder}`);
  const figures = await dueRounds({
    rounds: Number(values.rounds),
    seed: values.seed,
    folder,
    writers: Number(values.writers),
    onRound: (number, { scheduled, killed }) => {
      if ((number + 1) % 100 === 0) console.log(`${number + 1} rounds, ${scheduled} scheduled, ${killed} killed`);
    },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${JSON.stringify(figures)}, none lost, doubled or out of order, in ${seconds} s`);
  fs.rmSync(folder, { recursive: true });
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = { dueRounds };
