"use strict";

/*
 * `worker.js <task> <package> <file>`: a process of its own for what a process is measured by. It prints JSON.
 * `<package>` is a folder, or the name of a class of this folder.
 */

const { contender, fileOptions } = require("./contenders.js");

const [task, name, file] = process.argv.slice(2);
const LARGE = 100_000;
const NAME_OF_TURN = "/bench/turn";

/** @param {number} index */
const nameOf = (index) => `/bench/parameter-${String(index).padStart(6, "0")}`;

/** @param {import("./contenders.js").Store} store */
async function fill(store) {
  /** @type {Record<string, { value: string, type: "String", lastModified: string }>} */
  const parameters = {};
  for (let index = 0; index < LARGE; index++) {
    parameters[nameOf(index)] = { value: `value ${index}`, type: "String", lastModified: "2026-01-30T12:00:00.000Z" };
  }
  await store.patchState({ ssm: { parameters } });
}

async function residentBytes() {
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage.rss();
}

/** The longest time in milliseconds in which the event loop ran nothing else, while something is awaited. */
async function longestGap(/** @type {() => Promise<unknown>} */ work) {
  let isRunning = true;
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  isRunning = false;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}

/** @type {Record<string, () => Promise<unknown>>} */
const TASKS = {
  /** Writes a file of `LARGE` parameters. */
  async write() {
    const store = contender(name, fileOptions(file));
    await fill(store);
    await store.persistNow();
    await store.close?.();
  },

  /** Nanoseconds until that file gives its first answer. */
  async open() {
    const start = performance.now();
    const store = contender(name, fileOptions(file));
    if ((await store.getParameter(nameOf(LARGE - 1))) === null) throw new Error("a parameter is lost");
    return (performance.now() - start) * 1e6;
  },

  /** Nanoseconds of the longest gap while a change of that file is saved. */
  async save() {
    const store = contender(name, fileOptions(file));
    const gaps = [];
    for (let save = 0; save < 5; save++) {
      await store.setParameter(nameOf(0), `saved ${save}`);
      gaps.push((await longestGap(() => store.persistNow())) * 1e6);
    }
    return gaps.sort((a, b) => a - b)[2];
  },

  /** Bytes that `LARGE` parameters take once all of them have been read. */
  async memory() {
    const before = await residentBytes();
    const store = contender(name);
    for (let index = 0; index < LARGE; index++) await store.setParameter(nameOf(index), `value ${index}`);
    await store.getAllParameters();
    return (await residentBytes()) - before;
  },

  /** The first answer of a process. */
  async start() {
    await contender(name).getInstance();
  },

  /** Counts on where the other process has counted, and answers nanoseconds for each turn. */
  async turns() {
    const store = contender(name, fileOptions(file));
    const isFirst = process.argv[5] === "first";
    const TURNS = 2_000;
    const start = process.hrtime.bigint();
    for (let turn = isFirst ? 0 : 1; turn < TURNS; turn += 2) {
      while ((await store.getParameter(NAME_OF_TURN)) !== String(turn)) {
        // The other process has not had its turn.
      }
      await store.setParameter(NAME_OF_TURN, String(turn + 1));
    }
    return Number(process.hrtime.bigint() - start) / TURNS;
  },
};

TASKS[task]().then((value) => {
  if (value !== undefined) process.stdout.write(JSON.stringify(value));
});
