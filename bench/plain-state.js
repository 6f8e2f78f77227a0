"use strict";

/* The state of the plain store: its defaults, and its form in a file. */

/** @import * as Api from "../index.js" */
/** @typedef {Omit<Api.MockState, "pendingTimeouts">} StoredState */

const DAY = 24 * 60 * 60 * 1000;

/** @param {StoredState} state */
function stringify(state) {
  const operationFailures = Object.fromEntries(state.faults.operationFailures);
  return JSON.stringify({ ...state, faults: { ...state.faults, operationFailures } }, null, 2);
}

/**
 * @param {string} text
 * @returns {StoredState}
 */
function parse(text) {
  const state = JSON.parse(text);
  state.faults.operationFailures = new Map(Object.entries(state.faults.operationFailures));
  return state;
}

function now() {
  return new Date().toISOString();
}

/**
 * @param {string} volumeId
 * @returns {Api.BlockDeviceMapping}
 */
function mapping(volumeId) {
  return { deviceName: "/dev/sda1", volumeId, status: "attached", deleteOnTermination: true };
}

/** @returns {StoredState} */
function defaultState() {
  const today = new Date();
  const lastModified = today.toISOString();
  const [year, month] = [today.getFullYear(), today.getMonth()];
  return {
    instance: {
      instanceId: "i-mock1234567890abcdef",
      state: "stopped",
      hasVolume: true,
      availabilityZone: "us-east-1a",
      blockDeviceMappings: [mapping("vol-mock1234567890abcdef")],
      lastUpdated: lastModified,
    },
    ssm: {
      parameters: {
        "/minecraft/email-allowlist": { value: "[]", type: "String", lastModified },
        "/minecraft/gdrive-token": { value: "", type: "SecureString", lastModified },
        "/minecraft/player-count": { value: "0", type: "String", lastModified },
        "/minecraft/server-action": { value: "", type: "String", lastModified },
      },
      commands: [],
    },
    backups: [
      { name: "minecraft-backup-2026-01-29", date: before(today, 1), size: "2.1 GB" },
      { name: "minecraft-backup-2026-01-28", date: before(today, 2), size: "2.0 GB" },
      { name: "minecraft-backup-2026-01-27", date: before(today, 3), size: "2.0 GB" },
    ],
    costs: {
      "current-month": costs("15.50", iso(year, month, 1), iso(year, month + 1, 0), lastModified),
      "last-month": costs("18.75", iso(year, month - 1, 1), iso(year, month, 0), lastModified),
      "last-30-days": costs("34.25", before(today, 30), lastModified, lastModified),
    },
    cloudformation: {
      exists: true,
      status: "CREATE_COMPLETE",
      stackId: "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123",
    },
    faults: { globalLatencyMs: 0, operationFailures: new Map() },
  };
}

/**
 * @param {string} totalCost
 * @param {string} start
 * @param {string} end
 * @param {string} fetchedAt
 * @returns {Api.MockCostData}
 */
function costs(totalCost, start, end, fetchedAt) {
  const free = ["Amazon EBS", "AWS Lambda", "Amazon SNS", "Amazon SES"].map((service) => ({ service, cost: "0.00" }));
  return {
    period: { start, end },
    totalCost,
    currency: "USD",
    breakdown: [{ service: "Amazon EC2", cost: totalCost }, ...free],
    fetchedAt,
  };
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function iso(year, month, day) {
  return new Date(year, month, day).toISOString();
}

/**
 * @param {Date} date
 * @param {number} days
 */
function before(date, days) {
  return new Date(date.getTime() - days * DAY).toISOString();
}

module.exports = { defaultState, mapping, now, parse, stringify };
