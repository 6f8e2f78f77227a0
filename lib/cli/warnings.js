"use strict";

const { printableLines } = require("./printable.js");

/** @param {string} message */
function print(message) {
  process.stderr.write(`mock-state-store: ${printableLines(message)}\n`);
}

let take = print;

/** Has the warnings of this package printed in a line each, as errors are. */
function showWarnings() {
  const others = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name === "MockStateStoreWarning") take(warning.message);
    else for (const listener of others) listener(warning);
  });
}

/**
 * Calls a function and collects the warnings that this causes, instead of printing them.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<[T, string[]]>}
 */
async function collectWarnings(work) {
  /** @type {string[]} */
  const messages = [];
  take = (message) => messages.push(message);
  try {
    const result = await work();
    // Node emits them in a tick of their own.
    await new Promise(setImmediate);
    return [result, messages];
  } finally {
    take = print;
  }
}

module.exports = { print, showWarnings, collectWarnings };
