"use strict";

const { warn } = require("../warnings.js");

/** What is wrong with a request, beside what the store says of its arguments. */
class RequestError extends Error {
  /**
   * @param {number} statusCode
   * @param {string} code
   * @param {string} message
   * @param {Record<string, string>} [headers]
   */
  constructor(statusCode, code, message, headers = {}) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.headers = headers;
  }
}

/** @type {Record<string, number>} */
const STATUS_CODES = {
  ERR_INVALID_ARG_TYPE: 400,
  ERR_INVALID_ARG_VALUE: 400,
  ERR_CONFLICT: 409,
  ERR_BUSY: 503,
  ERR_CLOSED: 503,
  ERR_PERSISTENCE: 503,
  ERR_NATIVE_BINDING: 503,
};

/**
 * What a request is told of an error. One that nobody expects is a warning of the process, and hidden from the request.
 *
 * @param {unknown} error
 * @returns {RequestError}
 */
function toRequestError(error) {
  if (error instanceof RequestError) return error;
  const { code, message } = error instanceof Object ? /** @type {NodeJS.ErrnoException} */ (error) : { message: error };
  // That of a `DOMException` is a number.
  const name = typeof code === "string" ? code : "ERR_INTERNAL";
  if (Object.hasOwn(STATUS_CODES, name)) return new RequestError(STATUS_CODES[name], name, String(message));
  warn(name, `A request to the control API has failed: ${message}`);
  return new RequestError(500, "ERR_INTERNAL", "The request has failed within mock-state-store; it warns of why.");
}

/** @param {string} message */
function notFound(message) {
  return new RequestError(404, "ERR_NOT_FOUND", message);
}

/** @param {string} message */
function invalid(message) {
  return new RequestError(400, "ERR_INVALID_ARG_VALUE", message);
}

exports.RequestError = RequestError;
exports.invalid = invalid;
exports.notFound = notFound;
exports.toRequestError = toRequestError;
