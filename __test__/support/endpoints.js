const http = require("node:http");
const net = require("node:net");
const { MockStateStore } = require("mock-state-store");
const { startEndpoint } = require("../../lib/aws/endpoint/start.js");
const { LIMITS } = require("../../lib/aws/http/limits.js");

/** Starts endpoints on any free port, each with a store of its own, and closes them after the test. */
function useEndpoints() {
  const endpoints = [];
  afterEach(async () => {
    for (const endpoint of endpoints.splice(0)) await endpoint.close();
  });
  return async (options = {}, limits = {}) => {
    const endpoint = await startEndpoint(
      { store: new MockStateStore(), port: 0, ...options },
      { ...LIMITS, ...limits },
    );
    endpoints.push(endpoint);
    return endpoint;
  };
}

/** Sends a request, and resolves to the answer; `headers` may name any `Host`. */
function send({ port }, { path = "/", method = "POST", headers, body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, path, method, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Opens a connection; `text()` is what has come so far, `closed` resolves to all of it. */
function connect({ port }) {
  const socket = net.connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    text += chunk;
  });
  // That the other side has closed shows in `closed`.
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", () => resolve(text)));
  return { socket, closed, text: () => text };
}

/** Sends text as it is, and resolves to all that comes until the connection is closed. */
function exchange(endpoint, text) {
  const { socket, closed } = connect(endpoint);
  socket.write(text);
  return closed;
}

module.exports = { connect, exchange, send, useEndpoints };
