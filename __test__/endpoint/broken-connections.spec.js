const net = require("node:net");
const { once } = require("node:events");
const { answerWith, recordRequests } = require("../support/dispatch.js");
const { STS } = require("@aws-sdk/client-sts");
const { MockStateStore } = require("mock-state-store");
const { awsClientConfig } = require("mock-state-store/aws");
const { NOT_HTTP } = require("../../lib/aws/not-http.js");
const { connect, send, useEndpoints } = require("../support/endpoints.js");
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
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      raw.connections += 1;
      act(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const raw = { url: `http://127.0.0.1:${server.address().port}`, connections: 0, close: () => server.close() };
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

test("a connection that breaks when it has been used before is another the next time", async () => {
  const endpoint = await start();
  const kinds = ["reset", undefined, "empty", undefined, "malformed", undefined];
  answerWith(() => ({ connection: kinds.shift() }));
  const sts = new STS({ ...OWN, endpoint: endpoint.url, maxAttempts: 1 });
  // The first is answered, but not as STS does.
  const codes = [];
  while (kinds.length > 0) codes.push((await rejection(() => sts.getCallerIdentity())).code);
  sts.destroy();
  expect(codes.filter((_, i) => i % 2 === 0)).toEqual(["ECONNRESET", "ECONNRESET", "HPE_INVALID_CONSTANT"]);
});

test.each(Object.keys(KINDS))("of one with two requests the second breaks, %s, and both end", async (connection) => {
  const answers = [undefined, { connection }];
  answerWith(() => answers.shift());
  const { socket, closed } = connect(await start());
  socket.write(REQUEST);
  await until(() => requests.length === 1);
  socket.write(REQUEST);
  await closed;
  expect(answers).toEqual([]);
});
