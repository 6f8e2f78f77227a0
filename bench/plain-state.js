"use strict";

/* The state of the plain store: its defaults, and how it is written to a file and read from it. */

/** @import * as Api from "../index.js" */
/** @typedef {Omit<Api.MockState, "pendingTimeouts">} StoredState */

/** @param {StoredState} state */
function stringify(state) {
  const operationFailures = Object.fromEntries(state.faults.operationFailures);
  return JSON.stringify({ ...state, faults: { ...state.faults, operationFailures } }, null, 2);
}

/** @param {string} text @returns {StoredState} */
function parse(text) {
  const state = JSON.parse(text);
  state.faults.operationFailures = new Map(Object.entries(state.faults.operationFailures));
  return state;
}

function now() {
  return new Date().toISOString();
}

/** @param {string} volumeId @returns {Api.BlockDeviceMapping} */
function mapping(volumeId) {
  return { deviceName: "/dev/sda1", volumeId, status: "attached", deleteOnTermination: true };
}

/** @returns {StoredState} */
function defaultState() {
  const time = now();
  return {
    instance: {
      instanceId: "i-mock1234567890abcdef",
      state: "stopped",
      hasVolume: true,
      availabilityZone: "us-east-1a",
      blockDeviceMappings: [mapping("vol-mock1234567890abcdef")],
      lastUpdated: time,
    },
    ssm: {
      parameters: {
        "/minecraft/email-allowlist": { value: "[]", type: "String", lastModified: time },
        "/minecraft/gdrive-token": { value: "", type: "SecureString", lastModified: time },
        "/minecraft/player-count": { value: "0", type: "String", lastModified: time },
        "/minecraft/server-action": { value: "", type: "String", lastModified: time },
      },
      commands: [],
    },
    backups: [
      { name: "minecraft-backup-2026-01-29", date: "2026-01-29T12:00:00.000Z", size: "2.1 GB" },
      { name: "minecraft-backup-2026-01-28", date: "2026-01-28T12:00:00.000Z", size: "2.0 GB" },
      { name: "minecraft-backup-2026-01-27", date: "2026-01-27T12:00:00.000Z", size: "2.0 GB" },
    ],
    costs: { "current-month": costs("15.50"), "last-month": costs("18.75"), "last-30-days": costs("34.25") },
    cloudformation: {
      exists: true,
      status: "CREATE_COMPLETE",
      stackId: "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123",
    },
    faults: { globalLatencyMs: 0, operationFailures: new Map() },
  };
}

/** @param {string} totalCost @returns {Api.MockCostData} */
function costs(totalCost) {
  const free = ["Amazon EBS", "AWS Lambda", "Amazon SNS", "Amazon SES"].map((service) => ({ service, cost: "0.00" }));
  const breakdown = [{ service: "Amazon EC2", cost: totalCost }, ...free];
  return { period: { start: now(), end: now() }, totalCost, currency: "USD", breakdown, fetchedAt: now() };
}

module.exports = { defaultState, mapping, now, parse, stringify };
