"use strict";

const { BACKUP, COSTS } = require("./round-trip.js");

/** @typedef {import("../index.js").MockStateStore} Store */
/** @typedef {(store: Store, turn: number) => Promise<unknown>} Case `turn` counts the calls */

const NAME = "/minecraft/player-count";
const INSTANCE = /** @type {const} */ ({
  instanceId: "i-mock1234567890abcdef",
  state: "running",
  publicIp: "203.0.113.42",
  hasVolume: true,
  availabilityZone: "us-east-1a",
  blockDeviceMappings: [{ deviceName: "/dev/sda1", volumeId: "vol-1", status: "attached", deleteOnTermination: true }],
  lastUpdated: "2026-01-30T12:00:00.000Z",
});

/** @type {Record<string, Case>} */
const POINT_READS = {
  getParameter: (store) => store.getParameter(NAME),
  hasVolume: (store) => store.hasVolume(),
  getPublicIp: (store) => store.getPublicIp(),
};

/** @type {Record<string, Case>} */
const RECORD_READS = {
  getInstance: (store) => store.getInstance(),
  getCosts: (store) => store.getCosts("current-month"),
  getBackups: (store) => store.getBackups(),
  getCommands: (store) => store.getCommands(),
  getStackStatus: (store) => store.getStackStatus(),
  getOperationFailure: (store) => store.getOperationFailure("StartInstances"),
  getGlobalLatency: (store) => store.getGlobalLatency(),
};

/** @type {Record<string, Case>} */
const SCALAR_WRITES = {
  setParameter: (store, turn) => store.setParameter(NAME, turn % 2 ? "3" : "4"),
  updateInstanceState: (store, turn) => store.updateInstanceState(turn % 2 ? "running" : "stopped"),
  setPublicIp: (store, turn) => store.setPublicIp(turn % 2 ? "203.0.113.42" : undefined),
  setHasVolume: (store, turn) => store.setHasVolume(turn % 2 === 0),
  setGlobalLatency: (store, turn) => store.setGlobalLatency(turn % 2),
};

/** @type {Record<string, Case>} */
const PAIRS = {
  "addCommand + updateCommand": async (store) => {
    const id = await store.addCommand(["systemctl restart minecraft"]);
    await store.updateCommand(id, { status: "Success", output: "done" });
  },
  "addBackup + removeBackup": async (store) => {
    await store.addBackup(BACKUP);
    await store.removeBackup(BACKUP.name);
  },
};

/** @type {Record<string, Case>} */
const OBJECT_WRITES = {
  "setInstance, whole": (store) => store.setInstance(INSTANCE),
  setCosts: (store) => store.setCosts("current-month", COSTS),
  "patchState, small": (store) => store.patchState({ instance: { state: "running" } }),
};

/** @type {Record<string, Case>} each read right after a write to the same entry */
const AFTER_WRITES = {
  "setParameter, getParameter": async (store, turn) => {
    await store.setParameter(NAME, turn % 2 ? "3" : "4");
    await store.getParameter(NAME);
  },
  "updateInstanceState, getInstance": async (store, turn) => {
    await store.updateInstanceState(turn % 2 ? "running" : "stopped");
    await store.getInstance();
  },
  "setCosts, getCosts": async (store) => {
    await store.setCosts("current-month", COSTS);
    await store.getCosts("current-month");
  },
  "addBackup, getBackups, removeBackup": async (store) => {
    await store.addBackup(BACKUP);
    await store.getBackups();
    await store.removeBackup(BACKUP.name);
  },
};

module.exports = { AFTER_WRITES, OBJECT_WRITES, PAIRS, POINT_READS, RECORD_READS, SCALAR_WRITES };
