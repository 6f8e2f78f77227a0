"use strict";

/* `worker.js <contender> <file>`: a process that holds one store and measures it, a task at a time. */

const { GROUPS, commands, parameter, parameters } = require("./cases.js");
const { CONTENDERS } = require("./contenders.js");

const [contender, file] = process.argv.slice(2);
const LARGE = 100_000;

/** @type {any} each contender has methods of its own */
let store;
/** @type {string[]} */
let names = [];

/** @type {Record<string, (args: never) => Promise<unknown>>} */
const TASKS = {
  /** @param {{ groupName: string }} args */
  async prepare({ groupName }) {
    const group = findGroup(groupName);
    const limit = Math.max(1000, group.commands);
    store = await CONTENDERS[contender](file, { commandHistoryLimit: limit });
    if (group.parameters > 0) names = await fill(group.parameters);
    if (group.commands > 0) {
      const list = commands(group.commands);
      await store.patchState({ ssm: { commands: list } });
      names = list.map(({ commandId }) => commandId);
    }
  },

  /**
   * Nanoseconds of a call: the mean, and so with the garbage it leaves.
   *
   * @param {{ groupName: string, caseName: string, milliseconds: number }} args
   */
  async call({ groupName, caseName, milliseconds }) {
    const [method] = /** @type {RegExpMatchArray} */ (/[a-z]\w+/.exec(caseName));
    if (!(method in store)) return undefined;
    const group = findGroup(groupName);
    if (names.length === 0) await store.resetState();
    const call = await group.cases[caseName](store, names);
    const { measure } = await import("mitata");
    // Whether it counts calls singly or by the batch, mitata decides by the first few: they must be warm.
    await measure(call, { batch_samples: 256, min_samples: 1, min_cpu_time: milliseconds * 0.3e6 });
    const { avg } = await measure(call, { batch_samples: 256, min_samples: 5, min_cpu_time: milliseconds * 1e6 });
    return avg;
  },

  async writeLargeFile() {
    store = await CONTENDERS[contender](file);
    await fill(LARGE);
    await store.persistNow?.();
    await store.close?.();
  },

  /** Nanoseconds until a file of `LARGE` parameters gives its first answer. */
  async openLargeFile() {
    const start = performance.now();
    store = await CONTENDERS[contender](file);
    const value = await store.getParameter(parameter(LARGE - 1)[0]);
    const time = performance.now() - start;
    if (value === null) throw new Error(`${contender} has lost a parameter`);
    return time * 1e6;
  },

  /** Nanoseconds that a change and its save take, and the longest time in which nothing else could run. */
  async save() {
    globalThis.gc?.();
    let longest = 0;
    let isDone = false;
    let last = performance.now();
    const start = last;
    const tick = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (!isDone) setImmediate(tick);
    };
    tick();
    await store.setParameter(parameter(0)[0], "saved");
    await store.persistNow?.();
    const time = performance.now() - start;
    isDone = true;
    await new Promise((resolve) => setImmediate(resolve));
    return { time: time * 1e6, gap: longest * 1e6 };
  },

  /** Bytes that `LARGE` parameters take, as written, and when all have been read once. */
  async memory() {
    const before = await memory();
    store = await CONTENDERS[contender](file);
    for (let index = 0; index < LARGE; index++) {
      const [name, { value }] = parameter(index);
      await store.setParameter(name, value);
    }
    const written = difference(await memory(), before);
    await store.getAllParameters();
    return { written, read: difference(await memory(), before) };
  },
};

/** @param {string} groupName */
function findGroup(groupName) {
  return /** @type {import("./cases.js").Group} */ (GROUPS.find(({ name }) => name === groupName));
}

/** @param {number} count */
async function fill(count) {
  const entries = parameters(count);
  await store.patchState({ ssm: { parameters: entries } });
  return Object.keys(entries);
}

async function memory() {
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}

/**
 * @param {Awaited<ReturnType<typeof memory>>} after
 * @param {Awaited<ReturnType<typeof memory>>} before
 */
function difference(after, before) {
  return { resident: after.resident - before.resident, heap: after.heap - before.heap };
}

process.on("message", async (/** @type {{ task: string, args: unknown }} */ { task, args }) => {
  try {
    process.send?.({ value: await TASKS[task](/** @type {never} */ (args)) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
});
