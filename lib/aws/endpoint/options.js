"use strict";

const { inspect } = require("node:util");
const { ArgumentError } = require("../../errors.js");
const { nearest } = require("../../nearest.js");
const { warn } = require("../../warnings.js");
const { storeArgument } = require("../account.js");

const DEFAULTS = { store: undefined, port: 4566, host: "127.0.0.1", allowedHosts: [], setEnvironment: false };

/**
 * Checks the options of an endpoint, and fills in the defaults.
 *
 * @param {unknown} options
 */
function readOptions(options = {}) {
  if (typeof options !== "object" || options === null) throw typeError("options", "of type object", options);
  warnOfUnknown(Object.keys(options));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const { store, port, host, allowedHosts, setEnvironment } = /** @type {Record<keyof typeof DEFAULTS, unknown>} */ ({
    ...DEFAULTS,
    ...Object.fromEntries(given),
  });
  return {
    store: storeArgument(store, "options.store"),
    port: readPort(port),
    host: readName(host, "options.host"),
    allowedHosts: readNames(allowedHosts),
    setEnvironment: readFlag(setEnvironment),
  };
}

/** @param {string[]} names */
function warnOfUnknown(names) {
  const known = Object.keys(DEFAULTS);
  for (const name of names.filter((name) => !known.includes(name))) {
    const hint = nearest(name, known);
    warn("ERR_UNKNOWN_OPTION", `Unknown option "${name}" of startEndpoint; did you mean "${hint}"?`);
  }
}

/** @param {unknown} value */
function readPort(value) {
  if (typeof value !== "number") throw typeError("options.port", "of type number", value);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw valueError("options.port", "a whole number from 0 to 65535", value);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function readName(value, name) {
  if (typeof value !== "string") throw typeError(name, "of type string", value);
  if (/^[^\s/?#@]+$/.test(value)) return value;
  throw valueError(name, "the name or the address of a host, not a URL", value);
}

/** @param {unknown} value */
function readNames(value) {
  if (!Array.isArray(value)) throw typeError("options.allowedHosts", "an array", value);
  return Array.from(value, (name, index) => readName(name, `options.allowedHosts[${index}]`));
}

/** @param {unknown} value */
function readFlag(value) {
  if (typeof value === "boolean") return value;
  throw typeError("options.setEnvironment", "of type boolean", value);
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

exports.readOptions = readOptions;
