const { answerWith, recordRequests } = require("../support/dispatch.js");
const { MockStateStore } = require("mock-state-store");
const { runInChild } = require("../support/child.js");
const { send, useEndpoints } = require("../support/endpoints.js");
const { recordWarnings } = require("../support/warnings.js");

const start = useEndpoints();
const warnings = recordWarnings();
recordRequests();

const fail = (error) =>
  answerWith(() => {
    throw error;
  });

test.each(["ERR_CLOSED", "ERR_BUSY"])(
  "a store that cannot answer is a service that is not available: %s",
  async (code) => {
    fail(Object.assign(new Error("why"), { code }));
    const { status, text } = await send(await start());
    expect([status, JSON.parse(text)]).toEqual([503, { __type: "ServiceUnavailableException", message: "why" }]);
    expect(warnings).toEqual([]);
  },
);

test("what fails within is told as a warning, and not to the client", async () => {
  fail(new Error("a secret"));
  const { status, text } = await send(await start());
  expect([status, JSON.parse(text).__type]).toEqual([500, "InternalFailureException"]);
  expect(text).not.toMatch(/secret|\.js/);
  expect(warnings).toMatchObject([{ code: "ERR_INTERNAL", message: expect.stringContaining("a secret") }]);
});

test("so is a header that HTTP has no form for", async () => {
  answerWith(() => ({ headers: { a: "b\r\nc: d" } }));
  const { status, headers } = await send(await start());
  expect(status).toBe(500);
  expect(headers).not.toHaveProperty("c");
});

const scope = (service) => `AWS4-HMAC-SHA256 Credential=mock/20260101/us-east-1/${service}/aws4_request, Signature=0`;
const FORM = "application/x-www-form-urlencoded; charset=utf-8";

test.each([
  ["ec2", FORM, /^<Response><Errors><Error><Code>AccessDenied<\/Code><Message>.*<\/Errors><\/Response>$/],
  ["sts", FORM, /^<ErrorResponse><Error><Type>Sender<\/Type><Code>AccessDenied<\/Code><Message>.*<\/ErrorResponse>$/],
  ["ssm", "application/x-amz-json-1.1", /^\{"__type":"AccessDeniedException","message":".*"\}$/],
  ["lambda", "application/octet-stream", /^\{"__type":"AccessDeniedException","message":".*"\}$/],
])("an error of the endpoint is in the form that clients of %s read", async (service, type, form) => {
  const headers = { host: "<evil>&", authorization: scope(service), "content-type": type };
  const { text } = await send(await start(), { headers });
  expect(text).toMatch(form);
  if (type === FORM) expect(text).toContain("&#60;evil&#62;&#38;");
});

test("POST /_mock/reset resets the account", async () => {
  const store = new MockStateStore();
  await store.setParameter("a", "b");
  expect((await send(await start({ store }), { path: "/_mock/reset" })).status).toBe(200);
  expect(await store.getParameter("a")).toBeNull();
});

test("only so, and not for pages of other sites", async () => {
  const store = new MockStateStore();
  await store.setParameter("a", "b");
  const endpoint = await start({ store });
  const status = async (request) => (await send(endpoint, request)).status;
  expect(await status({ path: "/_mock/reset", method: "GET" })).toBe(405);
  expect(await status({ path: "/_mock/other" })).toBe(404);
  expect(await status({ path: "/_mock/reset", headers: { origin: "http://example.com" } })).toBe(403);
  expect(await status({ path: "/_mock/reset", headers: { host: "example.com" } })).toBe(403);
  expect(await store.getParameter("a")).toBe("b");
});

test("a client that resets a connection after CONNECT does not end the process", async () => {
  const { result } = await runInChild(async () => {
    const { startEndpoint } = require("mock-state-store/aws");
    const { once } = require("node:events");
    const { port } = await startEndpoint({ port: 0 });
    for (let i = 0; i < 20; i++) {
      const socket = require("node:net").connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.write("CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n", () => socket.resetAndDestroy());
      await once(socket, "close");
    }
    // All of them have been seen by the endpoint when it has answered one more.
    return (await fetch(`http://127.0.0.1:${port}/_mock/none`)).status;
  });
  expect(result).toBe(404);
});
