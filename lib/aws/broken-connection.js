"use strict";

/**
 * A connection that breaks instead of an answer.
 *
 * @typedef {{ connection: import("../binding.js").BrokenConnection, afterMs?: number }} BrokenConnection
 */

/** What a client is sent where the answer is malformed. */
const NOT_HTTP = "This is no HTTP response.\r\n\r\n";

/**
 * How long a connection holds: where it times out of itself, for as long as the client lets it.
 *
 * @param {BrokenConnection} broken
 */
function heldMs({ connection, afterMs }) {
  return afterMs ?? (connection === "timeout" ? Infinity : 0);
}

module.exports = { NOT_HTTP, heldMs };
