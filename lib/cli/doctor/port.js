"use strict";

const net = require("node:net");
const { openUrl } = require("../account/url.js");

/** @typedef {import("./index.js").Finding} Finding */

const HOST = "127.0.0.1";
const LONGEST_MS = 1000;

/**
 * Whether the port is free that an endpoint would listen on, or an account is served there already.
 *
 * @param {number} port
 * @returns {Promise<Finding>}
 */
async function checkPort(port) {
  const code = await tryToListen(port);
  if (code === undefined) return { check: "port", result: "ok", text: `${port} is free.` };
  if (code !== "EADDRINUSE") {
    return {
      check: "port",
      result: "problem",
      text: `Nobody can listen on ${port}: ${code}.`,
      mend: "Choose another port.",
    };
  }
  const url = `http://${HOST}:${port}`;
  try {
    const { pid, file } = await openUrl(url, LONGEST_MS).status();
    const where = file === null ? "in memory" : `in ${file}`;
    return { check: "port", result: "ok", text: `An account ${where} is served at ${url}, by process ${pid}.` };
  } catch {
    const mend = "Choose another one: mock-state-store serve --port 0, or startEndpoint({ port: 0 }).";
    return { check: "port", result: "problem", text: `Something else listens on ${port}.`, mend };
  }
}

/**
 * @param {number} port
 * @returns {Promise<string | undefined>} the code of the error
 */
function tryToListen(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? error.message));
    server.listen({ host: HOST, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

exports.checkPort = checkPort;
