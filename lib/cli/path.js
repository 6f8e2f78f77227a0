"use strict";

const { UsageError, Failure } = require("./errors.js");
const { nearest } = require("../nearest.js");

/** A key of a dotted path: a name, `[0]` or `["any text"]`. */
const STEP = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/suy;

/**
 * The keys of a path: one as messages name it (`instance.state`, `ssm.parameters["/a.b"].value`), or a JSON Pointer.
 *
 * @param {string} path
 * @returns {string[]}
 */
function keysOf(path) {
  if (path.startsWith("/")) {
    const keys = path.slice(1).split("/");
    return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  }
  const keys = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const [step, name, index, quoted] = STEP.exec(path) ?? [];
    if (step === undefined) throw new UsageError(`"${path}" is no path such as instance.state or backups[0].name.`);
    keys.push(name ?? index ?? JSON.parse(quoted));
  }
  return keys;
}

/**
 * The keys of what a user names in a state: by a path, or a parameter by its name, which begins with a slash.
 *
 * @param {Record<string, any>} state
 * @param {string} text
 */
function find(state, text) {
  if (!text.startsWith("/")) return keysOf(text);
  const keys = keysOf(text);
  const isParameter = Object.hasOwn(state.ssm.parameters, text) || !Object.hasOwn(state, keys[0]);
  return isParameter ? ["ssm", "parameters", text, "value"] : keys;
}

/**
 * The part of a value that keys lead to.
 *
 * @param {any} value
 * @param {readonly string[]} keys
 */
function partOf(value, keys) {
  for (const [index, key] of keys.entries()) {
    if (!has(value, key)) throw missing(value, keys.slice(0, index + 1));
    value = value[key];
  }
  return value;
}

/**
 * @param {any} value
 * @param {string} key
 */
function has(value, key) {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

/**
 * @param {any} value what should have the last key
 * @param {string[]} keys
 */
function missing(value, keys) {
  const above = keys.slice(0, -1);
  const names = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const hint =
    names.length === 0
      ? "."
      : `; did you mean ${show([...above, nearest(/** @type {string} */ (keys.at(-1)), names)])}?`;
  return new Failure(`There is no ${show(keys)}${hint}`);
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

module.exports = { keysOf, find, partOf, has, show };
