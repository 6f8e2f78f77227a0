"use strict";

/** @typedef {import("../index.js").MockStateStoreErrorCode} Code */

const { brand } = require("./brand.js");

class MockStateStoreError extends Error {
  /**
   * @param {Code} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}
Object.defineProperty(MockStateStoreError.prototype, "name", { value: "MockStateStoreError" });

class ArgumentError extends TypeError {
  /**
   * @param {Code} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}
brand(MockStateStoreError, "error", ArgumentError);

const CODES = new Set(["ERR_BUSY", "ERR_CLOSED", "ERR_PERSISTENCE"]);

/**
 * The error of this realm for one that the native binding threw. What has no code of ours is a panic.
 *
 * @param {unknown} error
 */
function fromNative(error) {
  if (error instanceof MockStateStoreError) return error;
  const { code, message } = /** @type {{ code: Code, message: string }} */ (error);
  if (code === "ERR_INVALID_ARG_TYPE" || code === "ERR_INVALID_ARG_VALUE") return new ArgumentError(code, message);
  return new MockStateStoreError(CODES.has(code) ? code : "ERR_CLOSED", message);
}

/**
 * Whether another process has to be waited for.
 *
 * @param {unknown} error
 */
function isBusy(error) {
  return error instanceof MockStateStoreError && error.code === "ERR_BUSY";
}

/**
 * Calls the native binding; what it throws is an error of this realm.
 *
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function inRealm(call) {
  try {
    return call();
  } catch (error) {
    throw fromNative(error);
  }
}

/**
 * The value that the native binding resolves to; throws an error of this realm where it is one.
 *
 * @template T
 * @param {import("./binding.js").Settled<T>} settled
 * @returns {T}
 */
function outcome(settled) {
  if (Array.isArray(settled)) throw fromNative({ code: settled[0], message: settled[1] });
  return /** @type {T} */ (settled);
}

// No literal: V8 looks into one when the module is loaded, which for these classes takes as long as all of that.
const IDENTIFIER = "^[\\p{ID_Start}_$][\\p{ID_Continue}$]*$";

/** Why an argument cannot be written, and where; the path is added from the inside out. */
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
      else if (!new RegExp(IDENTIFIER, "u").test(step)) path += `[${JSON.stringify(step)}]`;
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

exports.MockStateStoreError = MockStateStoreError;
exports.ArgumentError = ArgumentError;
exports.Refusal = Refusal;
exports.fromNative = fromNative;
exports.inRealm = inRealm;
exports.isBusy = isBusy;
exports.outcome = outcome;
exports.refusal = refusal;
