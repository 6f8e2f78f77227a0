"use strict";

/* The measured cases, in groups. Each contender measures a group with one store in one process. */

const { findChromium } = require("../scripts/browser.js");
const { AWS_GROUPS } = require("./aws-cases.js");
const { firstPaint, update } = require("./inspector-measurements.js");
const { firstAnswer, longestGap, openLargeFile, residentMemory, statusCommand, turn } = require("./measurements.js");
const { roundTrip } = require("./round-trip.js");
const {
  checkpointTime,
  diffTime,
  firstRestoreTime,
  forkMemory,
  forkTime,
  restoreTime,
} = require("./snapshot-measurements.js");
const { BACKUP, COMMANDS, COSTS, DONE, FAILURE, INSTANCE, PARAMETER } = require("./values.js");

/** @import * as Api from "../index.js" */
/** @import { Contender, Kind } from "./stores.js" */
/**
 * @typedef {(store: Api.MockStateStore, names: string[]) => () => Promise<unknown>} Call makes the function that is
 *   measured; `names` are the names of the added parameters
 * @typedef {(store: Api.MockStateStore, contender: Contender) => number | Promise<number>} Measurement in nanoseconds
 *   or bytes
 *
 * @typedef {object} Group
 * @property {Kind} kind the package's store
 * @property {Kind} base the store that the package is compared with
 * @property {number} [parameters] the number of parameters that are added first
 * @property {number} [resetAfter] resets the state after so many calls, for calls that make it grow
 * @property {number} [warmUp] milliseconds of calls before the first turn, 200 by default
 * @property {number} [repeats] the number of turns in a round
 * @property {boolean} [isMedian] whether the value of a round is the median of its turns, or the lowest
 * @property {Record<string, Call>} [calls] measured in a loop
 * @property {Record<string, Measurement>} [measurements] measured otherwise
 */

const NAME = "/minecraft/player-count";
/** @type {Api.ServerState[]} */
const STATES = ["pending", "running", "stopping", "stopped"];

/** @type {Record<string, Call>} */
const READS = {
  getParameter: (store) => () => store.getParameter(NAME),
  hasVolume: (store) => () => store.hasVolume(),
  getPublicIp: (store) => {
    store.updateInstanceState("running");
    return () => store.getPublicIp();
  },
  getInstance: (store) => () => store.getInstance(),
  getCosts: (store) => () => store.getCosts("current-month"),
  getStackStatus: (store) => () => store.getStackStatus(),
  getGlobalLatency: (store) => () => store.getGlobalLatency(),
  getOperationFailure: (store) => {
    store.setOperationFailure("StartInstances", FAILURE);
    return () => store.getOperationFailure("StartInstances");
  },
  getBackups: (store) => () => store.getBackups(),
  getAllParameters: (store) => () => store.getAllParameters(),
  getState: (store) => () => store.getState(),
};

/** @type {Record<string, Call>} */
const WRITES = {
  setParameter: (store) => cycle(["0", "7"], (value) => store.setParameter(NAME, value)),
  "setParameter, deleteParameter": (store) => async () => [
    await store.setParameter("/minecraft/motd", "hello"),
    await store.deleteParameter("/minecraft/motd"),
  ],
  updateInstanceState: (store) => cycle(STATES, (state) => store.updateInstanceState(state)),
  setPublicIp: (store) => cycle(["198.51.100.7", "198.51.100.8"], (ip) => store.setPublicIp(ip)),
  setHasVolume: (store) => cycle([false, true], (hasVolume) => store.setHasVolume(hasVolume)),
  setGlobalLatency: (store) => cycle([0, 250], (ms) => store.setGlobalLatency(ms)),
  "addBackup, removeBackup": (store) => async () => [
    await store.addBackup(BACKUP),
    await store.removeBackup(BACKUP.name),
  ],
  setInstance: (store) => () => store.setInstance(INSTANCE),
  setCosts: (store) => () => store.setCosts("current-month", COSTS),
  setStackStatus: (store) => () => store.setStackStatus({ status: "UPDATE_COMPLETE" }),
  setOperationFailure: (store) => () => store.setOperationFailure("StartInstances", FAILURE),
  patchState: (store) => () => store.patchState({ instance: { hasVolume: true } }),
};

const READS_AFTER_WRITES = [
  ["setParameter", "getParameter"],
  ["setHasVolume", "hasVolume"],
  ["setPublicIp", "getPublicIp"],
  ["updateInstanceState", "getInstance"],
  ["setInstance", "getInstance"],
  ["setCosts", "getCosts"],
  ["setStackStatus", "getStackStatus"],
  ["setGlobalLatency", "getGlobalLatency"],
  ["setOperationFailure", "getOperationFailure"],
  ["addBackup, removeBackup", "getBackups"],
  ["setParameter", "getAllParameters"],
  ["setParameter", "getState"],
].map(([write, read]) => [`${write}, ${read}`, inTurn(WRITES[write], READS[read])]);

/** @type {Record<string, Call>} */
const DASHBOARD = {
  "round trip": (store) => () => roundTrip(store),
  "addCommand, updateCommand": (store) => async () => store.updateCommand(await store.addCommand(COMMANDS), DONE),
};

/** @type {Record<string, Call>} */
const AMONG_PARAMETERS = {
  getParameter: (store, names) => cycle(names, (name) => store.getParameter(name)),
  setParameter: (store, names) => cycle(names, (name) => store.setParameter(name, "changed")),
  "patchState of one": (store, names) =>
    cycle(names, (name) => store.patchState({ ssm: { parameters: { [name]: PARAMETER } } })),
  getAllParameters: READS.getAllParameters,
  getState: READS.getState,
};

const MEMORY = /** @type {const} */ ({ kind: "memory", base: "plain" });
const FILE = /** @type {const} */ ({ kind: "file", base: "plain file" });

/** @type {Record<string, Group>} */
const INSPECTOR_GROUPS = {
  inspector: {
    kind: "inspector",
    base: "empty page",
    repeats: 11,
    isMedian: true,
    measurements: {
      "first paint of the overview": firstPaint("overview"),
      "first paint of the parameters": firstPaint("parameters"),
      "first paint of the calls": firstPaint("calls"),
    },
  },
  "inspector, update": {
    kind: "inspector",
    base: "empty",
    repeats: 21,
    isMedian: true,
    measurements: { "change of a parameter": update },
  },
  "inspector, open": {
    kind: "memory, inspected",
    base: "memory",
    resetAfter: 20,
    warmUp: 1000,
    calls: { "round trip": DASHBOARD["round trip"] },
  },
};

/** @type {Record<string, Group>} */
const GROUPS = {
  // 24 methods take longer to compile than one.
  dashboard: { ...MEMORY, resetAfter: 20, warmUp: 1000, calls: DASHBOARD },
  "dashboard, file": {
    ...FILE,
    base: "locked",
    resetAfter: 20,
    warmUp: 1000,
    calls: { "round trip": DASHBOARD["round trip"] },
  },
  methods: { ...MEMORY, calls: { ...READS, ...WRITES } },
  "read after write": { ...MEMORY, calls: Object.fromEntries(READS_AFTER_WRITES) },
  "10 parameters": { ...MEMORY, parameters: 10, calls: AMONG_PARAMETERS },
  "1,000 parameters": { ...MEMORY, parameters: 1000, calls: AMONG_PARAMETERS },
  "100,000 parameters": { ...MEMORY, parameters: 100_000, calls: AMONG_PARAMETERS },
  "100,000 parameters, memory": { ...MEMORY, repeats: 1, measurements: { "resident memory": residentMemory } },
  "100,000 parameters, save": { ...FILE, parameters: 100_000, repeats: 5, measurements: { "longest gap": longestGap } },
  "100,000 parameters, open": { ...FILE, repeats: 3, measurements: { open: openLargeFile } },
  "100,000 parameters, snapshots": {
    ...MEMORY,
    base: "memory",
    parameters: 100_000,
    repeats: 9,
    measurements: { fork: forkTime, restore: restoreTime, diff: diffTime },
  },
  "100,000 parameters, forks, memory": {
    ...MEMORY,
    base: "memory",
    parameters: 100_000,
    repeats: 3,
    measurements: { "1,000 forks": forkMemory },
  },
  "100,000 parameters, snapshots, file": {
    ...FILE,
    base: "file",
    parameters: 100_000,
    repeats: 5,
    measurements: { restore: restoreTime, "first restore": firstRestoreTime, checkpoint: checkpointTime },
  },
  "point write, file": { ...FILE, base: "append", calls: { setParameter: WRITES.setParameter } },
  "point read, file": { ...FILE, base: "memory", calls: { getParameter: READS.getParameter } },
  "two processes": { ...FILE, base: "locked", repeats: 5, measurements: { turn } },
  ...AWS_GROUPS,
  ...(findChromium() === undefined ? {} : INSPECTOR_GROUPS),
  "command line": { ...FILE, base: "empty", repeats: 20, isMedian: true, measurements: { status: statusCommand } },
  start: { ...MEMORY, base: "empty", repeats: 20, isMedian: true, measurements: { "first answer": firstAnswer } },
};

/**
 * Calls `use` with the values in turn. In a long list, consecutive values are far apart.
 *
 * @template T
 * @param {T[]} values
 * @param {(value: T) => Promise<unknown>} use
 */
function cycle(values, use) {
  let index = 0;
  return () => {
    index = (index + 7919) % values.length;
    return use(values[index]);
  };
}

/** @param {Call} first @param {Call} second @returns {Call} */
function inTurn(first, second) {
  return (store, names) => {
    const [callFirst, callSecond] = [first(store, names), second(store, names)];
    return async () => [await callFirst(), await callSecond()];
  };
}

module.exports = { GROUPS };
