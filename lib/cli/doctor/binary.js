"use strict";

const { loadNative } = require("../../native.js");

/** @typedef {import("./index.js").Finding} Finding */

/** @returns {Finding} */
function checkNode() {
  const { node } = require("../../../package.json").engines;
  const [major, minor] = process.versions.node.split(".").map(Number);
  const ranges = node.split("||").map((range) => range.trim().slice(1).split(".").map(Number));
  const isTested = ranges.some(([wantedMajor, wantedMinor]) => major === wantedMajor && minor >= wantedMinor);
  const text = `Node.js ${process.version}`;
  if (isTested) return { check: "node", result: "ok", text };
  return {
    check: "node",
    result: "note",
    text: `${text} is none that this package is tested with.`,
    mend: `Use Node.js ${node}.`,
  };
}

/** @returns {Finding} */
function checkBinary() {
  try {
    loadNative();
  } catch (error) {
    // Its message says what mends it.
    return { check: "binary", result: "problem", text: /** @type {Error} */ (error).message };
  }
  const file = Object.keys(require.cache).find((name) => name.endsWith(".node"));
  return { check: "binary", result: "ok", text: file ?? "loaded" };
}

module.exports = { checkNode, checkBinary };
