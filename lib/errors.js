"use strict";

/** @typedef {import("../index.js").MockStateStoreErrorCode} Code */

// Registered symbols: an error made by another copy of this module is one of ours too.
const BRAND = Symbol.for("mock-state-store.error");

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

  /** @param {unknown} value */
  static [Symbol.hasInstance](value) {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this
    if (this !== MockStateStoreError) {
      // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this
      return Function.prototype[Symbol.hasInstance].call(this, value);
    }
    return typeof value === "object" && value !== null && BRAND in value;
  }
}
Object.defineProperty(MockStateStoreError.prototype, "name", { value: "MockStateStoreError" });
Object.defineProperty(MockStateStoreError.prototype, BRAND, { value: true });

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
Object.defineProperty(ArgumentError.prototype, BRAND, { value: true });

const CODES = new Set(["ERR_PERSISTENCE", "ERR_CLOSED"]);

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

exports.MockStateStoreError = MockStateStoreError;
exports.ArgumentError = ArgumentError;
exports.fromNative = fromNative;
