"use strict";

/* `node worker.js <contender as JSON> <group>`: opens a store and measures it, one task per message. */

const { GROUPS } = require("./cases.js");
const { TASKS } = require("./measurements.js");
const { openStore } = require("./stores.js");
const { parameters } = require("./values.js");

/** @import * as Api from "../index.js" */
/** @typedef {{ name: string, milliseconds: number }} Question `name` is the name of a case */

/** @type {import("./stores.js").Contender} */
const contender = JSON.parse(process.argv[2]);
const group = GROUPS[process.argv[3]];
const calls = group?.calls ?? {};
/** @type {Api.MockStateStore} */
let store;
/** @type {string[]} */
let names;
/** @type {Record<string, () => Promise<unknown>>} */
const warm = {};
/** The last results: the compiler cannot remove a call whose result is kept. */
const answers = /** @type {unknown[]} */ (new Array(64).fill(undefined));

/** @type {Record<string, (question: Question) => unknown>} */
const tasks = {
  async prepare() {
    store = await openStore(contender);
    const added = parameters(group.parameters ?? 0);
    names = Object.keys(added);
    if (names.length > 0) await store.patchState({ ssm: { parameters: added } });
  },

  async measure({ name, milliseconds }) {
    const measurement = group.measurements?.[name];
    if (measurement) return measurement(store, contender);
    if (warm[name] === undefined) {
      warm[name] = calls[name](store, names);
      await timePerCall(warm[name], group.warmUp ?? 200);
    }
    return timePerCall(warm[name], milliseconds);
  },

  /** The results of all calls, copied when they arrive. */
  async transcript() {
    /** @type {[method: string, answer: unknown][]} */
    const entries = [];
    const recorder = new Proxy(store, {
      get:
        (target, method) =>
        async (/** @type {unknown[]} */ ...args) => {
          const answer = await Reflect.get(target, method).apply(target, args);
          entries.push([String(method), normalized(answer)]);
          return answer;
        },
    });
    for (const makeCall of Object.values(calls)) {
      await recorder.resetState();
      const call = makeCall(recorder, names);
      for (let time = 0; time < 3; time++) await call();
      await recorder.getState();
    }
    return entries;
  },
};

/**
 * The mean of as many calls as fit into the time, garbage collection included, in nanoseconds.
 *
 * @param {() => Promise<unknown>} call
 * @param {number} milliseconds
 */
async function timePerCall(call, milliseconds) {
  let [count, elapsed, batch] = [0, 0, 1];
  while (elapsed < milliseconds) {
    if (group.resetAfter) {
      await store.resetState();
      // The first call after a reset fills the caches, and is not measured.
      await call();
    }
    const start = performance.now();
    for (let index = 0; index < batch; index++) answers[index % answers.length] = await call();
    const time = performance.now() - start;
    elapsed += time;
    count += batch;
    // Aims at a millisecond per batch.
    batch = Math.min(Math.max(1, Math.round(batch / time)), group.resetAfter ?? 1000);
  }
  return (elapsed / count) * 1e6;
}

/** Removes times, random ids, and `pendingTimeouts`, which the package does not enumerate. @param {unknown} value */
function normalized(value) {
  const json = JSON.stringify(value, (key, part) => {
    if (key === "pendingTimeouts") return undefined;
    return part instanceof Map ? Object.fromEntries(part) : part;
  });
  return JSON.parse((json ?? "null").replaceAll(/\d{4}-[-\d]+T[:.\d]+Z|cmd-\d+-\w+|vol-mock\w+/g, "<varies>"));
}

process.on("message", async (/** @type {Question & { task: string }} */ { task, ...question }) => {
  try {
    process.send?.({ value: await (task in tasks ? tasks[task](question) : TASKS[task](contender)) });
  } catch (error) {
    process.send?.({ error: /** @type {Error} */ (error).stack });
  }
});
