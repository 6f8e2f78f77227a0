"use strict";

/** @typedef {NonNullable<import("../../../aws.js").AwsHandlerOptions["abortSignal"]>} Signal */

/**
 * Does some work until the caller aborts it or its time is over; the work is told by a signal, and need not heed it.
 *
 * @template T
 * @param {Signal | undefined} abortSignal
 * @param {number | undefined} ms 0 is for ever
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
function within(abortSignal, ms, work) {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    /** @param {Error} error */
    const end = (error) => {
      reject(error);
      controller.abort(error);
    };
    const stop = abortSignal && onAbort(abortSignal, () => end(abortError(abortSignal)));
    const timer = ms ? setTimeout(() => end(timeoutError(ms)), ms) : undefined;
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        stop?.();
      });
  });
}

/**
 * @param {Signal} signal
 * @param {() => void} listener
 */
function onAbort(signal, listener) {
  if ("addEventListener" in signal) {
    signal.addEventListener("abort", listener, { once: true });
    return () => signal.removeEventListener("abort", listener);
  }
  // The SDK's own signal of earlier releases.
  signal.onabort = listener;
  return undefined;
}

/**
 * The error that the SDK's own handler rejects with, by name, text and cause.
 *
 * @param {Signal} signal
 */
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
  const error = new Error(`The request has exceeded the configured ${ms} ms requestTimeout.`);
  return Object.assign(error, { name: "TimeoutError", code: "ETIMEDOUT" });
}

module.exports = { abortError, within };
