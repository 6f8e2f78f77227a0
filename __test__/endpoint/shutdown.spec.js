const { answerWith, recordRequests } = require("../support/dispatch.js");
const { runInChild } = require("../support/child.js");
const { connect, send, useEndpoints } = require("../support/endpoints.js");
const { rejection } = require("../support/errors.js");
const { until } = require("../support/until.js");

const start = useEndpoints();
const requests = recordRequests();

const REQUEST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

test("after close() nothing listens", async () => {
  const endpoint = await start();
  await endpoint.close();
  expect(await rejection(() => send(endpoint))).toMatchObject({ code: "ECONNREFUSED" });
});

test("close() closes connections without a request at once", async () => {
  const endpoint = await start({}, { drainMs: 60_000 });
  const used = connect(endpoint);
  const unused = connect(endpoint);
  const begun = connect(endpoint);
  used.socket.write(REQUEST);
  begun.socket.write(REQUEST.slice(0, 20));
  await until(() => used.text().endsWith("answer"));
  await endpoint.close();
  await Promise.all([used.closed, unused.closed, begun.closed]);
});

test("close() finishes the answers under way, and closes their connections", async () => {
  let finish;
  answerWith(() => new Promise((resolve) => (finish = resolve)));
  const endpoint = await start({}, { drainMs: 60_000 });
  const { socket, closed } = connect(endpoint);
  socket.write(REQUEST);
  await until(() => finish);
  const closing = endpoint.close();
  finish();
  await closing;
  expect(await closed).toMatch(/^HTTP\/1\.1 200 .*\r\nconnection: close\r\n.*answer$/is);
});

test("close() does not wait for ever for them", async () => {
  answerWith(() => new Promise(() => {}));
  const endpoint = await start({}, { drainMs: 20 });
  const { socket, closed } = connect(endpoint);
  socket.write(REQUEST);
  await until(() => requests.length === 1);
  await endpoint.close();
  expect(await closed).toBe("");
});

test("close() can be called twice, and await using calls it", async () => {
  const endpoint = await start();
  await Promise.all([endpoint.close(), endpoint.close(), endpoint[Symbol.asyncDispose]()]);
});

test("an endpoint does not keep a process alive, not even with a connection", async () => {
  const { result } = await runInChild(async () => {
    const { startEndpoint } = require("mock-state-store/aws");
    const { port } = await startEndpoint({ port: 0 });
    const socket = require("node:net").connect(port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.unref();
    return "ended";
  });
  expect(result).toBe("ended");
});

test("but close() does, until it is done", async () => {
  const { result } = await runInChild(async () => {
    const { startEndpoint } = require("mock-state-store/aws");
    const endpoint = await startEndpoint({ port: 0 });
    const socket = require("node:net").connect(endpoint.port, "127.0.0.1");
    // A body that never comes: this takes as long as close() waits.
    socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    await new Promise((resolve) => socket.once("data", resolve));
    socket.unref();
    await endpoint.close();
    return "closed";
  });
  expect(result).toBe("closed");
});
