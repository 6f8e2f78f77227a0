"use strict";

/**
 * Calls a function later, in real time, whatever a test has made of this realm's timers. It keeps no process alive.
 *
 * @param {number} ms
 * @param {() => void} fn
 */
function after(ms, fn) {
  AbortSignal.timeout(Math.ceil(ms)).addEventListener("abort", fn, { once: true });
}

exports.after = after;
