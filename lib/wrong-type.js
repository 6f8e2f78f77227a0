"use strict";

const { inspect } = require("node:util");
const { ArgumentError } = require("./errors.js");

/**
 * The error of an argument that only JavaScript can check.
 *
 * @param {string} name
 * @param {string} accepted
 * @param {unknown} value
 */
function wrongType(name, accepted, value) {
  const received = inspect(value, { depth: 0, maxStringLength: 50 });
  return new ArgumentError("ERR_INVALID_ARG_TYPE", `The "${name}" argument must be ${accepted}. Received ${received}`);
}

exports.wrongType = wrongType;
