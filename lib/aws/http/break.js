"use strict";

const { NOT_HTTP } = require("../broken-connection.js");

/**
 * Breaks a connection where the answer to a request would come: after those to the requests before it.
 *
 * @param {import("node:http").ServerResponse} response
 * @param {import("node:net").Socket} socket
 * @param {import("../broken-connection.js").BrokenConnection["connection"]} connection
 */
function breakInTurn(response, socket, connection) {
  if (response.socket !== null) breakConnection(socket, connection);
  else response.once("socket", () => breakConnection(socket, connection));
}

/**
 * Ends a connection without an answer. A timeout, which no server can make of it, is one that is closed.
 *
 * @param {import("node:net").Socket} socket
 * @param {import("../broken-connection.js").BrokenConnection["connection"]} connection
 */
function breakConnection(socket, connection) {
  if (connection === "reset") socket.resetAndDestroy();
  else if (connection === "malformed") socket.end(NOT_HTTP, () => socket.destroy());
  else socket.destroy();
}

exports.breakInTurn = breakInTurn;
