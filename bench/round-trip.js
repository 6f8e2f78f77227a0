"use strict";

const { BACKUP, COMMANDS, COSTS, DONE, FAILURE, INSTANCE } = require("./values.js");

/** @import * as Api from "../index.js" */

const ACTION = "/minecraft/server-action";
const PLAYERS = "/minecraft/player-count";

/**
 * A dashboard's round trip: 55 calls of 24 methods, in the mix that its AWS provider makes. Before each AWS operation
 * the provider looks up whether a failure is configured.
 *
 * @param {Api.MockStateStore} store
 */
async function roundTrip(store) {
  const start = [
    await store.getGlobalLatency(),
    await store.getOperationFailure("DescribeInstances"),
    await store.getInstance(),
    await store.getOperationFailure("DescribeStacks"),
    await store.getStackStatus(),
    await store.getOperationFailure("GetParameter"),
    await store.getParameter(ACTION),
    await store.setParameter(ACTION, "start"),
    await store.getOperationFailure("StartInstances"),
    await store.updateInstanceState("pending"),
    await store.getOperationFailure("DescribeInstances"),
    await store.getInstance(),
    await store.getOperationFailure("DescribeInstances"),
    await store.getPublicIp(),
    await store.updateInstanceState("running"),
    await store.getOperationFailure("DescribeInstances"),
    await store.getInstance(),
    await store.getPublicIp(),
    await store.deleteParameter(ACTION),
  ];
  const failure = await store.getOperationFailure("SendCommand");
  const commandId = await store.addCommand(COMMANDS);
  const command = [
    await store.updateCommand(commandId, { status: "InProgress" }),
    await store.getCommands(),
    await store.getCommands(),
    await store.updateCommand(commandId, DONE),
    await store.getCommands(),
    await store.getParameter(PLAYERS),
    await store.setParameter(PLAYERS, "3"),
    await store.getParameter(PLAYERS),
  ];
  const records = [
    await store.hasVolume(),
    await store.setHasVolume(true),
    await store.setInstance(INSTANCE),
    await store.getInstance(),
    await store.getBackups(),
    await store.addBackup(BACKUP),
    await store.getBackups(),
    await store.removeBackup(BACKUP.name),
    await store.getOperationFailure("GetCostAndUsage"),
    await store.getCosts("current-month"),
    await store.setCosts("current-month", COSTS),
    await store.getCosts("current-month"),
  ];
  const stop = [
    await store.setOperationFailure("StopInstances", FAILURE),
    await store.getOperationFailure("StopInstances"),
    await store.clearOperationFailure("StopInstances"),
    await store.getOperationFailure("GetParametersByPath"),
    await store.getAllParameters(),
    await store.getState(),
    await store.getGlobalLatency(),
    await store.getOperationFailure("StopInstances"),
    await store.updateInstanceState("stopping"),
    await store.getOperationFailure("DescribeInstances"),
    await store.getInstance(),
    await store.updateInstanceState("stopped"),
    await store.getOperationFailure("DescribeInstances"),
    await store.getInstance(),
  ];
  return [start, failure, commandId, command, records, stop];
}

module.exports = { roundTrip };
