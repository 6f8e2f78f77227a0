"use strict";

/*
 * The required results. A bar compares the package with the base of its group (see cases.js):
 *
 *   faster   at least so many times as fast as the base
 *   factor   at most so many times the base's value
 *   more     at most so much more than the base's value
 *   most     at most this value, whatever the base's value is
 */

/** @typedef {{ faster?: number, factor?: number, more?: number, most?: number }} Bar nanoseconds or bytes */

/** @type {Record<string, Bar>} by `group: case` */
const BARS = {
  "dashboard: round trip": { faster: 0.7 },
  "dashboard: addCommand, updateCommand": { faster: 0.8 },
  "dashboard, file: round trip": { faster: 100 },
  ...methods({ faster: 2.5 }, "getParameter", "hasVolume", "getPublicIp"),
  ...methods({ faster: 1.5 }, "getInstance", "getCosts", "getStackStatus", "getGlobalLatency", "getOperationFailure"),
  ...methods({ faster: 0.4 }, "getState"),
  ...methods({ faster: 1.3 }, "setParameter", "setParameter, deleteParameter", "updateInstanceState"),
  ...methods({ faster: 1.3 }, "setPublicIp", "setHasVolume", "setGlobalLatency"),
  ...methods({ faster: 0.8 }, "addBackup, removeBackup"),
  ...methods({ more: 5000 }, "setInstance", "setCosts", "patchState"),
  "100,000 parameters: getState": { faster: 1 },
  "100,000 parameters: patchState of one": { faster: 100 },
  "100,000 parameters, memory: resident memory": { factor: 2 },
  "100,000 parameters, save: longest gap": { faster: 20 },
  "100,000 parameters, open: open": { faster: 1 },
  "100,000 parameters, snapshots: fork": { most: 20e3 },
  "100,000 parameters, snapshots: restore": { most: 1e6 },
  "100,000 parameters, forks, memory: 1,000 forks": { most: 20e6 },
  "point write, file: setParameter": { factor: 3 },
  "point read, file: getParameter": { factor: 1.5 },
  "two processes: turn": { most: 100e3 },
  ...Object.fromEntries(
    ["GetParameter", "PutParameter", "DescribeInstances"].flatMap((name) => [
      [`AWS SDK, in process: ${name}`, { factor: 1.15 }],
      [`AWS SDK, over HTTP: ${name}`, { factor: 2.5 }],
    ]),
  ),
  "dispatcher: GetParameter": { most: 15e3 },
  "dispatcher: DescribeInstances": { most: 30e3 },
  "dispatcher, 1,000 instances: DescribeInstances, a page of 100": { most: 10e6 },
  "dispatcher, 1,000 instances: DescribeInstances, a page of 1,000": { most: 10e6 },
  "dispatcher, 100,000 parameters: GetParametersByPath, a page": { most: 1e6 },
  "dispatcher, 100 faults: GetParameter": { more: 5000 },
  "dispatcher, 100 faults: DescribeInstances": { more: 5000 },
  "serve: start": { most: 300e6 },
  "serve: time per request": { factor: 2 },
  "serve, memory: at rest": { most: 80e6 },
  "10,000 scheduled changes: setParameter": { factor: 1.2 },
  "10,000 scheduled changes: setInstance": { factor: 1.2 },
  "10,000 due changes: advance": { most: 100e6 },
  "command line: status": { more: 80e6 },
  "inspector: first paint of the overview": { more: 150e6 },
  "inspector: first paint of the parameters": { more: 150e6 },
  "inspector: first paint of the calls": { more: 150e6 },
  "inspector, update: change of a parameter": { most: 100e6 },
  "inspector, open: round trip": { factor: 1.1 },
  "start: first answer": { more: 15e6 },
};

/** @param {Bar} bar @param {string[]} names */
function methods(bar, ...names) {
  return Object.fromEntries(names.map((name) => [`methods: ${name}`, bar]));
}

module.exports = { BARS };
