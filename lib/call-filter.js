"use strict";

const { inspect } = require("node:util");
const { ArgumentError } = require("./errors.js");
const { nearest } = require("./nearest.js");
const { warn } = require("./warnings.js");

/** @import * as Api from "../index.js" */

const NAMES = ["service", "operation", "since"];

/**
 * Which calls a filter chooses.
 *
 * @param {unknown} filter
 * @returns {(call: Api.MockCall) => boolean}
 */
function callFilter(filter = {}) {
  if (typeof filter !== "object" || filter === null) throw wrong("TYPE", "filter", "of type object", filter);
  for (const name of Object.keys(filter).filter((name) => !NAMES.includes(name))) {
    warn("ERR_UNKNOWN_OPTION", `Unknown filter "${name}" of calls(); did you mean "${nearest(name, NAMES)}"?`);
  }
  const { service, operation, since } = /** @type {Record<keyof Api.CallFilter, unknown>} */ (filter);
  for (const [name, value] of Object.entries({ service, operation })) {
    if (value !== undefined && typeof value !== "string")
      throw wrong("TYPE", `filter.${name}`, "of type string", value);
  }
  const from = since === undefined ? Number.NEGATIVE_INFINITY : moment(since);
  return (call) =>
    (service === undefined || call.service === service) &&
    (operation === undefined || call.operation === operation) &&
    Date.parse(call.time) >= from;
}

/** @param {unknown} since */
function moment(since) {
  const isTime = typeof since === "number" || typeof since === "string" || since instanceof Date;
  if (!isTime) throw wrong("TYPE", "filter.since", "a number, a string or a Date", since);
  const time = typeof since === "string" ? Date.parse(since) : Number(since);
  if (!Number.isNaN(time)) return time;
  throw wrong("VALUE", "filter.since", "a time in milliseconds or as ISO 8601 text", since);
}

/**
 * @param {"TYPE" | "VALUE"} kind
 * @param {string} name
 * @param {string} accepted
 * @param {unknown} value
 */
function wrong(kind, name, accepted, value) {
  const received = inspect(value, { depth: 0, maxStringLength: 50 });
  return new ArgumentError(
    `ERR_INVALID_ARG_${kind}`,
    `The "${name}" argument must be ${accepted}. Received ${received}`,
  );
}

/**
 * @param {string} lines the calls as native code keeps them
 * @returns {Api.MockCall[]}
 */
function parseCalls(lines) {
  return JSON.parse(`[${lines.trimEnd().replaceAll("\n", ",")}]`);
}

module.exports = { callFilter, parseCalls };
