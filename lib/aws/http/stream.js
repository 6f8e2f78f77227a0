"use strict";

/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * Sends a body that comes bit by bit, as fast as the client takes it. It ends with the stream, with the signal, and where
 * the client goes or takes nothing for so long.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {ServerResponse} response
 * @param {AbortSignal} closing
 * @param {number} takeMs
 * @returns {Promise<void>}
 */
async function sendStream(stream, response, closing, takeMs) {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  response.once("close", cancel);
  closing.addEventListener("abort", cancel, { once: true });
  if (closing.aborted || response.destroyed) cancel();
  // A client is to know that it is there before there is something to read.
  response.flushHeaders();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || response.destroyed) break;
      if (!response.write(value)) await drained(response, takeMs);
    }
  } finally {
    closing.removeEventListener("abort", cancel);
    const { socket } = response;
    response.end(() => {
      if (closing.aborted) socket?.destroySoon();
    });
  }
}

/**
 * Resolves when the client has taken what was written, or has gone.
 *
 * @param {ServerResponse} response
 * @param {number} takeMs
 * @returns {Promise<void>}
 */
function drained(response, takeMs) {
  return new Promise((resolve, reject) => {
    const done = () => {
      response.removeListener("drain", done);
      response.removeListener("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
    AbortSignal.timeout(takeMs).addEventListener("abort", () => reject(new Error("The client takes too long to read")));
  });
}

exports.sendStream = sendStream;
