"use strict";

const { storeArgument } = require("../aws/account.js");
const { readHosts, typeError, valueError, withDefaults } = require("../option-checks.js");
const { webGuard } = require("./web.js");

const DEFAULTS = { store: undefined, allowedHosts: [], prefix: undefined };

/**
 * Checks the options that all servers of the control API have, and fills in the defaults.
 *
 * @template {Record<string, unknown>} More
 * @param {unknown} options
 * @param {string} caller
 * @param {More} more other options, with their defaults
 */
function readOptions(options, caller, more) {
  const { store, allowedHosts, prefix, ...others } = withDefaults(options, { ...DEFAULTS, ...more }, caller);
  return {
    ...others,
    store: storeArgument(store, "options.store"),
    guard: webGuard(readHosts(allowedHosts, "options.allowedHosts")),
    prefix: prefix === undefined ? undefined : readPrefix(prefix),
  };
}

/** @param {unknown} value */
function readPrefix(value) {
  if (typeof value !== "string") throw typeError("options.prefix", "of type string", value);
  if (/^\/[^?#]*[^?#/]$|^$/.test(value)) return value;
  throw valueError("options.prefix", 'a path that begins with a slash and ends without one, or ""', value);
}

exports.readOptions = readOptions;
