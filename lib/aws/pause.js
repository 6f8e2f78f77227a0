"use strict";

const { abortError } = require("./client/errors.js");

/** `setTimeout` takes a longer one for none. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Waits by the timers of this realm. Rejects with an `AbortError` when the caller's signal is aborted.
 *
 * @param {number} ms 0 is no wait, and `Infinity` for ever, without a timer
 * @param {{ readonly signal?: AbortSignal }} caller whose signal is read only where there is a wait
 */
async function pause(ms, caller) {
  let rest = ms;
  for (; rest > LONGEST_TIMEOUT_MS && rest < Infinity; rest -= LONGEST_TIMEOUT_MS) {
    await sleep(LONGEST_TIMEOUT_MS, caller);
  }
  if (rest > 0) await sleep(rest, caller);
}

/**
 * @param {number} ms
 * @param {{ readonly signal?: AbortSignal }} caller
 * @returns {Promise<void>}
 */
function sleep(ms, { signal }) {
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
