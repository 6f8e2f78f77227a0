"use strict";

const { keysOf } = require("../control/path.js");
const { UsageError } = require("./errors.js");

/**
 * The keys of what a user names in a state: by a path, or a parameter by its name, which begins with a slash. So does a
 * JSON Pointer, but then with a key of the state.
 *
 * @param {Record<string, any>} state
 * @param {string} text
 */
function find(state, text) {
  if (text.startsWith("/")) {
    const [, first] = text.split("/", 2);
    const isPointer = Object.hasOwn(state, first) && !Object.hasOwn(state.ssm.parameters, text);
    if (!isPointer) return ["ssm", "parameters", text, "value"];
  }
  try {
    return keysOf(text);
  } catch (error) {
    throw new UsageError(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {any} value
 * @param {string} key
 */
function has(value, key) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

/**
 * What keys lead to; `undefined` where they lead nowhere.
 *
 * @param {any} value
 * @param {readonly string[]} keys
 */
function at(value, keys) {
  return keys.reduce((part, key) => (has(part, key) ? part[key] : undefined), value);
}

/**
 * Keys as a path that can be given again.
 *
 * @param {readonly string[]} keys
 */
function show(keys) {
  return keys.reduce((path, key) => {
    if (/^\d+$/.test(key)) return `${path}[${key}]`;
    if (!/^[^.[\]"/\s]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === "" ? key : `${path}.${key}`;
  }, "");
}

module.exports = { at, find, has, show };
