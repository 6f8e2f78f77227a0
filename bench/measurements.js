"use strict";

/* Measurements other than a loop of calls. Each returns nanoseconds or bytes. */

const { spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const path = require("node:path");
const { monitorEventLoopDelay } = require("node:perf_hooks");
const { setTimeout } = require("node:timers/promises");
const { median } = require("./numbers.js");
const { Worker } = require("./process.js");
const { openStore } = require("./stores.js");
const { parameter, parameters } = require("./values.js");

/** @import * as Api from "../index.js" */
/** @import { Contender } from "./stores.js" */

const LARGE = 100_000;
const NAME_OF_TURN = "/bench/turn";

/** The longest event loop delay while one change is saved, to about a millisecond. @param {Api.MockStateStore} store */
async function longestGap(store) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // Delays are recorded by a timer: it has to fire once before the save, and once after it.
  await setTimeout(5);
  await store.setParameter(parameter(0)[0], `saved at ${Date.now()}`);
  await store.persistNow();
  await setTimeout(5);
  delay.disable();
  return delay.max;
}

/** The time from opening a large file to the first answer. @param {unknown} _ @param {Contender} contender */
async function openLargeFile(_, contender) {
  const large = { ...contender, file: `${contender.file}-large` };
  if (!existsSync(large.file)) await inNewProcess("write", large);
  return inNewProcess("open", large);
}

/** After all parameters have been written and read. @param {unknown} _ @param {Contender} contender */
function residentMemory(_, contender) {
  return inNewProcess("memory", contender);
}

/**
 * The median time from a write in one process until another process has read it.
 *
 * @param {Api.MockStateStore} store
 * @param {Contender} contender
 */
async function turn(store, contender) {
  await store.setParameter(NAME_OF_TURN, "0");
  const others = inNewProcess("turns", contender);
  const moments = [...(await takeTurns(store, true)), ...(await others)].sort((a, b) => a - b);
  return median(moments.slice(1).map((moment, index) => moment - moments[index]));
}

/**
 * Counts up in turns with the other process.
 *
 * @param {Api.MockStateStore} store
 * @param {boolean} isFirst the first process decides when to end
 * @returns when this process saw its turns, in nanoseconds of a clock that both processes share
 */
async function takeTurns(store, isFirst) {
  /** @type {number[]} */
  const moments = [];
  let end = Number.POSITIVE_INFINITY;
  for (let number = isFirst ? 0 : 1; ; number += 2) {
    let seen = await store.getParameter(NAME_OF_TURN);
    while (seen !== String(number) && seen !== "end") seen = await store.getParameter(NAME_OF_TURN);
    if (seen === "end") return moments;
    moments.push(Number(process.hrtime.bigint()));
    // The clock starts when the other process has answered.
    if (number === 2) end = performance.now() + 200;
    const isOver = performance.now() > end;
    await store.setParameter(NAME_OF_TURN, isOver ? "end" : String(number + 1));
    if (isOver) return moments;
  }
}

/** A process that calls a store once, or runs an empty script. @param {unknown} _ @param {Contender} contender */
function firstAnswer(_, { kind, build }) {
  return processTime(kind === "empty" ? [EMPTY] : [path.join(__dirname, "first-answer.js"), build]);
}

/** The command `status` on a file that is open, or an empty script. @param {unknown} _ @param {Contender} contender */
function statusCommand(_, { kind, build, file }) {
  return processTime(
    kind === "empty" ? [EMPTY] : [path.join(build, "bin/mock-state-store.js"), "status", "--state", file],
  );
}

const EMPTY = path.join(__dirname, "empty.js");

/** The time that a process takes, in nanoseconds. @param {string[]} args */
function processTime(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(`${args[0]} failed: ${stderr}`);
  return (performance.now() - start) * 1e6;
}

/** Tasks of a new process. @type {Record<string, (contender: Contender) => Promise<unknown>>} */
const TASKS = {
  async write(contender) {
    const store = await openStore(contender);
    await store.patchState({ ssm: { parameters: parameters(LARGE) } });
    await store.persistNow();
    await store.close?.();
  },

  async open(contender) {
    // Loading the package is measured as part of the start.
    if (contender.kind === "file") require(contender.build);
    const start = performance.now();
    const store = await openStore(contender);
    const value = await store.getParameter(parameter(LARGE - 1)[0]);
    const time = performance.now() - start;
    if (value === null) throw new Error("The file lacks a parameter");
    return time * 1e6;
  },

  async memory(contender) {
    const before = await settledMemory();
    const store = await openStore(contender);
    for (let index = 0; index < LARGE; index++) await store.setParameter(...parameter(index));
    await store.getAllParameters();
    const bytes = (await settledMemory()) - before;
    // Keeps the store from being collected before.
    await store.getInstance();
    return bytes;
  },

  async turns(contender) {
    return takeTurns(await openStore(contender), false);
  },
};

async function settledMemory() {
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc?.();
    await setTimeout(50);
  }
  return process.memoryUsage().rss;
}

/** Runs a task in a new process. @param {string} task @param {Contender} contender */
async function inNewProcess(task, contender) {
  const worker = new Worker(task, contender);
  try {
    return await worker.ask(task);
  } finally {
    await worker.stop();
  }
}

module.exports = { TASKS, firstAnswer, longestGap, openLargeFile, residentMemory, statusCommand, turn };
