"use strict";

/* The arguments of the calls. */

/** @import * as Api from "../index.js" */

const SERVICES = ["Amazon EC2", "Amazon EBS", "AWS Lambda", "Amazon SNS", "Amazon SES"];
const TIME = "2026-01-30T12:00:00.000Z";

/** @type {Omit<Api.MockInstanceState, "lastUpdated">} */
const INSTANCE = {
  instanceId: "i-mock1234567890abcdef",
  state: "running",
  publicIp: "203.0.113.42",
  hasVolume: true,
  availabilityZone: "us-east-1b",
  blockDeviceMappings: [
    { deviceName: "/dev/sda1", volumeId: "vol-mock1234567890abcdef", status: "attached", deleteOnTermination: true },
  ],
};
/** @type {Api.MockBackup} */
const BACKUP = { name: "minecraft-backup", date: new Date().toISOString(), size: "2.2 GB" };
/** @type {Api.MockCostData} */
const COSTS = {
  period: { start: "2026-01-01T00:00:00.000Z", end: "2026-01-31T00:00:00.000Z" },
  totalCost: "16.00",
  currency: "USD",
  breakdown: SERVICES.map((service) => ({ service, cost: "3.20" })),
  fetchedAt: TIME,
};
const FAILURE = { failNext: true, alwaysFail: false, errorCode: "UnauthorizedOperation" };
const COMMANDS = ["systemctl restart minecraft"];
/** @type {Partial<Api.MockSSMCommand>} */
const DONE = { status: "Success", output: "restarted", completedAt: TIME };

/** @type {Api.MockSSMParameter} */
const PARAMETER = { value: "changed", type: "String", lastModified: TIME };

/** A new name and value, as from a request. @param {number} index @returns {[name: string, value: string]} */
function parameter(index) {
  return JSON.parse(`["/app/service-${index}/setting","value ${index} of a parameter"]`);
}

/** @param {number} count @returns {Record<string, Api.MockSSMParameter>} */
function parameters(count) {
  const all = Array.from({ length: count }, (_, index) => parameter(index));
  return Object.fromEntries(all.map(([name, value]) => [name, { ...PARAMETER, value }]));
}

module.exports = { BACKUP, COMMANDS, COSTS, DONE, FAILURE, INSTANCE, PARAMETER, parameter, parameters };
