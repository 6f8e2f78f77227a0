"use strict";

const { isMap } = require("node:util/types");
const { ArgumentError } = require("./errors.js");

const DEEPEST = 100;

/**
 * An argument as the text that the native binding reads (`Value::from_argument` in
 * `src/model/value.rs`): JSON, in which a string that starts with U+0000 stands for what JSON lacks.
 *
 * @param {unknown} value
 * @param {string} name the argument's name, where errors are to begin with it
 * @returns {string}
 */
function encode(value, name) {
  try {
    return text(value, "", []);
  } catch (error) {
    throw refusal(error).toError(name);
  }
}

/**
 * @param {unknown} value
 * @param {string} key
 * @param {object[]} ancestors
 * @returns {string}
 */
function text(value, key, ancestors) {
  switch (typeof value) {
    case "string":
      return value.charCodeAt(0) === 0 ? special("s", value) : quote(value);
    case "number":
      return Number.isFinite(value) ? String(value) : special("n", String(value));
    case "boolean":
      return value ? "true" : "false";
    case "undefined":
      return special("u", "");
    case "object":
      return value === null ? "null" : object(value, key, ancestors);
    case "bigint":
      return special("x", `type bigint (${value}n)`);
    case "symbol":
      return special("x", `type symbol (${value.toString()})`);
    default:
      return special("x", "type function");
  }
}

/**
 * @param {object} value
 * @param {string} key
 * @param {object[]} ancestors
 * @returns {string}
 */
function object(value, key, ancestors) {
  if (ancestors.includes(value)) throw new Refusal("must not contain itself");
  if (ancestors.length === DEEPEST) throw new Refusal(`must not be nested deeper than ${DEEPEST} levels`);
  ancestors.push(value);
  const json = body(value, key, ancestors);
  ancestors.pop();
  return json;
}

/**
 * @param {object} value
 * @param {string} key
 * @param {object[]} ancestors
 * @returns {string}
 */
function body(value, key, ancestors) {
  if (Array.isArray(value)) return array(value, ancestors);
  if ("toJSON" in value && typeof value.toJSON === "function") return text(value.toJSON(key), key, ancestors);
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (isMap(value)) return map(value, ancestors);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== "Object") return special("x", `an instance of ${tag}`);
  }
  return record(/** @type {Record<string, unknown>} */ (value), ancestors);
}

/**
 * @param {unknown[]} values
 * @param {object[]} ancestors
 */
function array(values, ancestors) {
  const { length } = values;
  let json = "[";
  let index = 0;
  try {
    for (; index < length; index++) {
      json += (index > 0 ? "," : "") + text(values[index], String(index), ancestors);
    }
  } catch (error) {
    throw refusal(error).below(index);
  }
  return `${json}]`;
}

/**
 * @param {Record<string, unknown>} value
 * @param {object[]} ancestors
 */
function record(value, ancestors) {
  let json = "{";
  let step = "";
  const keys = Object.keys(value);
  try {
    for (const key of keys) {
      step = key;
      json += `${json.length > 1 ? "," : ""}${quote(key)}:${text(value[key], key, ancestors)}`;
    }
  } catch (error) {
    throw refusal(error).below(step);
  }
  return `${json}}`;
}

/**
 * @param {Map<unknown, unknown>} entries
 * @param {object[]} ancestors
 */
function map(entries, ancestors) {
  for (const key of entries.keys()) {
    if (typeof key !== "string") return special("x", `a Map with a key of type ${typeof key}`);
  }
  return `[${special("m", "")},${record(Object.fromEntries(entries), ancestors)}]`;
}

/**
 * @param {string} kind
 * @param {string} words
 */
function special(kind, words) {
  return quote(`\0${kind}${words}`);
}

/**
 * A lone surrogate becomes U+FFFD, as `TextEncoder` does it.
 *
 * @param {string} string
 */
function quote(string) {
  return JSON.stringify(string.isWellFormed() ? string : string.toWellFormed());
}

/** What cannot be encoded, and where; the way is added from the inside out. */
class Refusal {
  /** @type {(string | number)[]} */
  #steps = [];

  /**
   * @param {string} problem
   * @param {ErrorOptions} [options]
   */
  constructor(problem, options) {
    this.problem = problem;
    this.options = options;
  }

  /** @param {string | number} step */
  below(step) {
    this.#steps.push(step);
    return this;
  }

  /** @param {string} name */
  toError(name) {
    let path = name;
    for (const step of this.#steps.reverse()) {
      if (typeof step === "number") path += `[${step}]`;
      else if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step)) path += `[${JSON.stringify(step)}]`;
      else path += path === "" ? step : `.${step}`;
    }
    return new ArgumentError(
      "ERR_INVALID_ARG_VALUE",
      `The "${path || "state"}" argument ${this.problem}`,
      this.options,
    );
  }
}

/**
 * The refusal that a getter, a `toJSON` or a Proxy causes by throwing.
 *
 * @param {unknown} error
 */
function refusal(error) {
  return error instanceof Refusal ? error : new Refusal("cannot be read", { cause: error });
}

module.exports = { encode };
