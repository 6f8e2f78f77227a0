"use strict";

/*
 * A process that schedules numbered changes with short delays, reads, and is killed. What it is to do comes as lines
 * of JSON on its input: `open`, `go`, `leave`. It answers `open` with what the state holds. In its ledger is each
 * call of `schedule` that was acknowledged, and every revision that its subscription hears of.
 */

const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { random } = require("./random.js");

const DONE = "/due/";

// The binary is loaded before there is anything to do.
new MockStateStore();

let store;
let record;
let running;
let leaving = false;

async function open({ path, options, ledger, settle }) {
  const log = fs.openSync(ledger, "a");
  record = (entry) => fs.writeSync(log, `${JSON.stringify(entry)}\n`);
  store = new MockStateStore({ enablePersistence: true, persistencePath: path, ...options });
  store.subscribe(({ type, revision, previousRevision, entries = [] }) => {
    // A process that has fallen behind does not hear of each change.
    if (type !== "entries" || revision !== previousRevision + 1) return;
    const documents = (kind) => entries.filter((entry) => entry.type === kind);
    record({
      revision,
      scheduled: documents("scheduled").flatMap(({ id, value }) => (value ? [[id, value.patch.number]] : [])),
      done: documents("parameter").flatMap(({ name, value }) => (value ? [name.slice(DONE.length)] : [])),
    });
  });
  if (settle) await store.clock.advance(60_000);
  const state = await look();
  process.stdout.write(`${JSON.stringify({ state })}\n`);
}

/** What is scheduled and what is done, of one revision. */
async function look() {
  for (;;) {
    const revision = await store.revision();
    const { scheduled = {}, ssm } = await store.getState();
    if ((await store.revision()) !== revision) continue;
    const done = Object.keys(ssm.parameters).filter((name) => name.startsWith(DONE));
    return {
      revision,
      scheduled: Object.entries(scheduled).map(([id, { patch }]) => [id, patch.number]),
      done: done.map((name) => name.slice(DONE.length)),
    };
  }
}

const patchOf = (number) => ({
  ssm: { parameters: { [DONE + number]: { value: number, type: "String", lastModified: "" } } },
  number,
});

async function go({ name, seed, forget }) {
  await store.patchState({ ssm: { parameters: Object.fromEntries(forget.map((number) => [DONE + number, null])) } });
  record({ forgotten: forget });
  const dice = random(seed);
  for (let n = 0; !leaving; n += 1) {
    try {
      await step(`${name}-${n}`, dice);
    } catch (error) {
      record({ failed: `${error.code} ${error.message}` });
    }
  }
}

async function step(number, { below, chance }) {
  const what = below(10);
  if (what < 5) record({ number, id: await store.schedule(below(12), patchOf(number)) });
  else if (what < 7) await store.getState();
  else if (what < 8) await store.clock.advance(below(6));
  else if (what < 9) await store.setGlobalLatency(below(9));
  // Without a pause the input would never be read.
  else await new Promise((resolve) => (chance(0.5) ? setImmediate(resolve) : setTimeout(resolve, below(4))));
}

async function leave() {
  leaving = true;
  await running;
  await store.close();
  process.stdin.destroy();
}

let input = "";
process.stdin.setEncoding("utf8").on("data", (text) => {
  const lines = (input + text).split("\n");
  input = lines.pop();
  for (const line of lines) {
    const [command, what] = JSON.parse(line);
    if (command === "open") open(what);
    if (command === "go") running = go(what);
    if (command === "leave") leave();
  }
});
