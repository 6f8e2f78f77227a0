"use strict";

const { isMap } = require("node:util/types");
const { ArgumentError } = require("./errors.js");

/** As deep as a part of the state may be; the state and the options around it add a few levels. */
const DEEPEST = 100;

/**
 * @typedef {object} Context
 * @property {object[]} ancestors the objects that are being encoded, from the outside in
 * @property {number} deepest how many of them there may be
 * @property {number} [timersAt] how deep the state is whose timers are passed over
 */

/**
 * An argument as the text that the native binding reads (`Value::from_argument` in
 * `src/model/value.rs`): JSON, in which a string that starts with U+0000 stands for what JSON lacks.
 *
 * @param {unknown} value
 * @param {string} name the argument's name, where errors are to begin with it
 * @returns {string}
 */
function encode(value, name) {
  return encodeWith(value, name, { ancestors: [], deepest: DEEPEST });
}

/**
 * A partial state, without its timers.
 *
 * @param {unknown} value
 * @returns {string}
 */
function encodeState(value) {
  return encodeWith(value, "", { ancestors: [], deepest: DEEPEST + 4, timersAt: 1 });
}

/**
 * Options, whose initial state may have timers too.
 *
 * @param {unknown} value
 * @returns {string}
 */
function encodeOptions(value) {
  return encodeWith(value, "options", { ancestors: [], deepest: DEEPEST + 6, timersAt: 2 });
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {Context} context
 */
function encodeWith(value, name, context) {
  try {
    return text(value, "", context);
  } catch (error) {
    throw refusal(error).toError(name);
  }
}

/**
 * @param {unknown} value
 * @param {string} key
 * @param {Context} context
 * @returns {string}
 */
function text(value, key, context) {
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
      return value === null ? "null" : object(value, key, context);
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
 * @param {Context} context
 * @returns {string}
 */
function object(value, key, context) {
  const { ancestors, deepest } = context;
  if (ancestors.includes(value)) throw new Refusal("must not contain itself");
  if (ancestors.length >= deepest) throw new Refusal(`must not be nested deeper than ${deepest} levels`);
  ancestors.push(value);
  const json = body(value, key, context);
  ancestors.pop();
  return json;
}

/**
 * @param {object} value
 * @param {string} key
 * @param {Context} context
 * @returns {string}
 */
function body(value, key, context) {
  if (Array.isArray(value)) return array(value, context);
  if ("toJSON" in value && typeof value.toJSON === "function") return text(value.toJSON(key), key, context);
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (isMap(value)) return map(value, context);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== "Object" && tag !== "Module") return special("x", `an instance of ${tag}`);
  }
  return record(/** @type {Record<string, unknown>} */ (value), context);
}

/**
 * @param {unknown[]} values
 * @param {Context} context
 */
function array(values, context) {
  const { length } = values;
  let json = "[";
  let index = 0;
  try {
    for (; index < length; index++) {
      json += (index > 0 ? "," : "") + text(values[index], String(index), context);
    }
  } catch (error) {
    throw refusal(error).below(index);
  }
  return `${json}]`;
}

/**
 * @param {Record<string, unknown>} value
 * @param {Context} context
 */
function record(value, context) {
  let json = "{";
  let step = "";
  const keys = Object.keys(value);
  try {
    for (const key of keys) {
      if (key === "pendingTimeouts" && context.ancestors.length === context.timersAt) continue;
      step = key;
      json += `${json.length > 1 ? "," : ""}${quote(key)}:${text(value[key], key, context)}`;
    }
  } catch (error) {
    throw refusal(error).below(step);
  }
  return `${json}}`;
}

/**
 * @param {Map<unknown, unknown>} entries
 * @param {Context} context
 */
function map(entries, context) {
  for (const key of entries.keys()) {
    if (typeof key !== "string") return special("x", `a Map with a key of type ${typeof key}`);
  }
  // Two levels of JSON.
  context.ancestors.push(entries);
  const json = record(Object.fromEntries(entries), context);
  context.ancestors.pop();
  return `[${special("m", "")},${json}]`;
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

module.exports = { encode, encodeOptions, encodeState };
