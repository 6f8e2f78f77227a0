"use strict";

/*
 * `npm run bench -- --profile`: where the time of a call goes. Each row is a method as it is called, and the
 * native part of it alone, by the request that the method writes; what remains is JavaScript's: the request, the
 * checks, the copies.
 */

const path = require("node:path");
const { MockStateStore } = require("../index.js");
const { loadNative } = require("../lib/native.js");
const { Operation } = require("../lib/operations.js");
const { add, addOptions, addScalar, begin, encode, memory, perform } = require("../lib/request.js");
const { awaited, interleaved, repeated } = require("./interleave.js");
const { markdown, round } = require("./numbers.js");

/** @typedef {(store: MockStateStore) => Promise<unknown>} Call */
/** @typedef {{ name: string, file: boolean, call: Call, write?: () => void }} Row `write` writes the request */

const NAME = "/minecraft/player-count";

const writeParameter = () => {
  begin(Operation.setParameter, Date.now());
  addScalar(NAME);
  addScalar("7");
  addScalar(undefined);
};
const writeState = () => {
  begin(Operation.updateInstanceState, Date.now());
  addScalar("running");
};
const writeVolume = () => {
  begin(Operation.setHasVolume, Date.now());
  addScalar(true);
};
const writeCommand = () => {
  begin(Operation.addCommand, Date.now());
  add(["systemctl restart minecraft"], "commands");
};

/** @type {Row[]} */
const ROWS = [
  { name: "getParameter", file: false, call: (store) => store.getParameter(NAME) },
  { name: "getInstance", file: false, call: (store) => store.getInstance() },
  { name: "getState", file: false, call: (store) => store.getState() },
  { name: "setParameter", file: false, call: (store) => store.setParameter(NAME, "7") },
  { name: "updateInstanceState", file: false, call: (store) => store.updateInstanceState("running") },
  { name: "setHasVolume", file: false, call: (store) => store.setHasVolume(true), write: writeVolume },
  {
    name: "addCommand",
    file: false,
    call: (store) => store.addCommand(["systemctl restart minecraft"]),
    write: writeCommand,
  },
  { name: "setParameter", file: true, call: (store) => store.setParameter(NAME, "7"), write: writeParameter },
  { name: "updateInstanceState", file: true, call: (store) => store.updateInstanceState("running"), write: writeState },
];

/**
 * @param {string} folder for files
 * @returns {Promise<string>} Markdown
 */
async function profile(folder) {
  const stores = ROWS.map(({ file }, index) => new MockStateStore(options(file, path.join(folder, `${index}.json`))));
  const engines = ROWS.map(({ file }, index) => open(options(file, path.join(folder, `${index}-native.json`))));
  const tasks = [() => awaited(async () => {}), async () => called(engines[0], writeNothing)];
  for (const [index, { call, write }] of ROWS.entries()) {
    tasks.push(() => awaited(() => call(stores[index])));
    tasks.push(async () => (write ? called(engines[index], write) : 0));
  }
  const times = await interleaved(tasks);
  await Promise.all(stores.map((store) => store.close()));
  const [promise, crossing, ...others] = times;
  const rows = ROWS.map(({ name, file, write }, index) => {
    const [total, inNative] = others.slice(2 * index, 2 * index + 2);
    const parts = write ? [crossing, inNative - crossing] : [0, 0];
    return [`${name}${file ? ", in a file" : ""}`, total, promise, total - promise - inNative, ...parts];
  });
  const header = ["ns", "an awaited call", "promise", "JavaScript", "crossing", "engine"];
  return markdown([header, ...rows.map((row) => row.map((cell) => (typeof cell === "number" ? cellOf(cell) : cell)))]);
}

/**
 * @param {boolean} file
 * @param {string} persistencePath
 */
function options(file, persistencePath) {
  return { enablePersistence: file, persistencePath, persistenceDebounceMs: 600_000 };
}

/** @param {object} options */
function open(options) {
  const { opened } = loadNative().open(memory, encode(addOptions, options), undefined, Date.now(), () => {});
  return /** @type {import("../lib/binding.js").Opened} */ (opened);
}

/** The smallest request there is that takes the lock of the store. */
function writeNothing() {
  begin(Operation.parameterValue, 0);
  addScalar("");
}

/** @param {number} ns */
function cellOf(ns) {
  return ns === 0 ? "" : round(Math.max(ns, 0));
}

/**
 * Native code alone, with a request that is written once.
 *
 * @param {import("../lib/binding.js").Opened} engine
 * @param {() => void} write
 */
function called({ perform: run }, write) {
  /** @type {unknown[]} */
  let texts = [];
  write();
  perform((...args) => {
    texts = args;
  });
  const [first, second] = texts;
  if (texts.length === 0) return repeated(() => run());
  return texts.length === 1 ? repeated(() => run(first)) : repeated(() => run(first, second));
}

module.exports = { profile };
