"use strict";

/* How short calls are measured in one process: in turns, so that drift hits all alike. */

const { median } = require("./numbers.js");

const ROUNDS = 15;
const CALLS = 2000;

/** What the last call answered: V8 leaves out what nobody gets. */
const last = { answer: /** @type {unknown} */ (undefined) };

/**
 * The median of each task's rounds; the first rounds only warm up.
 *
 * @param {(() => number | Promise<number>)[]} tasks
 */
async function interleaved(tasks) {
  /** @type {number[][]} */
  const rounds = [];
  for (let count = 0; count < 2 * ROUNDS; count++) {
    /** @type {number[]} */
    const values = [];
    for (const task of tasks) values.push(await task());
    if (count >= ROUNDS) rounds.push(values);
  }
  return tasks.map((_, index) => median(rounds.map((values) => values[index])));
}

/**
 * Nanoseconds that a call takes and its promise.
 *
 * @param {() => unknown} call
 */
async function awaited(call) {
  const start = process.hrtime.bigint();
  for (let count = 0; count < CALLS; count++) last.answer = await call();
  return Number(process.hrtime.bigint() - start) / CALLS;
}

/**
 * Nanoseconds that a call takes.
 *
 * @param {() => unknown} call
 */
function repeated(call) {
  const start = process.hrtime.bigint();
  for (let count = 0; count < CALLS; count++) last.answer = call();
  return Number(process.hrtime.bigint() - start) / CALLS;
}

module.exports = { awaited, interleaved, repeated };
