"use strict";

const { abortError, timeoutError } = require("./errors.js");

/** @typedef {import("./errors.js").Signal} Signal */

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

exports.within = within;
