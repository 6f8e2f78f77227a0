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
  return new Encoder(name).text(value, "");
}

class Encoder {
  /** @type {(string | number)[]} */
  #path = [];
  /** @type {object[]} */
  #ancestors = [];
  #name;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
  }

  /**
   * @param {unknown} value
   * @param {string} key
   * @returns {string}
   */
  text(value, key) {
    switch (typeof value) {
      case "string":
        return string(value);
      case "number":
        return Number.isFinite(value) ? String(value) : escape("n", String(value));
      case "boolean":
        return value ? "true" : "false";
      case "undefined":
        return escape("u", "");
      case "object":
        return value === null ? "null" : this.#object(value, key);
      case "bigint":
        return escape("x", `type bigint (${value}n)`);
      case "symbol":
        return escape("x", `type symbol (${value.toString()})`);
      default:
        return escape("x", "type function");
    }
  }

  /**
   * @param {object} value
   * @param {string} key
   */
  #object(value, key) {
    if (this.#ancestors.includes(value)) throw this.#refuse("must not contain itself");
    if (this.#ancestors.length >= DEEPEST) throw this.#refuse(`must not be nested deeper than ${DEEPEST} levels`);
    this.#ancestors.push(value);
    try {
      return this.#body(value, key);
    } catch (error) {
      if (error instanceof ArgumentError) throw error;
      throw this.#refuse("cannot be read", { cause: error });
    } finally {
      this.#ancestors.pop();
    }
  }

  /**
   * @param {object} value
   * @param {string} key
   */
  #body(value, key) {
    if (Array.isArray(value)) return this.#array(value);
    if (isMap(value)) return this.#map(value);
    if ("toJSON" in value && typeof value.toJSON === "function") return this.text(value.toJSON(key), key);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== "Object") return escape("x", `an instance of ${tag}`);
    return this.#entries(
      Object.keys(value).map((key) => [key, () => /** @type {Record<string, unknown>} */ (value)[key]]),
    );
  }

  /** @param {unknown[]} values */
  #array(values) {
    let text = "[";
    for (let index = 0; index < values.length; index++) {
      if (index > 0) text += ",";
      this.#path.push(index);
      text += this.text(values[index], String(index));
      this.#path.pop();
    }
    return `${text}]`;
  }

  /** @param {Map<unknown, unknown>} map */
  #map(map) {
    const entries = [];
    for (const [key, value] of map) {
      if (typeof key !== "string") return escape("x", `a Map with a key of type ${typeof key}`);
      entries.push(/** @type {[string, () => unknown]} */ ([key, () => value]));
    }
    return `[${escape("m", "")},${this.#entries(entries)}]`;
  }

  /** @param {[string, () => unknown][]} entries */
  #entries(entries) {
    let text = "{";
    for (const [key, read] of entries) {
      if (text.length > 1) text += ",";
      this.#path.push(key);
      text += `${quote(key)}:${this.text(read(), key)}`;
      this.#path.pop();
    }
    return `${text}}`;
  }

  /**
   * @param {string} problem
   * @param {ErrorOptions} [options]
   */
  #refuse(problem, options) {
    let path = this.#name;
    for (const step of this.#path) {
      if (typeof step === "number") path += `[${step}]`;
      else if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step)) path += `[${JSON.stringify(step)}]`;
      else path += path === "" ? step : `.${step}`;
    }
    return new ArgumentError("ERR_INVALID_ARG_VALUE", `The "${path || "state"}" argument ${problem}`, options);
  }
}

/** @param {string} text */
function string(text) {
  return text.charCodeAt(0) === 0 ? escape("s", text) : quote(text);
}

/**
 * @param {string} kind
 * @param {string} text
 */
function escape(kind, text) {
  return quote(`\0${kind}${text}`);
}

/**
 * A lone surrogate becomes U+FFFD, as `TextEncoder` does it.
 *
 * @param {string} text
 */
function quote(text) {
  return JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
}

module.exports = { encode };
