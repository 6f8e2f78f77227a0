"use strict";

const { setMaxListeners } = require("node:events");

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM"]);

/** @type {AbortSignal | undefined} */
let stopping;

/** Aborted when the process is told to stop: a server waits until all answers have ended, and some never would. */
function whenStopping() {
  stopping ??= listen();
  return stopping;
}

function listen() {
  const controller = new AbortController();
  // Each stream that is open listens.
  setMaxListeners(0, controller.signal);
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    for (const name of SIGNALS) process.removeListener(name, stop);
    stopping = undefined;
    controller.abort();
    // Without this listener the signal would have ended the process.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const name of SIGNALS) process.on(name, stop);
  return controller.signal;
}

exports.whenStopping = whenStopping;
