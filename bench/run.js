"use strict";

/*
 * Compares this package with other ways to the same end, and prints a table.
 *
 *   npm run bench                              seven rounds, some five minutes
 *   npm run bench -- --quick                   three short rounds
 *   npm run bench -- --against ../other        a build of the package in another folder takes part
 *   npm run bench -- --only "round trip"       only the rows whose name contains this
 *
 * `bars.js` has what is asked. Where no contender is named, the baseline is the plain class of this folder.
 */

const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
const { BARS, describe, isReached } = require("./bars.js");
const cases = require("./cases.js");
const { contender, fileOptions } = require("./contenders.js");
const { compareRounds, format, interleave, spread } = require("./measure.js");
const { roundTrip } = require("./round-trip.js");

/** @typedef {import("./contenders.js").Store} Store */

const { values: options } = parseArgs({
  options: {
    against: { type: "string" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 3 : 7));
const milliseconds = options.quick ? 20 : 100;
const THIS = path.join(__dirname, "..");
const PACKAGES = options.against === undefined ? [THIS] : [THIS, path.resolve(options.against)];
const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "mock-state-store-bench-"));
let files = 0;
const newFile = () => path.join(folder, String(files++), "state.json");

const ROW = (/** @type {string[]} */ cells) => console.log(`| ${cells.join(" | ")} |`);

/**
 * Prints a row: the baseline, each package, how they compare, and what is asked.
 *
 * @param {string} name
 * @param {Record<string, number[]>} times by contender and round; the first is the baseline
 * @param {keyof typeof BARS} [bar]
 * @param {(value: number) => string} [show]
 */
function print(name, times, bar, show = format) {
  const [[, baseline], ...packages] = Object.entries(times);
  const asked = bar === undefined ? undefined : BARS[bar];
  const isDifference = asked !== undefined && "atMostMore" in asked;
  const isTimes = asked !== undefined && "atMostTimes" in asked;
  const compare = (/** @type {number[]} */ of) => {
    if (isDifference) return compareRounds(of, baseline, (a, b) => a - b);
    return isTimes ? compareRounds(of, baseline, (a, b) => a / b) : compareRounds(of, baseline);
  };
  const text = (/** @type {number} */ value) => (isDifference ? show(value) : `${value.toFixed(2)}×`);
  const cells = packages.map(([, of]) => {
    const { median, lowest, highest } = compare(of);
    return `${show(spread(of).median)}: ${text(median)} (${text(lowest)}–${text(highest)})`;
  });
  const own = packages[0][1];
  const isMet = asked && isReached(asked, "atMost" in asked ? spread(own).median : compare(own).median);
  ROW([name, show(spread(baseline).median), ...cells, asked ? `${describe(asked)}${isMet ? "" : " **missed**"}` : ""]);
}

const isWanted = (/** @type {string} */ name) => name.includes(options.only);

/**
 * Measures a call on a store of each contender.
 *
 * @param {string} name
 * @param {(store: Store, turn: number) => Promise<unknown>} call
 * @param {keyof typeof BARS} [bar]
 * @param {{ baseline?: () => Store, own?: (folder: string) => Store, prepare?: (store: Store) => Promise<unknown> }} [make]
 */
async function row(name, call, bar, make = {}) {
  if (!isWanted(name)) return;
  const { baseline = () => contender("plain"), own = contender, prepare = async () => {} } = make;
  const stores = { baseline: baseline(), ...Object.fromEntries(PACKAGES.map((folder) => [folder, own(folder)])) };
  for (const store of Object.values(stores)) await prepare(store);
  const calls = Object.entries(stores).map(([name, store]) => [
    name,
    (/** @type {number} */ turn) => call(store, turn),
  ]);
  print(name, await interleave(Object.fromEntries(calls), { rounds, milliseconds }), bar);
  for (const store of Object.values(stores)) await store.close?.();
}

/** @param {number} count */
function parametersOf(count) {
  const names = Array.from({ length: count }, (_, index) => `/bench/parameter-${index}`);
  const parameter = { value: "1", type: /** @type {const} */ ("String"), lastModified: "2026-01-30T12:00:00.000Z" };
  return Object.fromEntries(names.map((name) => [name, parameter]));
}

async function inMemory() {
  await row("dashboard's round trip", roundTrip, "roundTrip");
  for (const [name, call] of Object.entries(cases.POINT_READS)) await row(name, call, "pointRead");
  for (const [name, call] of Object.entries(cases.RECORD_READS)) await row(name, call, "recordRead");
  for (const [name, call] of Object.entries(cases.SCALAR_WRITES)) await row(name, call, "scalarWrite");
  for (const [name, call] of Object.entries(cases.PAIRS)) await row(name, call, "pair");
  for (const [name, call] of Object.entries(cases.OBJECT_WRITES)) await row(name, call, "objectWrite");
  for (const [name, call] of Object.entries(cases.AFTER_WRITES)) await row(name, call);
  await row("getState", (store) => store.getState(), "getState");
  await row("getAllParameters", (store) => store.getAllParameters());
  for (const count of [1_000, 100_000]) {
    const prepare = (/** @type {Store} */ store) => store.patchState({ ssm: { parameters: parametersOf(count) } });
    const isLarge = count === 100_000;
    const among = count.toLocaleString("en");
    await row(`getState, ${among} parameters`, (store) => store.getState(), isLarge ? "getStateLarge" : undefined, {
      prepare,
    });
    const patch = (/** @type {Store} */ store) => store.patchState({ ssm: { parameters: parametersOf(1) } });
    await row(`patchState of one among ${among}`, patch, isLarge ? "patchLarge" : undefined, { prepare });
    await row(`getParameter among ${among}`, (store) => store.getParameter("/bench/parameter-7"), undefined, {
      prepare,
    });
  }
}

async function inFiles() {
  const own = (/** @type {string} */ name) => contender(name, fileOptions(newFile()));
  const locked = () => {
    const file = newFile();
    fs.mkdirSync(path.dirname(file));
    return contender("locked", fileOptions(file));
  };
  await row("round trip in a file, against locked", roundTrip, "fileRoundTrip", { baseline: locked, own });
  await row("point read in a file, against memory", cases.POINT_READS.getParameter, "filePointRead", {
    baseline: () => contender(THIS),
    own,
  });
  if (!isWanted("point write in a file, against a bare append")) return;
  const line = Buffer.from(`${"x".repeat(150)}\n`);
  const log = fs.openSync(path.join(folder, "append"), "a");
  const stores = PACKAGES.map((name) => ({ name, store: own(name) }));
  const times = await interleave(
    {
      append: async () => fs.writeSync(log, line),
      ...Object.fromEntries(
        stores.map(({ name, store }) => [name, (turn) => cases.SCALAR_WRITES.setParameter(store, turn)]),
      ),
    },
    { rounds, milliseconds },
  );
  print("point write in a file, against a bare append", times, "filePointWrite");
  for (const { store } of stores) await store.close();
}

/**
 * @param {string} task
 * @param {string} name
 * @param {string} file
 */
function inProcess(task, name, file) {
  const args = ["--expose-gc", path.join(__dirname, "worker.js"), task, name, file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${task} of ${name} failed: ${stderr}`);
  return stdout === "" ? undefined : JSON.parse(stdout);
}

async function inProcesses() {
  const some = Math.min(rounds, 5);
  /** @type {[string, string, keyof typeof BARS, ((bytes: number) => string)?][]} */
  const tasks = [
    ["open a file of 100,000 parameters", "open", "open"],
    ["save one: longest gap of the event loop", "save", "gap"],
    ["memory of 100,000 parameters", "memory", "memory", (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`],
  ];
  for (const [name, task, bar, show] of tasks.filter(([name]) => isWanted(name))) {
    /** @type {Record<string, number[]>} */
    const times = {};
    const large = Object.fromEntries(["plain", ...PACKAGES].map((name) => [name, newFile()]));
    for (const name of Object.keys(large)) {
      fs.mkdirSync(path.dirname(large[name]));
      times[name] = [];
      if (task !== "memory") inProcess("write", name, large[name]);
    }
    for (let round = 0; round < some; round++) {
      for (const name of Object.keys(large)) times[name].push(inProcess(task, name, large[name]));
    }
    print(name, times, bar, show);
  }
  if (isWanted("turn of two processes")) {
    /** @type {Record<string, number[]>} */
    const times = { none: [], ...Object.fromEntries(PACKAGES.map((name) => [name, []])) };
    for (let round = 0; round < some; round++) {
      times.none.push(0);
      for (const name of PACKAGES) times[name].push(await turns(name));
    }
    print("turn of two processes", times, "turn");
  }
  if (isWanted("require to first answer")) {
    /** @type {Record<string, number[]>} */
    const times = { empty: [], ...Object.fromEntries(PACKAGES.map((name) => [name, []])) };
    for (let round = 0; round < 20; round++) {
      times.empty.push(elapsed(() => spawnSync(process.execPath, ["-e", "0"])));
      for (const name of PACKAGES) times[name].push(elapsed(() => inProcess("start", name, "")));
    }
    print("require to first answer, against an empty script", times, "start");
  }
}

/** @param {() => unknown} work */
function elapsed(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1e6;
}

/**
 * Two processes that take turns on one file.
 *
 * @param {string} name
 * @returns {Promise<number>} nanoseconds for each turn
 */
async function turns(name) {
  const file = newFile();
  const store = contender(name, fileOptions(file));
  await store.setParameter("/bench/turn", "0");
  const players = ["first", "second"].map((player) => {
    const child = spawn(process.execPath, [path.join(__dirname, "worker.js"), "turns", name, file, player]);
    return new Promise((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (part) => {
        text += part;
      });
      child.on("close", (code) =>
        code === 0 ? resolve(Number(text)) : reject(new Error(`a player ended with ${code}`)),
      );
    });
  });
  const [first] = await Promise.all(players);
  await store.close();
  return first;
}

async function main() {
  const { status } = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--silent"], {
    cwd: __dirname,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("The dependencies of bench/ cannot be installed.");
  console.log(`${os.cpus()[0].model} × ${os.cpus().length}, Node ${process.versions.node}, ${rounds} rounds\n`);
  ROW(["", "baseline", ...PACKAGES.map((name) => (name === THIS ? "this package" : "against")), "asked"]);
  ROW(["---", "---", ...PACKAGES.map(() => "---"), "---"]);
  try {
    await inMemory();
    await inFiles();
    await inProcesses();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
