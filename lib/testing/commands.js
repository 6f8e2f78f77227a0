"use strict";

/* The commands that an account has received, and which of them are of a class of the SDK. */

const { parseCalls } = require("../call-filter.js");
const { MockStateStoreError } = require("../errors.js");
const { shown } = require("./shown.js");

/** @import { MockCall } from "../../index.js" */

/**
 * A command as the SDK's caller has sent it: its attempts are one.
 *
 * @typedef {{ service: string, operation: string, input: MockCall["input"], attempts: number }} Received
 * @typedef {{ service: string | undefined, operation: string, matches(received: Received): boolean }} Wanted
 */

/** The services of an account, by the namespace of their models. */
const SERVICES = new Map([
  ["com.amazonaws.ec2", "ec2"],
  ["com.amazonaws.ssm", "ssm"],
  ["com.amazonaws.cloudformation", "cloudformation"],
  ["com.amazonaws.costexplorer", "ce"],
  ["com.amazonaws.lambda", "lambda"],
  ["com.amazonaws.sts", "sts"],
  ["com.amazonaws.ses", "ses"],
]);

const NOT_RECORDED = "which is not supported, and not recorded";

/**
 * The commands that an account has received, oldest first.
 *
 * @param {import("../engine.js").Engine} engine
 * @returns {Received[]}
 */
function receivedCommands(engine) {
  const lines = /** @type {unknown} */ (engine.calls());
  if (typeof lines !== "string") {
    throw new MockStateStoreError(
      "ERR_BUSY",
      "The calls of the store cannot be read yet; await one of its methods first",
    );
  }
  /** @type {Received[]} */
  const received = [];
  for (const { service, operation, input, attempt } of parseCalls(lines)) {
    const first =
      attempt > 1 ? firstAttempt(received, { service, operation, input, attempts: attempt - 1 }) : undefined;
    if (first === undefined) received.push({ service, operation, input, attempts: 1 });
    else first.attempts++;
  }
  return received;
}

/**
 * The command that a call tries again.
 *
 * @param {Received[]} received
 * @param {Received} command
 */
function firstAttempt(received, { service, operation, input, attempts }) {
  const text = JSON.stringify(input);
  return received.findLast(
    (other) =>
      other.operation === operation &&
      other.service === service &&
      other.attempts === attempts &&
      JSON.stringify(other.input) === text,
  );
}

/**
 * Which commands a class of the SDK stands for. Its operations say by their schema which service they are of; those of
 * older SDKs do not, and go by their name.
 *
 * @param {unknown} Command
 * @returns {Wanted}
 */
function wantedCommand(Command) {
  if (typeof Command !== "function") throw notCommand(Command);
  const [namespace, operation = nameOf(Command)] = schemaOf(Command);
  if (operation === undefined) throw notCommand(Command);
  const service = namespace === undefined ? undefined : SERVICES.get(namespace);
  if (namespace !== undefined && service === undefined) {
    throw new TypeError(`${operation}Command is of ${namespace.replace("com.amazonaws.", "")}, ${NOT_RECORDED}`);
  }
  return {
    service,
    operation,
    matches: (received) => received.operation === operation && (service === undefined || received.service === service),
  };
}

/**
 * @param {any} Command
 * @returns {(string | undefined)[]} the namespace of the service and the name of the operation
 */
function schemaOf(Command) {
  try {
    const { schema } = new Command({});
    if (Array.isArray(schema)) return [schema[1], schema[2]];
    return [schema?.namespace, schema?.name];
  } catch {
    return [];
  }
}

/**
 * The service of a client of the SDK, where its config says so.
 *
 * @param {{ defaultSigningName?: string }} config
 */
function clientService({ defaultSigningName: service }) {
  if (service === undefined || [...SERVICES.values()].includes(service)) return service;
  throw new TypeError(`The client is one of ${service}, ${NOT_RECORDED}`);
}

/** @param {Function} Command */
function nameOf({ name }) {
  return name.endsWith("Command") ? name.slice(0, -"Command".length) : undefined;
}

/** @param {any} value */
function notCommand(value) {
  const name = value?.constructor?.name;
  if (typeof value === "object" && name?.endsWith("Command")) {
    return new TypeError(`Pass the class ${name}, not an instance of it`);
  }
  return new TypeError(`Expected a class of the AWS SDK such as StartInstancesCommand. Received ${shown(value)}`);
}

module.exports = { clientService, receivedCommands, wantedCommand };
