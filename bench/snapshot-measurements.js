"use strict";

/* Measurements of forks and snapshots of an account with 100,000 parameters. Each returns nanoseconds or bytes. */

const { setTimeout } = require("node:timers/promises");
const { parameter } = require("./values.js");

/** @import * as Api from "../index.js" */

const FORKS = 1000;
const CHANGED = 100;

/** Forks that are kept, so that their memory counts. @param {Api.MockStateStore} store */
async function forks(store) {
  const kept = [];
  for (let index = 0; index < FORKS; index++) kept.push(await store.fork());
  return kept;
}

/** The time of a fork. @param {Api.MockStateStore} store */
async function forkTime(store) {
  const start = performance.now();
  const kept = await forks(store);
  return ((performance.now() - start) / kept.length) * 1e6;
}

/** How much memory as many forks take, in JavaScript and in native code. @param {Api.MockStateStore} store */
async function forkMemory(store) {
  // What making the store has left is used again, or given back, before.
  const first = await forks(store);
  const before = await settledMemory();
  const kept = [...first, ...(await forks(store))];
  const bytes = (await settledMemory()) - before;
  // Keeps them from being collected before.
  await kept[0].getInstance();
  return bytes;
}

async function settledMemory() {
  for (let collections = 0; collections < 5; collections++) {
    globalThis.gc?.();
    // Memory is given back in the background.
    await setTimeout(200);
  }
  return process.memoryUsage().rss;
}

/** The time of a restore after some changes. @param {Api.MockStateStore} store */
async function restoreTime(store) {
  await store.snapshot("bench");
  return timeAfterChanges(store, () => store.restore("bench"));
}

/** The time of a restore of a snapshot that this process has not read yet. @param {Api.MockStateStore} store */
async function firstRestoreTime(store) {
  await store.snapshot("bench");
  await store.snapshot("another");
  return timeAfterChanges(store, () => store.restore("bench"));
}

/** The time of a checkpoint of the same state. @param {Api.MockStateStore} store */
async function checkpointTime(store) {
  return timeAfterChanges(store, () => store.persistNow());
}

/** @param {Api.MockStateStore} store */
async function diffTime(store) {
  await store.snapshot("bench");
  return timeAfterChanges(store, () => store.diff("bench"));
}

/** @param {Api.MockStateStore} store @param {() => Promise<unknown>} call */
async function timeAfterChanges(store, call) {
  for (let index = 0; index < CHANGED; index++) {
    await store.setParameter(parameter(index * 7)[0], `changed at ${performance.now()}`);
  }
  const start = performance.now();
  await call();
  return (performance.now() - start) * 1e6;
}

module.exports = { checkpointTime, diffTime, firstRestoreTime, forkMemory, forkTime, restoreTime };
