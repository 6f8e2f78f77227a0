"use strict";

const { loadAreas } = require("../areas.js");
const { keysOf, partOf } = require("../control/path.js");
const { suggestion } = require("../control/suggestion.js");
const { loadNative } = require("../native.js");
const { Failure, UsageError } = require("./errors.js");

/** What an area that the state does not name holds. */
const EMPTY = { one: null, named: {}, list: [] };

/**
 * The keys of what a user names in a state: by a path, or a parameter by its name, which begins with a slash. So does a
 * JSON Pointer, but then with a key of the state. A path may begin with what `watch` calls a part, such as `parameters`.
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
  const keys = parse(text);
  if (keys.length === 0 || Object.hasOwn(state, keys[0])) return keys;
  const area = areas().find(({ section, path }) => section === keys[0] && path.length > 1 && path[0] !== section);
  return area === undefined ? keys : [...area.path, ...keys.slice(1)];
}

/** @param {string} text */
function parse(text) {
  try {
    return keysOf(text);
  } catch {
    throw new UsageError(
      `PATH must be keys such as instance.state, backups[0] or ssm.parameters["a.b"], or the name of a parameter that begins with a slash, not "${text}".`,
    );
  }
}

function areas() {
  return loadAreas(loadNative()).list;
}

/**
 * The part of a state that keys lead to. An area that is empty is there, too.
 *
 * @param {Record<string, any>} state
 * @param {readonly string[]} keys
 */
function read(state, keys) {
  if (isParameterValue(keys) && !has(state.ssm.parameters, keys[2])) {
    const end = suggestion(keys[2], Object.keys(state.ssm.parameters));
    throw new Failure(`There is no parameter ${JSON.stringify(keys[2])}${end}`);
  }
  if (keys.length > 0 && at(state, keys) === undefined) {
    const area = areas().find(({ path }) => path.length === keys.length && beginsWith(path, keys));
    if (area !== undefined) return EMPTY[area.shape];
  }
  return partOf(state, keys);
}

/**
 * Whether what keys lead to has keys that the account knows, and no names that anybody may choose.
 *
 * @param {readonly string[]} keys
 */
function hasFixedKeys(keys) {
  return areas().some(({ path, shape }) => {
    if (path.length > keys.length) return beginsWith(path, keys);
    return path.length > 0 && beginsWith(keys, path) && keys.length === path.length + (shape === "one" ? 0 : 1);
  });
}

/**
 * @param {readonly string[]} keys
 * @param {readonly string[]} above
 */
function beginsWith(keys, above) {
  return above.every((key, index) => key === keys[index]);
}

/** @param {readonly string[]} keys */
function isParameterValue(keys) {
  return keys.length === 4 && keys[0] === "ssm" && keys[1] === "parameters" && keys[3] === "value";
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

module.exports = { at, find, has, hasFixedKeys, isParameterValue, read, show };
