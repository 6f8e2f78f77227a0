"use strict";

/**
 * Runs something that goes on until a signal ends it, which is its normal end. It keeps the process alive.
 *
 * @param {(signal: AbortSignal) => Promise<void>} work rejects with the signal's reason, or an `AbortError`, when it is ended
 */
async function untilSignal(work) {
  const controller = new AbortController();
  const end = () => controller.abort();
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  const alive = setInterval(() => {}, 2 ** 30);
  try {
    await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    clearInterval(alive);
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
}

exports.untilSignal = untilSignal;
