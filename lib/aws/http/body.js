"use strict";

/**
 * The body of a request, or why there is none. Of one that is too long the rest is not read.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {number} most bytes
 * @returns {Promise<Buffer | undefined | "too large" | "gone">}
 */
function readBody(request, most) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let length = 0;
    request.on("data", (/** @type {Buffer} */ chunk) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      else {
        request.pause();
        request.removeAllListeners("data");
        resolve("too large");
      }
    });
    request.on("end", () => resolve(chunks.length < 2 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => resolve("gone"));
  });
}

/**
 * Reads the rest of a body and forgets it, so that the client gets to read the answer: of a connection that is closed
 * with something unread, the system throws away what has been sent.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {number} ms at most
 * @returns {Promise<void>}
 */
function discardBody(request, ms) {
  return new Promise((resolve) => {
    for (const event of ["end", "error", "close"]) request.once(event, () => resolve());
    AbortSignal.timeout(ms).addEventListener("abort", () => resolve());
    request.resume();
  });
}

module.exports = { discardBody, readBody };
