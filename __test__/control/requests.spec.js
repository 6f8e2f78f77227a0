const { MockStateStore } = require("mock-state-store");
const { exchange, send } = require("../support/endpoints.js");
const { useControl } = require("../support/control.js");
const { recordWarnings } = require("../support/warnings.js");

const start = useControl();
const warnings = recordWarnings();

test.each([
  ["/fautls", "/_mock/faults"],
  ["/snapshot/a/restore", "/_mock/snapshots/{name}/restore"],
  ["/clock/advence", "/_mock/clock/advance"],
])("an unknown path names the nearest: %s", async (path, nearest) => {
  const { ask } = await start();
  const { status, body } = await ask("GET", path);
  expect([status, body.error.code]).toEqual([404, "ERR_NOT_FOUND"]);
  expect(body.error.message).toBe(`There is no /_mock${path}; did you mean ${nearest}?`);
});

test.each([
  ["POST", "/state", "GET, PATCH"],
  ["GET", "/reset", "POST"],
  ["PUT", "/faults", "GET, POST, DELETE"],
  ["OPTIONS", "/clock/advance", "POST"],
  ["PURGE", "/status", "GET"],
])("a wrong method is refused: %s %s", async (method, path, allow) => {
  const { ask } = await start();
  const { status, headers, body } = await ask(method, path);
  expect([status, headers.allow, body.error.code]).toEqual([405, allow, "ERR_METHOD_NOT_ALLOWED"]);
});

test("a query parameter that a resource does not have is refused", async () => {
  const { ask } = await start();
  const { status, body } = await ask("GET", "/state?pth=instance");
  expect([status, body.error.message]).toEqual([400, 'There is no parameter "pth" here; did you mean "path"?']);
});

test.each([
  ["", "The request needs a body."],
  ["{", "no JSON"],
  [Buffer.from('"\xff"', "latin1"), "no JSON"],
])("a body that is no JSON is refused: %j", async (content, message) => {
  const { ask } = await start();
  const { status, body } = await ask("PATCH", "/state", content);
  expect([status, body.error]).toEqual([400, { code: "ERR_INVALID_JSON", message: expect.stringContaining(message) }]);
});

test.each([
  ["text/plain"],
  ["application/x-www-form-urlencoded"],
  ["multipart/form-data; boundary=a"],
  ["application/jsonp"],
])("a body that is not said to be JSON is refused, as a form's would be: %s", async (type) => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  for (const path of ["/reset", "/scenario"]) {
    const { status, body } = await ask("POST", path, '"running"', { "content-type": type });
    expect([status, body.error.code]).toEqual([415, "ERR_UNSUPPORTED_MEDIA_TYPE"]);
  }
  expect(await store.revision()).toBe(0);
});

test("a charset is no other type", async () => {
  const { ask } = await start();
  expect((await ask("PATCH", "/state", "{}", { "content-type": "Application/JSON; charset=utf-8" })).status).toBe(200);
});

test("a body of 1 MiB is taken, and one of more is not", async () => {
  const { ask } = await start();
  const body = (length) => JSON.stringify({ value: "a".repeat(length - 12) });
  expect((await ask("PUT", "/parameters/a", body(1024 * 1024))).status).toBe(200);
  for (const length of [1024 * 1024 + 1, 100 * 1024 * 1024]) {
    const answer = await ask("PUT", "/parameters/a", body(length));
    expect([answer.status, answer.body.error.code]).toEqual([413, "ERR_BODY_TOO_LARGE"]);
  }
});

test("a path that is not UTF-8 is refused", async () => {
  const { ask } = await start();
  expect((await ask("GET", "/parameters/%ff")).body.error.code).toBe("ERR_INVALID_ARG_VALUE");
});

test("HEAD is answered as GET is, without the body", async () => {
  const { ask } = await start();
  const { status, headers, body } = await ask("HEAD", "/state/instance/state");
  expect([status, headers["content-type"], headers["content-length"], body]).toEqual([
    200,
    "application/json",
    "9",
    "",
  ]);
  expect((await ask("HEAD", "/events")).status).toBe(200);
});

test("a store that is closed cannot answer", async () => {
  const store = new MockStateStore();
  const { ask } = await start({ store });
  await store.close();
  for (const path of ["", "/state", "/events"]) {
    const { status, body } = await ask("GET", path);
    expect([status, body.error.code]).toEqual([503, "ERR_CLOSED"]);
  }
});

test("what fails within is told as a warning, and not to the client", async () => {
  const store = new MockStateStore();
  store.getInstance = async () => {
    throw new Error("a secret");
  };
  const { ask } = await start({ store });
  const { status, body } = await ask("GET", "/instance");
  expect([status, body.error.code]).toEqual([500, "ERR_INTERNAL"]);
  expect(body.error.message).not.toContain("secret");
  expect(warnings).toMatchObject([{ code: "ERR_INTERNAL", message: expect.stringContaining("a secret") }]);
});

test("what only begins with the prefix is a request to AWS", async () => {
  const { endpoint } = await start();
  const { headers } = await send(endpoint, { method: "GET", path: "/_mocked" });
  expect(headers).not.toHaveProperty("x-content-type-options");
});

test("dots in a path lead nowhere", async () => {
  const { endpoint } = await start();
  for (const path of ["/_mock/../../etc/passwd", "/_mock/state/../areas", "/_mock//state"]) {
    const answer = await exchange(endpoint, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  }
});
