"use strict";

const { argument } = require("./argument.js");
const { warn } = require("./warnings.js");

/**
 * Adds a rule. One that no call can meet is added too, with a warning: code that plays AWS itself may ask for it.
 *
 * @param {import("./engine.js").Engine} engine
 * @param {unknown} rule
 * @returns {Promise<{ id: string, warnings: string[] }>}
 */
async function addFault(engine, rule) {
  const [id, warnings] = JSON.parse(await engine.change(engine.native.addFault, argument(rule, "rule")));
  for (const message of warnings) warn("ERR_UNKNOWN_OPERATION", message);
  return { id, warnings };
}

exports.addFault = addFault;
