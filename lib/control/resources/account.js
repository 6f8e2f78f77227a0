"use strict";

/* The account as a whole. */

const { engineOf } = require("../../aws/account.js");
const { notFound } = require("../errors.js");
const { suggestion } = require("../suggestion.js");
const { stateOf } = require("./state.js");

/** @typedef {import("../call.js").Call} Call */

/** @param {Pick<Call, "store">} call */
async function status({ store }) {
  const engine = engineOf(store);
  const [state, scenario, snapshots, calls] = await Promise.all([
    stateOf(store),
    store.currentScenario(),
    store.listSnapshots(),
    engine.calls(),
  ]);
  const { instance, ssm, backups, cloudformation, ec2, stacks, lambda, ses, faults, scheduled } = state;
  const { exists, status } = cloudformation;
  const sizes = {
    parameters: ssm.parameters,
    commands: ssm.commands,
    backups,
    instances: { ...ec2?.instances, instance },
    volumes: ec2?.volumes,
    images: ec2?.images,
    stacks: { ...stacks, ...(exists && { cloudformation }) },
    functions: lambda?.functions,
    emails: ses?.sentEmails,
    faults: faults.rules,
    operationFailures: faults.operationFailures,
    scheduled,
    snapshots,
  };
  return {
    version: require("../../../package.json").version,
    pid: process.pid,
    ...engine.account,
    revision: await store.revision(),
    clock: clockOf(store, state),
    scenario: scenario ?? null,
    instance: { instanceId: instance.instanceId, state: instance.state, publicIp: instance.publicIp },
    stack: { exists, status },
    counts: {
      ...Object.fromEntries(Object.entries(sizes).map(([name, all]) => [name, sizeOf(all)])),
      calls: lines(calls),
    },
  };
}

/**
 * The clock as it is told.
 *
 * @param {import("../../store.js").MockStateStore} store
 * @param {any} state
 */
function clockOf(store, { clock }) {
  const { offsetMs = 0, frozenAt } = clock ?? {};
  return { now: new Date(store.clock.now()).toISOString(), offsetMs, frozenAt };
}

/** @param {string} text */
function lines(text) {
  return text.split("\n").length - 1;
}

/** @param {Call} call */
async function areas({ store }) {
  const { list } = engineOf(store).areas;
  const state = await stateOf(store);
  return list.map(({ entry, path, section, shape }) => {
    const part = path.reduce((value, key) => value?.[key], state);
    return { name: entry, path, section, shape, count: shape === "one" ? Number(part !== undefined) : sizeOf(part) };
  });
}

/** What an area holds that the state does not name because it is empty. */
const EMPTY = { one: null, named: {}, list: [] };

/**
 * An area, also where the state does not name it.
 *
 * @param {Call} call
 */
async function getArea({ store, name }) {
  const { byEntry } = engineOf(store).areas;
  const area = byEntry.get(name);
  if (area === undefined) {
    throw notFound(`There is no area ${JSON.stringify(name)}${suggestion(name, [...byEntry.keys()])}`);
  }
  return area.path.reduce((value, key) => value?.[key], await stateOf(store)) ?? EMPTY[area.shape];
}

/** @param {object | undefined} all */
function sizeOf(all) {
  return all === undefined ? 0 : Object.keys(all).length;
}

/** @param {Call} call */
async function reset(call) {
  await call.store.resetState();
  return call.written({ message: "The account has been reset." });
}

/** @type {import("../routes.js").Route[]} */
const ROUTES = [
  ["GET", "", status],
  ["GET", "status", status],
  ["GET", "areas", areas],
  ["GET", "areas/:name", getArea],
  ["POST", "reset", reset],
];

module.exports = { ROUTES, clockOf, status };
