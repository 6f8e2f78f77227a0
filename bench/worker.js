"use strict";

/* `worker.js <contender> <file>`: a process that holds one store and measures it, a task at a time. */

const { GROUPS, commands, parameter, parameters } = require("./cases.js");
const { CONTENDERS } = require("./contenders.js");
const { Gaps } = require("./gaps.js");
const { median, quantiles, waits } = require("./numbers.js");

const [contender, file] = process.argv.slice(2);
const LARGE = 100_000;
const SAVES = 5;
const NAME_OF_TURN = "/bench/turn";

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
    const gaps = new Gaps();
    const times = [];
    const longest = [];
    for (let save = 0; save < SAVES; save++) {
      const start = performance.now();
      gaps.begin();
      await store.setParameter(parameter(0)[0], `saved ${save}`);
      await store.persistNow?.();
      const time = performance.now() - start;
      longest.push(await gaps.end());
      times.push(time * 1e6);
    }
    const all = gaps.all();
    return { time: median(times), gap: median(longest), gaps: quantiles(all), waits: waits(all) };
  },

  async beforeTurns() {
    await store.setParameter(NAME_OF_TURN, "0");
  },

  /**
   * Counts on where the other process has counted. Answers when its turns began, in nanoseconds that both
   * processes count alike.
   *
   * @param {{ isFirst: boolean, milliseconds: number }} args
   */
  async takeTurns({ isFirst, milliseconds }) {
    const end = performance.now() + milliseconds;
    const moments = [];
    for (let turn = isFirst ? 0 : 1; ; turn += 2) {
      let seen = await store.getParameter(NAME_OF_TURN);
      while (seen !== String(turn) && seen !== "end") seen = await store.getParameter(NAME_OF_TURN);
      if (seen === "end") return moments;
      moments.push(Number(process.hrtime.bigint()));
      if (isFirst && performance.now() > end) {
        await store.setParameter(NAME_OF_TURN, "end");
        return moments;
      }
      await store.setParameter(NAME_OF_TURN, String(turn + 1));
    }
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
