const { getMockStateStore, MockStateStore, resetMockStateStore } = require("mock-state-store");
const { controlApi } = require("mock-state-store/control");
const { openEvents } = require("../support/event-source.js");
const { thrown } = require("../support/errors.js");
const { recordWarnings } = require("../support/warnings.js");

const warnings = recordWarnings();
afterEach(() => resetMockStateStore());

const request = (path, options) => new Request(`http://localhost/_mock${path}`, options);
const json = { "content-type": "application/json" };

test("a request is answered without a server", async () => {
  const store = new MockStateStore();
  const handle = controlApi({ store });
  const put = request("/parameters/a", { method: "PUT", body: '{"value":"1"}', headers: json });
  const response = await handle(put);
  expect(response).toBeInstanceOf(Response);
  expect([response.status, await response.json()]).toEqual([200, { revision: 1 }]);
  expect((await handle(request("/parameters/a"))).headers.get("mock-revision")).toBe("1");
  expect(await (await handle(request("/state", { method: "HEAD" }))).text()).toBe("");
});

test("by default it is the store of getMockStateStore(), asked for at each request", async () => {
  const handle = controlApi();
  await getMockStateStore().setParameter("/a", "first");
  const value = async () => (await handle(request("/parameters?name=/a"))).json();
  expect(await value()).toMatchObject({ value: "first" });
  resetMockStateStore();
  await getMockStateStore().setParameter("/a", "second");
  expect(await value()).toMatchObject({ value: "second" });
});

test("a stream of events ends where there is another store", async () => {
  const handle = controlApi();
  const { next } = await openEvents(request("/events"), { fetch: handle });
  await next("ready");
  resetMockStateStore();
  await getMockStateStore().setParameter("/a", "1");
  expect(await next()).toBeUndefined();
});

test("an aborted request ends its stream", async () => {
  const leaving = new AbortController();
  const response = await controlApi()(request("/events", { signal: leaving.signal }));
  const reader = response.body.getReader();
  await reader.read();
  leaving.abort();
  expect((await reader.read()).done).toBe(true);
});

test("it can be below any path", async () => {
  const handle = controlApi({ store: new MockStateStore(), prefix: "/a/b" });
  const status = async (path) => (await handle(new Request(`http://localhost${path}`))).status;
  expect([await status("/a/b"), await status("/a/b/state")]).toEqual([200, 200]);
  expect([await status("/a/bc"), await status("/_mock/state"), await status("/a/b/../state")]).toEqual([404, 404, 404]);
});

test.each([
  ["http://example.com/_mock/state", {}],
  ["http://localhost/_mock/state", { host: "example.com" }],
  ["http://localhost/_mock/state", { origin: "http://example.com" }],
  ["http://localhost/_mock/state", { host: "localhost:3000", origin: "http://localhost:4000" }],
  ["http://localhost/_mock/state", { "sec-fetch-site": "cross-site" }],
])("a foreign page is refused: %s %o", async (url, headers) => {
  const response = await controlApi()(new Request(url, { headers }));
  expect([response.status, (await response.json()).error.code]).toEqual([403, "ERR_FORBIDDEN"]);
});

test("a page of its own is answered, by HTTPS too, and so is a host that is allowed", async () => {
  const handle = controlApi({ store: new MockStateStore(), allowedHosts: ["mock.test"] });
  const status = async (headers) => (await handle(request("/state", { headers }))).status;
  expect(await status({ host: "localhost:3000", origin: "http://localhost:3000" })).toBe(200);
  expect(await status({ host: "localhost:3000", origin: "https://localhost:3000" })).toBe(200);
  expect(await status({ host: "mock.test:3000", "sec-fetch-site": "same-origin" })).toBe(200);
});

test("a body that is too large is refused before all of it is read", async () => {
  const handle = controlApi({ store: new MockStateStore() });
  let chunks = 0;
  const body = new ReadableStream({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(512 * 1024));
    },
  });
  const response = await handle(request("/state", { method: "PATCH", body, headers: json, duplex: "half" }));
  expect([response.status, (await response.json()).error.code]).toEqual([413, "ERR_BODY_TOO_LARGE"]);
  expect(chunks).toBeLessThan(6);
});

describe("a body that cannot be read to its end is refused, and changes nothing", () => {
  const store = new MockStateStore();
  const handle = controlApi({ store });
  const text = '{ "ms": 5 }';
  const put = (body, options) =>
    request("/latency", { method: "PUT", body, headers: json, duplex: "half", ...options });
  const stream = (source) => new ReadableStream(source);
  const check = async (asked) => {
    const response = await handle(asked);
    expect([response.status, (await response.json()).error.code]).toEqual([400, "ERR_BODY_INCOMPLETE"]);
    expect([await store.revision(), warnings]).toEqual([0, []]);
  };

  test.each([["an error", new Error("gone")], ["a DOMException", new DOMException("gone", "AbortError")], ["nothing"]])(
    "because it fails with %s",
    (_, error) => check(put(stream({ pull: (controller) => controller.error(error) }))),
  );

  test("because the client goes while it sends", async () => {
    const leaving = new AbortController();
    const start = (controller) => controller.enqueue(Buffer.from(text));
    const answered = check(put(stream({ start }), { signal: leaving.signal }));
    leaving.abort();
    await answered;
  });

  test("because the client has gone", () => check(put(text, { signal: AbortSignal.abort() })));

  test("because somebody has read it", async () => {
    const asked = put(text);
    await asked.text();
    await check(asked);
  });

  test("because somebody reads it", async () => {
    const asked = put(text);
    asked.body.getReader();
    await check(asked);
  });
});

test.each([
  ["options", null, "ERR_INVALID_ARG_TYPE"],
  ["options.store", { store: {} }, "ERR_INVALID_ARG_TYPE"],
  ["options.allowedHosts", { allowedHosts: "mock" }, "ERR_INVALID_ARG_TYPE"],
  ["options.allowedHosts[0]", { allowedHosts: ["http://mock"] }, "ERR_INVALID_ARG_VALUE"],
  ["options.prefix", { prefix: 5 }, "ERR_INVALID_ARG_TYPE"],
  ["options.prefix", { prefix: "mock" }, "ERR_INVALID_ARG_VALUE"],
  ["options.prefix", { prefix: "/mock/" }, "ERR_INVALID_ARG_VALUE"],
])("a wrong %s throws: %o", (name, options, code) => {
  const error = thrown(() => controlApi(options));
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({ code, message: expect.stringContaining(`The "${name}" argument must be `) });
});

test("a misspelt option is a warning that names the nearest", () => {
  controlApi({ allowHosts: [] });
  expect(warnings).toMatchObject([{ code: "ERR_UNKNOWN_OPTION", message: expect.stringContaining('"allowedHosts"') }]);
});
