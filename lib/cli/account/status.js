"use strict";

/** @import * as Api from "../../../index.js" */
/** @typedef {import("./index.js").Status} Status */

/**
 * The account of a store at a glance.
 *
 * @param {Api.MockStateStore} store
 * @param {string} file
 * @returns {Promise<Omit<Status, "accountId" | "region">>}
 */
async function statusOf(store, file) {
  const [state, clock, revision, calls, scenario, snapshots] = await Promise.all([
    store.getState(),
    clockStatusOf(store),
    store.revision(),
    store.calls(),
    store.currentScenario(),
    store.listSnapshots(),
  ]);
  const { instance, ssm, cloudformation, faults, ec2 } = state;
  const count = (/** @type {object | undefined} */ entries) => Object.keys(entries ?? {}).length;
  return {
    version: require("../../../package.json").version,
    pid: process.pid,
    file,
    revision,
    clock,
    scenario: scenario ?? null,
    instance: {
      instanceId: instance.instanceId,
      state: instance.state,
      ...(instance.publicIp !== undefined && { publicIp: instance.publicIp }),
    },
    stack: { exists: cloudformation.exists, status: cloudformation.status },
    counts: {
      parameters: count(ssm.parameters),
      commands: ssm.commands.length,
      backups: state.backups.length,
      instances: 1 + count(ec2?.instances),
      volumes: count(ec2?.volumes),
      images: count(ec2?.images),
      stacks: Number(cloudformation.exists) + count(state.stacks),
      functions: count(state.lambda?.functions),
      emails: state.ses?.sentEmails?.length ?? 0,
      faults: faults.rules?.length ?? 0,
      operationFailures: faults.operationFailures.size,
      scheduled: count(state.scheduled),
      snapshots: snapshots.length,
      calls: calls.length,
    },
  };
}

/**
 * @param {Api.MockStateStore} store
 * @returns {Promise<import("./index.js").ClockStatus>}
 */
async function clockStatusOf(store) {
  const { clock = { offsetMs: 0 } } = await store.getState();
  return { now: new Date(store.clock.now()).toISOString(), ...clock };
}

module.exports = { statusOf, clockStatusOf };
