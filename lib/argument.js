"use strict";

/*
 * Arguments of native functions. Each is text: a string is itself, and anything else is NUL and its JSON. In that,
 * `undefined`, a `Map` and what JSON has no form for are strings that begin with NUL, or arrays that begin with one;
 * `src/document/value.rs` reads them. Native code checks every argument, and says what is wrong with it.
 */

const { isMap } = require("node:util/types");
const { Refusal, refusal } = require("./errors.js");

/** As deep as a part of the state may be; the state and the options around it add a few levels. */
const DEEPEST = 100;

const UNDEFINED = '"\\u0000u"';

/**
 * An argument that is an object.
 *
 * @param {unknown} value
 * @param {string} [name] the argument's name, where errors begin with it
 */
function argument(value, name = "") {
  return `\0${new Writer(DEEPEST, 0).write(value, name)}`;
}

/**
 * An argument that is no object; of one that is, native code says so.
 *
 * @param {unknown} value
 */
function scalar(value) {
  if (typeof value === "string" && value.charCodeAt(0) !== 0) return value;
  const isObject = typeof value === "object" && value !== null;
  return `\0${isObject ? foreign("an instance of Object") : new Writer(0, 0).write(value, "")}`;
}

/**
 * The same where native code has a default for it.
 *
 * @param {unknown} value
 */
function optional(value) {
  return value === undefined ? undefined : scalar(value);
}

/**
 * A partial state, without its timers.
 *
 * @param {unknown} value
 * @param {string} [name]
 */
function stateArgument(value, name = "") {
  return `\0${new Writer(DEEPEST + 4, 1).write(value, name)}`;
}

/**
 * Options, whose initial state can have timers too.
 *
 * @param {unknown} value
 */
function optionsArgument(value) {
  return `\0${new Writer(DEEPEST + 6, 2).write(value, "options")}`;
}

/**
 * A scenario, whose state can have timers too.
 *
 * @param {unknown} value
 * @param {string} name
 */
function scenarioArgument(value, name) {
  return `\0${new Writer(DEEPEST + 6, 2).write(value, name)}`;
}

/**
 * What an argument that is an object holds under a key, as it is written there.
 *
 * @param {string} text
 * @param {string} key
 * @returns {unknown} `undefined` where it has no such key, or that is `undefined`
 */
function writtenKey(text, key) {
  const written = JSON.parse(text.slice(1))[key];
  return written === "\0u" ? undefined : written;
}

/**
 * An argument of what another one holds.
 *
 * @param {unknown} written
 */
function writtenArgument(written) {
  return `\0${JSON.stringify(written)}`;
}

/** Writes one argument. */
class Writer {
  /** @type {object[]} the objects that are being written, from the outside in */
  #ancestors = [];
  #deepest;
  /** How deep the state is whose timers are left out; 0 where there is none. */
  #timersAt;

  /**
   * @param {number} deepest
   * @param {number} timersAt
   */
  constructor(deepest, timersAt) {
    this.#deepest = deepest;
    this.#timersAt = timersAt;
  }

  /**
   * @param {unknown} value
   * @param {string} name
   */
  write(value, name) {
    try {
      return this.#value(value, "");
    } catch (error) {
      throw refusal(error).toError(name);
    }
  }

  /**
   * @param {unknown} value
   * @param {string | number} key
   * @returns {string}
   */
  #value(value, key) {
    switch (typeof value) {
      case "string":
        return JSON.stringify(value.charCodeAt(0) === 0 ? `\0${value}` : value);
      case "number":
        return Number.isFinite(value) ? String(value) : `["\\u0000n","${value}"]`;
      case "boolean":
        return value ? "true" : "false";
      case "undefined":
        return UNDEFINED;
      case "object":
        return value === null ? "null" : this.#object(value, key);
      case "bigint":
        return foreign(`type bigint (${value}n)`);
      case "symbol":
        return foreign(`type symbol (${value.toString()})`);
      default:
        return foreign("type function");
    }
  }

  /**
   * @param {object} value
   * @param {string | number} key
   */
  #object(value, key) {
    if (this.#ancestors.includes(value)) throw new Refusal("must not contain itself");
    if (this.#ancestors.length >= this.#deepest) {
      throw new Refusal(`must not be nested deeper than ${this.#deepest} levels`);
    }
    this.#ancestors.push(value);
    const text = Array.isArray(value) ? this.#array(value) : this.#body(value, key);
    this.#ancestors.pop();
    return text;
  }

  /**
   * @param {object} value
   * @param {string | number} key
   */
  #body(value, key) {
    if ("toJSON" in value && typeof value.toJSON === "function") return this.#value(value.toJSON(String(key)), key);
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      if (isMap(value)) return this.#map(value);
      const tag = Object.prototype.toString.call(value).slice(8, -1);
      if (tag !== "Object" && tag !== "Module") return foreign(`an instance of ${tag}`);
    }
    return this.#record(/** @type {Record<string, unknown>} */ (value));
  }

  /** @param {unknown[]} values */
  #array(values) {
    const { length } = values;
    let text = "[";
    let index = 0;
    try {
      for (; index < length; index++) text += (index > 0 ? "," : "") + this.#value(values[index], index);
    } catch (error) {
      throw refusal(error).below(index);
    }
    return `${text}]`;
  }

  /** @param {Record<string, unknown>} value */
  #record(value) {
    let text = "";
    let step = "";
    const withoutTimers = this.#timersAt > 0 && this.#ancestors.length === this.#timersAt;
    const keys = Object.keys(value);
    try {
      for (const key of keys) {
        if (withoutTimers && key === "pendingTimeouts") continue;
        step = key;
        text += `${text === "" ? "{" : ","}${JSON.stringify(key)}:${this.#value(value[key], key)}`;
      }
    } catch (error) {
      throw refusal(error).below(step);
    }
    return text === "" ? "{}" : `${text}}`;
  }

  /** @param {Map<unknown, unknown>} entries */
  #map(entries) {
    for (const key of entries.keys()) {
      if (typeof key !== "string") return foreign(`a Map with a key of type ${typeof key}`);
    }
    // A level of its own: native code reads it as an array with an object in it.
    this.#ancestors.push(entries);
    const text = this.#record(Object.fromEntries(entries));
    this.#ancestors.pop();
    return `["\\u0000m",${text}]`;
  }
}

/** @param {string} words what it is, in the words of an error */
function foreign(words) {
  return `["\\u0000f",${JSON.stringify(words)}]`;
}

module.exports = {
  argument,
  optional,
  optionsArgument,
  scalar,
  scenarioArgument,
  stateArgument,
  writtenArgument,
  writtenKey,
};
