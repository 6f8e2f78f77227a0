"use strict";

/* Checks of options that JavaScript reads itself. */

const { inspect } = require("node:util");
const { ArgumentError } = require("./errors.js");
const { nearest } = require("./nearest.js");
const { warn } = require("./warnings.js");

/**
 * Options with the defaults for what is not given; a misspelt name is a warning.
 *
 * @template {Record<string, unknown>} Defaults
 * @param {unknown} options
 * @param {Defaults} defaults
 * @param {string} caller for that warning
 * @returns {Record<keyof Defaults, unknown>}
 */
function withDefaults(options = {}, defaults, caller) {
  if (typeof options !== "object" || options === null) throw typeError("options", "of type object", options);
  const known = Object.keys(defaults);
  for (const name of Object.keys(options).filter((name) => !known.includes(name))) {
    const hint = nearest(name, known);
    warn("ERR_UNKNOWN_OPTION", `Unknown option "${name}" of ${caller}; did you mean "${hint}"?`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return /** @type {Record<keyof Defaults, unknown>} */ ({ ...defaults, ...Object.fromEntries(given) });
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function readHost(value, name) {
  if (typeof value !== "string") throw typeError(name, "of type string", value);
  if (/^[^\s/?#@]+$/.test(value)) return value;
  throw valueError(name, "the name or the address of a host, not a URL", value);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function readHosts(value, name) {
  if (!Array.isArray(value)) throw typeError(name, "an array", value);
  return Array.from(value, (host, index) => readHost(host, `${name}[${index}]`));
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function readFlag(value, name) {
  if (typeof value === "boolean") return value;
  throw typeError(name, "of type boolean", value);
}

/**
 * @param {string} name
 * @param {string} accepted
 * @param {unknown} value
 */
function typeError(name, accepted, value) {
  const received =
    value === null ? "null" : `type ${typeof value}${typeof value === "object" ? "" : ` (${show(value)})`}`;
  return new ArgumentError("ERR_INVALID_ARG_TYPE", `The "${name}" argument must be ${accepted}. Received ${received}`);
}

/**
 * @param {string} name
 * @param {string} accepted
 * @param {unknown} value
 */
function valueError(name, accepted, value) {
  return new ArgumentError(
    "ERR_INVALID_ARG_VALUE",
    `The "${name}" argument must be ${accepted}. Received ${show(value)}`,
  );
}

/** @param {unknown} value */
function show(value) {
  return inspect(value, { depth: 0, maxStringLength: 50 });
}

module.exports = { readFlag, readHost, readHosts, typeError, valueError, withDefaults };
