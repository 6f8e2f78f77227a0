"use strict";

/*
 * A process that restores snapshots, applies scenarios and patches, each of which gives the whole account one value, and
 * is killed. What it is to do comes as lines of JSON on its input: `open`, `go`, `leave`. It answers `open` with the
 * account. In its ledger is when each call began and when it was acknowledged, by a clock that all processes share.
 */

const fs = require("node:fs");
const { MockStateStore } = require("mock-state-store");
const { random } = require("./random.js");
const { SNAPSHOTS, problemsOf, accountValue, whole } = require("./restore-ledger.js");

// The binary is loaded before there is anything to do.
new MockStateStore();

let store;
let record;
let running;
let leaving = false;

const now = () => Number(process.hrtime.bigint() / 1000n);

async function open({ path, options, ledger, snapshots = [] }) {
  const log = fs.openSync(ledger, "a");
  record = (entry) => fs.writeSync(log, `${JSON.stringify(entry)}\n`);
  store = new MockStateStore({ enablePersistence: true, persistencePath: path, ...options });
  for (const [name, value] of snapshots) {
    await store.patchState(whole(value));
    await store.snapshot(name);
  }
  const state = await store.getState();
  const names = (await store.listSnapshots()).map(({ name }) => name);
  process.stdout.write(
    `${JSON.stringify({ state: { value: accountValue(state), problems: problemsOf(state), names } })}\n`,
  );
}

async function go({ name, seed }) {
  const dice = random(seed);
  for (let n = 0; !leaving; n += 1) {
    try {
      await step(`${name}-${n}`, dice);
    } catch (error) {
      record({ failed: `${error.code} ${error.message}` });
    }
  }
}

/** Makes a call that gives the account a value. */
async function set(value, call) {
  record({ value, began: now() });
  await call();
  record({ acknowledged: now() });
}

async function step(own, { below, pick, chance }) {
  const what = below(20);
  if (what < 6) {
    const name = pick(Object.keys(SNAPSHOTS));
    await set(SNAPSHOTS[name], () => store.restore(name));
  } else if (what < 10) {
    await set(own, () => store.applyScenario(scenario(own, below(8))));
  } else if (what < 14) {
    await set(own, () => store.patchState(whole(own)));
  } else if (what < 16) {
    await store.snapshot(pick(["live 0", "live 1"]));
  } else if (what < 17) {
    await store.deleteSnapshot(pick(["live 0", "live 1"]));
  } else if (what < 19) {
    for (const problem of problemsOf(await store.getState())) record({ failed: problem });
  } else {
    // Without a pause the input would never be read.
    await new Promise((resolve) => (chance(0.5) ? setImmediate(resolve) : setTimeout(resolve, below(4))));
  }
}

const scenario = (value, atMs) => ({
  name: `scenario ${value}`,
  description: "",
  state: { ...whole(value), scenarioOf: value },
  timeline: [{ atMs, state: { late: value } }],
});

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
