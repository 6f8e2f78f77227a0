"use strict";

const { abortError } = require("./client/errors.js");

/** `setTimeout` takes a longer one for none. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Waits by the timers of this realm. Rejects with an `AbortError` when the signal is aborted.
 *
 * @param {number} ms for ever, and without a timer, where it is `Infinity`
 * @param {AbortSignal} [signal]
 */
async function pause(ms, signal) {
  let rest = ms;
  for (; rest > LONGEST_TIMEOUT_MS && rest < Infinity; rest -= LONGEST_TIMEOUT_MS) {
    await sleep(LONGEST_TIMEOUT_MS, signal);
  }
  await sleep(rest, signal);
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(abortError(/** @type {AbortSignal} */ (signal)));
    };
    const wake = () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    };
    const timer = ms < Infinity ? setTimeout(wake, ms) : undefined;
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

exports.pause = pause;
