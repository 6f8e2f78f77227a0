"use strict";

/*
 * A process that opens a store, changes it at random and is killed. What it is to do comes as lines of JSON on
 * its input: `open`, `go`, `leave`. It answers `open` with the state that it found, and writes each call into its
 * ledger twice: when it begins, and when it has been acknowledged.
 */

const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { observe, writtenBy } = require("./ledger.js");
const { random } = require("./random.js");

const SHARED = ["shared-0", "shared-1", "shared-2"];
const now = () => Number(process.hrtime.bigint());

// The binary is loaded before there is anything to do.
new MockStateStore();

let store;
let leaving = false;

function open({ path, options }) {
  store = new MockStateStore({ enablePersistence: true, persistencePath: path, ...options });
  return answer({});
}

async function answer(more) {
  const state = await store.getState();
  process.stdout.write(`${JSON.stringify({ ...more, state: observe(state) })}\n`);
}

/** A call at random; `tag` is found again in what it writes. */
function callOf({ chance, pick, below }, own, tag) {
  const name = () => (chance(0.5) ? pick(SHARED) : `${own}-${below(3)}`);
  const size = () => (chance(0.03) ? below(100_000) : 0);
  const dice = below(100);
  if (dice < 45) return { kind: "set", tag, name: name(), size: size() };
  if (dice < 60) return { kind: "add", tag };
  if (dice < 70) return { kind: "delete", tag, name: name() };
  if (dice < 82)
    return { kind: "patch", tag, sizes: { [name()]: size(), [name()]: 0, [name()]: chance(0.3) ? null : 0 } };
  if (dice < 92) return { kind: "instance", tag };
  if (dice < 99 || chance(0.7)) return { kind: "persist", tag };
  return { kind: "reset", tag };
}

function make(call) {
  switch (call.kind) {
    case "set":
      return store.setParameter(call.name, writtenBy(call.tag, call.size));
    case "add":
      return store.addCommand([call.tag]);
    case "delete":
      return store.deleteParameter(call.name);
    case "patch":
      return store.patchState({ ssm: { parameters: patchOf(call) } });
    case "instance":
      return store.setInstance({ availabilityZone: call.tag });
    case "persist":
      return store.persistNow();
    default:
      return store.resetState();
  }
}

function patchOf({ tag, sizes }) {
  const parameter = (size) => ({
    value: writtenBy(tag, size),
    type: "String",
    lastModified: "2026-03-15T12:00:00.000Z",
  });
  return Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, size === null ? null : parameter(size)]),
  );
}

/** Makes calls until it is killed or asked to end; some are awaited, some are made while others are pending. */
async function go({ ledger, name, seed, persistEach, die }) {
  const log = fs.openSync(ledger, "a");
  const record = (entry) => fs.writeSync(log, `${JSON.stringify(entry)}\n`);
  const dice = random(seed);
  let seq = 0;
  const one = async () => {
    const call = callOf(dice, name, `${seed}/${seq}`);
    const entry = { process: seed, seq: seq++ };
    record({ ...entry, begin: now(), ...call });
    try {
      const promise = make(call);
      if (die && entry.seq === die.at) process[die.way](0);
      const id = await promise;
      if (persistEach) await store.persistNow();
      const ack = now();
      record({ ...entry, ack, id });
    } catch (error) {
      record({ ...entry, failed: `${error.code} ${error.message}` });
    }
  };
  while (!leaving) {
    await Promise.all(Array.from({ length: dice.chance(0.2) ? 2 + dice.below(4) : 1 }, one));
    // Without a pause the input would never be read.
    if (dice.chance(0.1)) await new Promise(setImmediate);
  }
}

async function leave({ way }) {
  leaving = true;
  await running;
  if (way === "exit") process.exit(0);
  if (way === "close") await store.close();
  process.stdin.destroy();
}

let running;
let input = "";
process.stdin.setEncoding("utf8").on("data", (text) => {
  const lines = (input + text).split("\n");
  input = lines.pop();
  for (const line of lines) {
    const [command, what] = JSON.parse(line);
    if (command === "open") open(what);
    if (command === "go") running = go(what);
    if (command === "leave") leave(what);
  }
});
