"use strict";

/** @typedef {import("../index.js").MockStateStore} Store */

const COSTS = {
  period: { start: "2026-01-01T00:00:00.000Z", end: "2026-01-31T00:00:00.000Z" },
  totalCost: "15.50",
  currency: "USD",
  breakdown: ["Amazon EC2", "Amazon EBS", "AWS Lambda"].map((service) => ({ service, cost: "15.50" })),
  fetchedAt: "2026-01-30T12:00:00.000Z",
};
const BACKUP = { name: "bench", date: "2026-01-30T12:00:00.000Z", size: "2.1 GB" };

/**
 * What a provider asks before each AWS operation.
 *
 * @param {Store} store
 * @param {string} operation
 */
async function ask(store, operation) {
  await store.getOperationFailure(operation);
  await store.getGlobalLatency();
}

/**
 * A dashboard's round trip, in the calls that its provider makes: 65 calls of 24 methods. The instance is started
 * and polled, a command runs, a backup is added and removed, costs are read and written, the instance is stopped.
 *
 * @param {Store} store
 */
async function roundTrip(store) {
  await ask(store, "DescribeInstances");
  await store.getInstance();
  await ask(store, "StartInstances");
  await store.setParameter("/minecraft/server-action", "start");
  await store.updateInstanceState("pending");
  for (let poll = 0; poll < 3; poll++) {
    await ask(store, "DescribeInstances");
    await store.getInstance();
  }
  await store.updateInstanceState("running");
  await store.getInstance();
  await store.getPublicIp();

  await ask(store, "SendCommand");
  const id = await store.addCommand(["systemctl start minecraft"]);
  await store.updateCommand(id, { status: "InProgress" });
  await store.getCommands();
  await store.updateCommand(id, { status: "Success", output: "done", completedAt: BACKUP.date });
  await store.getCommands();
  await store.clearCommands();

  await store.setHasVolume(false);
  await store.setHasVolume(true);
  await store.setInstance(await store.getInstance());
  await store.hasVolume();

  await store.addBackup(BACKUP);
  await store.getBackups();
  await store.removeBackup(BACKUP.name);
  await store.getBackups();

  await ask(store, "GetCostAndUsage");
  await store.getCosts("current-month");
  await store.setCosts("current-month", COSTS);
  await store.getCosts("current-month");
  await ask(store, "DescribeStacks");
  await store.getStackStatus();

  await store.setOperationFailure("StopInstances", { failNext: true, alwaysFail: false });
  await store.getOperationFailure("StopInstances");
  await store.clearOperationFailure("StopInstances");
  await store.getParameter("/minecraft/player-count");
  await store.getAllParameters();
  await store.getState();

  await ask(store, "StopInstances");
  await store.updateInstanceState("stopping");
  await store.getInstance();
  await store.updateInstanceState("stopped");
  await store.getInstance();
  await store.deleteParameter("/minecraft/server-action");
}

module.exports = { BACKUP, COSTS, roundTrip };
