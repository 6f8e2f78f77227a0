const net = require("node:net");
const { once } = require("node:events");
const { NodeHttpHandler } = require("@smithy/node-http-handler");
const { answerWith, recordRequests } = require("../support/dispatch.js");
const { STS } = require("@aws-sdk/client-sts");
const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");
const { NOT_HTTP } = require("../../lib/aws/broken-connection.js");
const { connect, useEndpoints } = require("../support/endpoints.js");
const { rejection } = require("../support/errors.js");
const { recordWarnings } = require("../support/warnings.js");
const { until } = require("../support/until.js");

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const start = useEndpoints();
const warnings = recordWarnings();
const requests = recordRequests();

const KINDS = {
  reset: (socket) => socket.resetAndDestroy(),
  empty: (socket) => socket.end(),
  malformed: (socket) => socket.end(NOT_HTTP),
};
const OWN = { region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
const REQUEST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

/** The URL of a server that does the same with each connection, once a request has come, and how many there were. */
async function rawServer(act) {
  const sockets = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      raw.connections += 1;
      act(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const raw = {
    url: `http://127.0.0.1:${server.address().port}`,
    connections: 0,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return raw;
}

/** What a client of the SDK ends with, and after how many attempts. */
async function failureOf(options) {
  const sts = new STS({ ...OWN, ...options });
  const error = await rejection(() => sts.getCallerIdentity());
  sts.destroy();
  expect(error).toBeInstanceOf(Error);
  const { name, code, message, errno, syscall, bytesParsed, rawPacket, $metadata } = error;
  return { name, code, message, errno, syscall, bytesParsed, rawPacket, attempts: $metadata.attempts };
}

describe.each(Object.entries(KINDS))("a connection that breaks: %s", (connection, act) => {
  let expected;
  beforeEach(async () => {
    const raw = await rawServer(act);
    expected = await failureOf({ endpoint: raw.url });
    expect(raw.connections).toBe(expected.attempts);
    raw.close();
    answerWith(() => ({ connection }));
  });

  test("is to a client in process what it is over a socket", async () => {
    expect(await failureOf(awsClientConfig(new MockStateStore()))).toEqual(expected);
    expect(requests).toHaveLength(expected.attempts);
  });

  test("is to a client of an endpoint what it is of any server", async () => {
    const endpoint = await start();
    expect(await failureOf({ endpoint: endpoint.url })).toEqual(expected);
    expect(requests).toHaveLength(expected.attempts);
  });
});

test.each(Object.keys(KINDS))("the second request of a connection breaks it too: %s", async (connection) => {
  const answers = [undefined, { connection }];
  answerWith(() => answers.shift());
  const { socket, closed } = connect(await start());
  socket.write(REQUEST);
  await until(() => requests.length === 1);
  socket.write(REQUEST);
  await closed;
  expect(answers).toEqual([]);
});

// A reset can overtake the answers on some systems.
test.each(["empty", "malformed"])(
  "a connection breaks after the answers to earlier requests: %s",
  async (connection) => {
    let answerFirst;
    const first = new Promise((resolve) => {
      answerFirst = resolve;
    });
    answerWith(() => (requests.length === 1 ? first : { connection }));
    const { socket, closed } = connect(await start());
    socket.write(REQUEST + REQUEST);
    await until(() => requests.length === 2);
    // The second one has broken its connection by then, if it is going to at once.
    await new Promise(setImmediate);
    answerFirst(undefined);
    expect(await closed).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  },
);

test("nothing is left of a broken connection, also where the client keeps its side open", async () => {
  const endpoint = await start({}, { drainMs: 600_000 });
  const sockets = [];
  for (const connection of [...Object.keys(KINDS), "timeout"]) {
    answerWith(() => ({ connection }));
    const { socket, closed } = connect(endpoint);
    socket.allowHalfOpen = true;
    sockets.push(socket);
    const ended = once(socket, "end").catch(() => {});
    socket.write(REQUEST);
    await Promise.race([ended, closed]);
  }
  await endpoint.close();
  for (const socket of sockets) socket.destroy();
  expect(warnings).toEqual([]);
});

test("a timeout is an error of the SDK's own handler in process, and a connection that is closed on a port", async () => {
  const raw = await rawServer(() => {});
  const requestHandler = new NodeHttpHandler({ requestTimeout: 30, throwOnRequestTimeout: true });
  const expected = await failureOf({ endpoint: raw.url, requestHandler });
  raw.close();
  answerWith(() => ({ connection: "timeout", afterMs: 30 }));
  expect(await failureOf(awsClientConfig(new MockStateStore()))).toEqual(expected);
  const { url } = await start();
  expect(await failureOf({ endpoint: url })).toMatchObject({ name: expected.name, code: "ECONNRESET", attempts: 3 });
});

test("a client that leaves while its request waits is no failure of the endpoint", async () => {
  let isOver = false;
  answerWith((request) => {
    const left = once(request.signal, "abort");
    return left.then(() => {
      isOver = true;
      throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
    });
  });
  const endpoint = await start({}, { drainMs: 600_000 });
  const { socket } = connect(endpoint);
  socket.write(REQUEST);
  await until(() => requests.length === 1);
  socket.resetAndDestroy();
  await until(() => isOver);
  await endpoint.close();
  expect(warnings).toEqual([]);
});
