const { Readable } = require("node:stream");
const { answerWith, recordRequests } = require("../support/dispatch.js");
const { awsClientConfig } = require("mock-state-store/aws");
const { MockStateStore, getMockStateStore, resetMockStateStore } = require("mock-state-store");
const { rejection } = require("../support/errors.js");

const requests = recordRequests();
const get = { method: "GET", path: "/", headers: {} };

afterEach(resetMockStateStore);

function handlerOf(store) {
  return awsClientConfig(store).requestHandler;
}

test("a request is put together as the SDK's own handler does", async () => {
  await handlerOf().handle({
    method: "POST",
    path: "/2015-03-31/functions/f/invocations",
    query: { Qualifier: "a b!*'()", list: ["1", "2"], bare: null, empty: "" },
    fragment: "x",
    headers: { "X-Amz-Target": "T", accept: "*/*" },
    body: "text",
  });
  expect(requests).toMatchObject([
    {
      method: "POST",
      target: "/2015-03-31/functions/f/invocations?Qualifier=a%20b%21%2A%27%28%29&bare&empty=&list=1&list=2#x",
      headers: { "x-amz-target": "T", accept: "*/*" },
      body: "text",
    },
  ]);
});

test.each([
  ["bytes", () => new TextEncoder().encode("body")],
  ["a buffer", () => new TextEncoder().encode("body").buffer],
  ["a stream", () => Readable.from(["bo", "dy"])],
  ["a web stream", () => new Blob(["body"]).stream()],
  ["a blob", () => new Blob(["body"])],
])("the body may be %s", async (_, body) => {
  await handlerOf().handle({ ...get, method: "POST", body: body() });
  expect(Buffer.from(requests[0].body).toString()).toBe("body");
});

test.each([undefined, null])("the body may be %s", async (body) => {
  await handlerOf().handle({ ...get, body });
  expect(requests[0].body).toBeUndefined();
});

test("the answer is handed on", async () => {
  answerWith(() => ({ statusCode: 404, headers: { a: "b" }, body: "no" }));
  const { response } = await handlerOf().handle(get);
  expect(response).toEqual({ statusCode: 404, headers: { a: "b" }, body: new TextEncoder().encode("no") });
});

test("without a store it is that of getMockStateStore() at each request", async () => {
  const handler = handlerOf();
  getMockStateStore({ commandHistoryLimit: 5 });
  await handler.handle(get);
  resetMockStateStore();
  await handler.handle(get);
  await handler.handle(get);
  expect(requests[1].engine).not.toBe(requests[0].engine);
  expect(requests[2].engine).toBe(requests[1].engine);
});

test("each store has requests of its own", async () => {
  const stores = [new MockStateStore(), new MockStateStore()];
  for (const store of stores) await handlerOf(store).handle(get);
  expect(requests[1].engine).not.toBe(requests[0].engine);
});

test("a signal that is aborted already rejects as the SDK's own handler does", async () => {
  const cause = new Error("why");
  const error = await rejection(() => handlerOf().handle(get, { abortSignal: AbortSignal.abort(cause) }));
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: "AbortError", message: "Request aborted", cause });
  expect(requests).toEqual([]);
});

describe("a request that is not answered", () => {
  beforeEach(() => answerWith(() => new Promise(() => {})));

  test("rejects when it is aborted, and so does the dispatcher's signal", async () => {
    const controller = new AbortController();
    const answer = rejection(() => handlerOf().handle(get, { abortSignal: controller.signal }));
    controller.abort("enough");
    expect(await answer).toMatchObject({ name: "AbortError", message: "enough" });
    expect(requests[0].signal.aborted).toBe(true);
  });

  test("rejects when it is aborted by the signal of an earlier SDK", async () => {
    const abortSignal = { aborted: false, onabort: null };
    const answer = rejection(() => handlerOf().handle(get, { abortSignal }));
    abortSignal.onabort();
    expect(await answer).toMatchObject({ name: "AbortError", message: "Request aborted" });
  });

  test("rejects after requestTimeout, which fake timers govern", async () => {
    vi.useFakeTimers();
    try {
      const answer = rejection(() => handlerOf().handle(get, { requestTimeout: 60_000 }));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await answer).toMatchObject({ name: "TimeoutError", code: "ETIMEDOUT" });
      expect(requests[0].signal.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

test("an answered request leaves neither a timer nor a listener", async () => {
  vi.useFakeTimers();
  try {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, "removeEventListener");
    await handlerOf().handle(get, { abortSignal: signal, requestTimeout: 60_000 });
    expect(vi.getTimerCount()).toBe(0);
    expect(remove).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test("the client's destroy() leaves the store open", async () => {
  const store = new MockStateStore();
  handlerOf(store).destroy();
  expect(await store.getParameter("/minecraft/player-count")).toBe("0");
});
