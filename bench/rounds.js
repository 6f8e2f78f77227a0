"use strict";

/*
 * Rounds of measurements. Each contender runs in a process of its own, so that the compiler and the heap of one do not
 * affect another. The contenders measure a case in turns of some milliseconds.
 */

const path = require("node:path");
const { isDeepStrictEqual } = require("node:util");
const { GROUPS } = require("./cases.js");
const { median } = require("./numbers.js");
const { Worker } = require("./process.js");

/**
 * @typedef {Record<string, string>} Builds folders of the package by label: `package`, optionally `against`
 * @typedef {Record<string, Record<string, Record<string, number[]>>>} Results rounds by group, case and contender
 * @typedef {{ folder: string, milliseconds: number, only: string }} Settings
 * @typedef {InstanceType<typeof Worker>} Process
 * @typedef {{ name: string, milliseconds: number }} Question
 */

/** The number of turns in a round, by default. */
const TURNS = 9;
/** The groups whose contenders must return the same results. */
const SAME_ANSWERS = ["dashboard", "dashboard, file", "methods", "read after write", "10 parameters"];

/**
 * Starts a process for each build and for each base. If the base is the package in memory, each build has its own.
 *
 * @param {string} groupName
 * @param {Builds} builds
 * @param {string} prefix of the files
 */
async function startWorkers(groupName, builds, prefix) {
  const { kind, base } = GROUPS[groupName];
  const bases = base === "memory" ? Object.keys(builds) : ["package"];
  const contenders = [
    ...Object.keys(builds).map((build) => ({ label: build, kind, build: builds[build] })),
    ...bases.map((build) => ({ label: `base of ${build}`, kind: base, build: builds[build] })),
  ];
  const workers = contenders.map(({ label, ...contender }) => {
    return new Worker(label, { ...contender, file: `${prefix} ${groupName} ${label}` }, groupName);
  });
  for (const worker of workers) await worker.ask("prepare");
  return workers;
}

/** Checks that the contenders do the same work. @param {Builds} builds @param {Settings} settings */
async function assertSameAnswers(builds, { folder, only }) {
  for (const groupName of SAME_ANSWERS.filter((name) => wantedOf(name, only).length > 0)) {
    const workers = await startWorkers(groupName, builds, path.join(folder, "same"));
    const [expected, ...others] = await Promise.all(workers.map((worker) => worker.ask("transcript")));
    for (const [index, entry] of expected.entries()) {
      const different = others.find((actual) => !isDeepStrictEqual(actual[index], entry));
      if (different) throw new Error(`${groupName}: results differ: ${JSON.stringify([entry, different[index]])}`);
    }
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

/** @param {string} groupName @param {string} only */
function wantedOf(groupName, only) {
  const { calls, measurements } = GROUPS[groupName];
  return Object.keys({ ...calls, ...measurements }).filter((name) => `${groupName}: ${name}`.includes(only));
}

/**
 * Measures every case and adds a round to the results. The value of a round is the lowest one of all turns, because
 * other load on the machine only adds to it, unless the group asks for the median.
 *
 * @param {Results} results
 * @param {number} round
 * @param {Builds} builds
 * @param {Settings} settings
 */
async function measureRound(results, round, builds, { folder, milliseconds, only }) {
  for (const [groupName, { isMedian, repeats = TURNS }] of Object.entries(GROUPS)) {
    const names = wantedOf(groupName, only);
    if (names.length === 0) continue;
    const workers = await startWorkers(groupName, builds, path.join(folder, `${round}`));
    for (const name of names) {
      const times = await takeTurns(workers, { name, milliseconds }, repeats);
      for (const [label, values] of Object.entries(times)) {
        results[groupName] ??= {};
        results[groupName][name] ??= {};
        results[groupName][name][label] ??= [];
        results[groupName][name][label].push(isMedian ? median(values) : Math.min(...values));
      }
    }
    for (const worker of workers) await worker.stop();
  }
}

/** @param {Process[]} workers @param {Question} question @param {number} turns */
async function takeTurns(workers, question, turns) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(workers.map(({ label }) => [label, []]));
  for (let turn = 0; turn < turns; turn++) {
    // Each turn begins with another contender.
    for (const index of workers.keys()) {
      const worker = workers[(index + turn) % workers.length];
      times[worker.label].push(await worker.ask("measure", question));
    }
  }
  return times;
}

module.exports = { assertSameAnswers, measureRound };
