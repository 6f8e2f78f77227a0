"use strict";

/* The errors that the SDK's own request handler rejects with, in this realm: name, code, text, cause. */

const { getSystemErrorMap } = require("node:util");
const { NOT_HTTP } = require("../broken-connection.js");

/** @typedef {NonNullable<import("../../../aws.js").AwsHandlerOptions["abortSignal"]>} Signal */

/** @param {Signal} signal */
function abortError(signal) {
  const reason = "reason" in signal ? signal.reason : undefined;
  const isError = typeof reason === "object" && reason !== null;
  const error = reason && !isError ? new Error(String(reason)) : new Error("Request aborted");
  error.name = "AbortError";
  if (isError) error.cause = reason;
  return error;
}

/** @param {number} ms */
function timeoutError(ms) {
  const message = `@smithy/node-http-handler - [ERROR] a request has exceeded the configured ${ms} ms requestTimeout.`;
  return Object.assign(new Error(message), { name: "TimeoutError", code: "ETIMEDOUT" });
}

/**
 * That of a connection that breaks.
 *
 * @param {import("../broken-connection.js").BrokenConnection} broken
 */
async function connectionError({ connection, afterMs = 0 }) {
  switch (connection) {
    case "reset":
      return Object.assign(new Error("read ECONNRESET"), {
        errno: errnoOf("ECONNRESET"),
        code: "ECONNRESET",
        syscall: "read",
        name: "TimeoutError",
      });
    case "empty":
      return Object.assign(new Error("socket hang up"), { code: "ECONNRESET", name: "TimeoutError" });
    case "malformed":
      return parseError();
    default:
      return timeoutError(afterMs);
  }
}

/** @param {string} code */
function errnoOf(code) {
  return [...getSystemErrorMap()].find(([, [name]]) => name === code)?.[0];
}

/**
 * What Node says of an answer that is no HTTP, which its releases have different words for.
 *
 * @returns {Promise<Error>}
 */
function parseError() {
  const http = require("node:http");
  const { Duplex } = require("node:stream");
  const connection = new Duplex({
    read() {
      this.push(NOT_HTTP);
      this.push(null);
    },
    write(_chunk, _encoding, done) {
      done();
    },
  });
  return new Promise((resolve) => {
    const request = http.request({ createConnection: () => connection });
    request.once("error", (error) => resolve(Object.assign(new Error(error.message), error)));
    request.end();
  });
}

module.exports = { abortError, connectionError, timeoutError };
