"use strict";

const { readFlag, readHost, readHosts, typeError, valueError, withDefaults } = require("../../option-checks.js");
const { storeArgument } = require("../account.js");

const DEFAULTS = { store: undefined, port: 4566, host: "127.0.0.1", allowedHosts: [], setEnvironment: false };

/**
 * Checks the options of an endpoint, and fills in the defaults.
 *
 * @param {unknown} options
 */
function readOptions(options) {
  const { store, port, host, allowedHosts, setEnvironment } = withDefaults(options, DEFAULTS, "startEndpoint");
  return {
    store: storeArgument(store, "options.store"),
    port: readPort(port),
    host: readHost(host, "options.host"),
    allowedHosts: readHosts(allowedHosts, "options.allowedHosts"),
    setEnvironment: readFlag(setEnvironment, "options.setEnvironment"),
  };
}

/** @param {unknown} value */
function readPort(value) {
  if (typeof value !== "number") throw typeError("options.port", "of type number", value);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw valueError("options.port", "a whole number from 0 to 65535", value);
}

exports.readOptions = readOptions;
