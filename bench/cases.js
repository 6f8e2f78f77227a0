"use strict";

const { IN_MEMORY, ON_DISK } = require("./contenders.js");

/** @import * as Api from "../index.js" */
/** @typedef {Api.MockStateStore} Store */
/**
 * Calls of one kind: given a store and the names in it, answers the function that is measured.
 *
 * @typedef {() => unknown} Call
 * @typedef {(store: Store, names: string[]) => Call | Promise<Call>} Case
 * @typedef {object} Group
 * @property {string} name
 * @property {string[]} contenders
 * @property {number} parameters 0 for the default state
 * @property {number} commands
 * @property {Record<string, Case>} cases
 */

/** @type {Api.MockSSMCommand} */
const COMMAND = {
  commandId: "",
  commands: ["systemctl restart minecraft"],
  status: "Success",
  output: "restarted",
  createdAt: "2026-01-30T12:00:00.000Z",
  completedAt: "2026-01-30T12:00:05.000Z",
};
/** @type {Api.MockBackup} */
const BACKUP = { name: "minecraft-backup-2026-01-30", date: "2026-01-30T12:00:00.000Z", size: "2.2 GB" };
/** @type {Api.MockCostData} */
const COSTS = {
  period: { start: "2026-01-01T00:00:00.000Z", end: "2026-01-31T00:00:00.000Z" },
  totalCost: "16.00",
  currency: "USD",
  breakdown: [{ service: "Amazon EC2", cost: "16.00" }],
  fetchedAt: "2026-01-30T12:00:00.000Z",
};
const FAILURE = { failNext: true, alwaysFail: false, errorCode: "UnauthorizedOperation" };
const NAME = "/minecraft/player-count";

/**
 * Every method of the contract. One that would have nothing to do the second time is called with the
 * one that gives it something to do.
 *
 * @type {Record<string, Case>}
 */
const METHODS = {
  getInstance: (store) => () => store.getInstance(),
  setInstance: (store) => () => store.setInstance({ availabilityZone: "us-east-1b" }),
  updateInstanceState: (store) => {
    let running = false;
    return () => {
      running = !running;
      return store.updateInstanceState(running ? "running" : "stopped");
    };
  },
  getPublicIp: (store) => () => store.getPublicIp(),
  setPublicIp: (store) => () => store.setPublicIp("198.51.100.7"),
  hasVolume: (store) => () => store.hasVolume(),
  setHasVolume: (store) => {
    let attached = true;
    return () => {
      attached = !attached;
      return store.setHasVolume(attached);
    };
  },
  getParameter: (store) => () => store.getParameter(NAME),
  setParameter: (store) => () => store.setParameter(NAME, "7"),
  "setParameter, getParameter": (store) => async () => {
    await store.setParameter(NAME, "7");
    return store.getParameter(NAME);
  },
  "setParameter, deleteParameter": (store) => async () => {
    await store.setParameter("/minecraft/motd", "hello");
    await store.deleteParameter("/minecraft/motd");
  },
  getAllParameters: (store) => () => store.getAllParameters(),
  getCommands: (store) => () => store.getCommands(),
  "addCommand, clearCommands": (store) => async () => {
    await store.addCommand(COMMAND.commands);
    await store.clearCommands();
  },
  "addCommand, updateCommand": (store) => async () => {
    const id = await store.addCommand(COMMAND.commands);
    await store.updateCommand(id, { status: "Success", output: "restarted" });
  },
  getBackups: (store) => () => store.getBackups(),
  "addBackup, removeBackup": (store) => async () => {
    await store.addBackup(BACKUP);
    await store.removeBackup(BACKUP.name);
  },
  "addBackup, clearBackups": (store) => async () => {
    await store.addBackup(BACKUP);
    await store.clearBackups();
  },
  getCosts: (store) => () => store.getCosts("current-month"),
  setCosts: (store) => () => store.setCosts("current-month", COSTS),
  getStackStatus: (store) => () => store.getStackStatus(),
  setStackStatus: (store) => () => store.setStackStatus({ status: "UPDATE_COMPLETE" }),
  getGlobalLatency: (store) => () => store.getGlobalLatency(),
  setGlobalLatency: (store) => () => store.setGlobalLatency(250),
  getOperationFailure: (store) => {
    store.setOperationFailure("StartInstances", FAILURE);
    return () => store.getOperationFailure("StartInstances");
  },
  setOperationFailure: (store) => () => store.setOperationFailure("StartInstances", FAILURE),
  "setOperationFailure, clearOperationFailure": (store) => async () => {
    await store.setOperationFailure("StartInstances", FAILURE);
    await store.clearOperationFailure("StartInstances");
  },
  "setOperationFailure, clearAllFailures": (store) => async () => {
    await store.setOperationFailure("StartInstances", FAILURE);
    await store.clearAllFailures();
  },
  getState: (store) => () => store.getState(),
  patchState: (store) => () => store.patchState({ instance: { hasVolume: true } }),
  resetState: (store) => () => store.resetState(),
  persistNow: (store) => () => store.persistNow(),
  "registerTimeout, unregisterTimeout": (store) => {
    const timeout = setTimeout(() => {}, 0);
    return () => {
      store.registerTimeout(timeout);
      store.unregisterTimeout(timeout);
    };
  },
  clearAllTimeouts: (store) => () => store.clearAllTimeouts(),
};

/** @type {Record<string, Case>} */
const PARAMETERS = {
  getParameter: async (store, names) => {
    // The first read of each name is measured on its own.
    await store.getAllParameters();
    const next = cycle(names);
    return () => store.getParameter(next());
  },
  setParameter: (store, names) => {
    const next = cycle(names);
    return () => store.setParameter(next(), "changed");
  },
  "setParameter, getParameter": (store, names) => {
    const next = cycle(names);
    return async () => {
      const name = next();
      await store.setParameter(name, "changed");
      return store.getParameter(name);
    };
  },
  "patchState of one": (store, names) => {
    const next = cycle(names);
    const parameter = { value: "patched", type: /** @type {const} */ ("String"), lastModified: COMMAND.createdAt };
    return () => store.patchState({ ssm: { parameters: { [next()]: parameter } } });
  },
  getAllParameters: (store) => () => store.getAllParameters(),
  getState: (store) => () => store.getState(),
};

/** @type {Record<string, Case>} */
const AMONG_MANY = {
  "getParameter, not read before": (store, names) => {
    const next = cycle(names);
    return () => store.getParameter(next());
  },
  "setParameter of the same ten": (store, names) => {
    const next = cycle(names.slice(0, 10));
    return () => store.setParameter(next(), "changed");
  },
};

/** @type {Record<string, Case>} */
const AT_ONCE = {
  "1,000 × getParameter at once": (store, names) => () => Promise.all(names.map((name) => store.getParameter(name))),
  "1,000 × setParameter at once": (store, names) => () =>
    Promise.all(names.map((name) => store.setParameter(name, "changed"))),
};

/** @type {Record<string, Case>} */
const COMMANDS = {
  updateCommand: (store, ids) => {
    const next = cycle(ids);
    return () => store.updateCommand(next(), { output: "changed" });
  },
  "updateCommand, getCommands": (store, ids) => {
    const next = cycle(ids);
    return async () => {
      await store.updateCommand(next(), { output: "changed" });
      return store.getCommands();
    };
  },
  getCommands: (store) => () => store.getCommands(),
  getState: (store) => () => store.getState(),
  "patchState of the stack": (store) => () => store.patchState({ cloudformation: { status: "UPDATE_COMPLETE" } }),
  // The last: it drops the oldest.
  "addCommand, updateCommand": METHODS["addCommand, updateCommand"],
};

/** What a file costs: against no file, and against an append without a store. */
const PRICE = "the price of a file, 10 parameters";

/** @type {Group[]} */
const GROUPS = [
  {
    name: "memory, default state",
    contenders: [...IN_MEMORY, "plain, chained"],
    parameters: 0,
    commands: 0,
    cases: METHODS,
  },
  ...[10, 1000, 10_000, 100_000].map((parameters) => ({
    name: `memory, ${parameters.toLocaleString("en")} parameters`,
    contenders: IN_MEMORY,
    parameters,
    commands: 0,
    cases: {
      ...(parameters === 100_000 && AMONG_MANY),
      ...PARAMETERS,
      ...(parameters === 1000 && AT_ONCE),
    },
  })),
  { name: "memory, 10,000 commands", contenders: IN_MEMORY, parameters: 0, commands: 10_000, cases: COMMANDS },
  ...[10, 1000, 100_000].map((parameters) => ({
    name: `persistent, ${parameters.toLocaleString("en")} parameters`,
    contenders: ON_DISK,
    parameters,
    commands: 0,
    cases: PARAMETERS,
  })),
  {
    name: PRICE,
    contenders: ["persistent", "append", "memory"],
    parameters: 10,
    commands: 0,
    cases: { getParameter: PARAMETERS.getParameter, setParameter: PARAMETERS.setParameter },
  },
];

/**
 * Goes round all names in an order that is neither theirs nor random.
 *
 * @param {string[]} names
 */
function cycle(names) {
  let index = 0;
  return () => {
    index = (index + 7919) % names.length;
    return names[index];
  };
}

/**
 * Flat strings, as they come from a request, and no two that are one.
 *
 * @param {number} index
 * @returns {[name: string, parameter: Api.MockSSMParameter]}
 */
function parameter(index) {
  const text = `["/app/service-${index}/setting","value ${index} of a parameter"]`;
  const [name, value] = JSON.parse(text);
  return [name, { value, type: "String", lastModified: new Date().toISOString() }];
}

/** @param {number} count */
function parameters(count) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => parameter(index)));
}

/**
 * @param {number} count
 * @returns {Api.MockSSMCommand[]}
 */
function commands(count) {
  return Array.from({ length: count }, (_, index) => ({ ...COMMAND, commandId: `cmd-1769774400000-${id(index)}` }));
}

/** @param {number} index */
function id(index) {
  return index.toString(36).padStart(7, "0");
}

module.exports = { GROUPS, METHODS, PRICE, commands, parameter, parameters };
