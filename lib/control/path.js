"use strict";

const { invalid, notFound } = require("./errors.js");
const { suggestion } = require("./suggestion.js");

/** A key of a dotted path: a name, `[0]` or `["any text"]`. */
const STEP = /(?:^|\.)([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/suy;

/**
 * The keys of a JSON Pointer, or of a path as messages name it.
 *
 * @param {string} path
 * @returns {string[]}
 */
function keysOf(path) {
  if (path === "") return [];
  if (!path.startsWith("/")) return dottedKeys(path);
  if (/~(?![01])/.test(path)) throw wrongPath(path);
  const keys = path.slice(1).split("/");
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** @param {string} path */
function dottedKeys(path) {
  const keys = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const [step, name, index, quoted] = STEP.exec(path) ?? [];
    if (step === undefined) throw wrongPath(path);
    keys.push(name ?? index ?? unquote(quoted, path));
  }
  return keys;
}

/**
 * @param {string} quoted
 * @param {string} path
 */
function unquote(quoted, path) {
  try {
    return /** @type {string} */ (JSON.parse(quoted));
  } catch {
    throw wrongPath(path);
  }
}

/** @param {string} path */
function wrongPath(path) {
  return invalid(
    `The "path" parameter must be a JSON Pointer, or a path such as instance.state. Received ${JSON.stringify(path)}`,
  );
}

/**
 * The part of a value that keys lead to.
 *
 * @param {any} value
 * @param {readonly string[]} keys
 */
function partOf(value, keys) {
  for (const [index, key] of keys.entries()) {
    if (typeof value !== "object" || value === null || !hasKey(value, key)) {
      const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
      throw notFound(`There is no ${show(keys.slice(0, index + 1))} in the state${suggestion(key, names)}`);
    }
    value = value[key];
  }
  return value;
}

/**
 * @param {object} value
 * @param {string} key
 */
function hasKey(value, key) {
  return Array.isArray(value) ? /^\d+$/.test(key) && Number(key) < value.length : Object.hasOwn(value, key);
}

/** @param {readonly string[]} keys */
function show(keys) {
  return JSON.stringify(`/${keys.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`);
}

module.exports = { keysOf, partOf };
