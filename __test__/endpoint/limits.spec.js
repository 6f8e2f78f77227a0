const { recordRequests, answerWith } = require("../support/dispatch.js");
const { connect, exchange, send, useEndpoints } = require("../support/endpoints.js");
const { until } = require("../support/until.js");

const start = useEndpoints();
const requests = recordRequests();

const HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\n";

test("a body of 100 MB is refused, and the client gets to read that", async () => {
  const { status, text, headers } = await send(await start(), {
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: Buffer.alloc(100 * 1024 * 1024),
  });
  expect(status).toBe(413);
  expect(headers.connection).toBe("close");
  expect(JSON.parse(text)).toEqual({
    __type: "RequestEntityTooLargeException",
    message: "Request must be smaller than 16777216 bytes.",
  });
  expect(requests).toEqual([]);
});

test("so is one that does not tell its length", async () => {
  const endpoint = await start({}, { bodyBytes: 10 });
  const answer = await exchange(endpoint, `${HEAD}Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test("one of just the limit is not", async () => {
  const { status } = await send(await start({}, { bodyBytes: 10 }), { body: "0123456789" });
  expect(status).toBe(200);
});

test("a client that never stops sending is cut off", async () => {
  const { socket, closed } = connect(await start({}, { bodyBytes: 10, drainMs: 50 }));
  socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n`);
  expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
});

test("a client that asks first whether it may send is told no", async () => {
  const endpoint = await start({}, { bodyBytes: 10, drainMs: 50 });
  const answer = await exchange(endpoint, `${HEAD}Expect: 100-continue\r\nContent-Length: 11\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test.each([
  ["headers", HEAD],
  ["body", `${HEAD}Content-Length: 10\r\n\r\n0123`],
])("a request of which the %s never come to an end is given up", async (_, text) => {
  const endpoint = await start({}, { headersMs: 50, requestMs: 100, checkMs: 20 });
  expect(await exchange(endpoint, text)).toMatch(/^HTTP\/1\.1 408 /);
  expect(requests).toEqual([]);
});

test("headers of 64 KB are refused", async () => {
  const answer = await exchange(await start(), `${HEAD}X-Large: ${"a".repeat(64 * 1024)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

test("a client that never reads is cut off", async () => {
  answerWith(() => ({ body: "a".repeat(8 * 1024 * 1024) }));
  const { socket, closed } = connect(await start({}, { takeMs: 50 }));
  socket.pause();
  for (let n = 0; n < 8; n++) socket.write(`${HEAD}Content-Length: 0\r\n\r\n`);
  await until(() => requests.length > 0);
  // A paused socket does not hear that the other side has gone, until it is written to.
  await until(() => {
    socket.write("\r\n");
    return socket.destroyed;
  });
  expect((await closed).length).toBeLessThan(8 * 8 * 1024 * 1024);
});

test("a connection without a request is closed after a while", async () => {
  const { socket, closed } = connect(await start({}, { idleMs: 20 }));
  socket.write(`${HEAD}Content-Length: 0\r\n\r\n`);
  expect(await closed).toMatch(/^HTTP\/1\.1 200 /);
});

test("a client that goes is known to the dispatcher", async () => {
  let signal;
  answerWith((request) => {
    signal = request.signal;
    return new Promise(() => {});
  });
  const { socket } = connect(await start());
  socket.write(`${HEAD}Content-Length: 0\r\n\r\n`);
  await until(() => signal);
  socket.destroy();
  await until(() => signal.aborted);
});
