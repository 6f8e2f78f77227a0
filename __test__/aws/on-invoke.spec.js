const { account } = require("../support/aws.js");
const { thrown } = require("../support/errors.js");
const { until } = require("../support/until.js");

const invoke = async (lambda, input) => {
  const { Payload, ...rest } = await lambda.invoke({ FunctionName: "greet", ...input });
  return { ...rest, text: Payload?.transformToString() ?? "" };
};

test("a function gets the payload, and what it returns is answered", async () => {
  const { store, lambda } = account();
  const seen = [];
  store.onInvoke("greet", (payload, invocation) => {
    seen.push([payload, invocation]);
    return { greeting: `Hello, ${payload.name} ä` };
  });
  const answer = await invoke(lambda, { Payload: JSON.stringify({ name: "Ada" }) });
  expect(answer).toMatchObject({ StatusCode: 200, text: '{"greeting":"Hello, Ada ä"}' });
  expect(answer.FunctionError).toBeUndefined();
  const payload = { name: "Ada" };
  expect(seen).toEqual([[payload, { functionName: "greet", payload }]]);
});

test.each([
  ["nothing", undefined, "null"],
  ["null", null, "null"],
  ["a text", "text", '"text"'],
  ["a number", 0, "0"],
])("%s is a payload too", async (_, value, text) => {
  const { store, lambda } = account();
  store.onInvoke("greet", () => value);
  expect(await invoke(lambda)).toMatchObject({ StatusCode: 200, text });
});

test("it may be async, and several run at once", async () => {
  const { store, lambda } = account();
  const waiting = [];
  store.onInvoke("greet", (payload) => new Promise((resolve) => waiting.push(() => resolve(payload))));
  const calls = ["1", "2", "3"].map((Payload) => invoke(lambda, { Payload }));
  await until(() => waiting.length === 3);
  for (const answer of waiting.reverse()) answer();
  expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(["1", "2", "3"]);
});

test.each([
  [
    "throws",
    () => {
      throw new RangeError("too far");
    },
  ],
  [
    "rejects",
    async () => {
      throw new RangeError("too far");
    },
  ],
])("one that %s is an unhandled error of the function, and no error of the call", async (_, handler) => {
  const { store, lambda } = account();
  store.onInvoke("greet", handler);
  const { StatusCode, FunctionError, text } = await invoke(lambda);
  expect([StatusCode, FunctionError]).toEqual([200, "Unhandled"]);
  expect(JSON.parse(text)).toMatchObject({
    errorType: "RangeError",
    errorMessage: "too far",
    trace: expect.any(Array),
  });
  expect((await store.calls())[0].error).toBeUndefined();
});

test.each([
  ["nothing", undefined],
  ["what has no words", Object.create(null)],
  ["a stack that is no text", { stack: 5 }],
])("one that throws %s is an unhandled error of the function", async (_, thrown) => {
  const { store, lambda } = account();
  store.onInvoke("greet", () => {
    throw thrown;
  });
  expect(await invoke(lambda)).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
  expect(await invoke(lambda, { InvocationType: "Event" })).toMatchObject({ StatusCode: 202 });
});

test("one that answers what is no JSON is an unhandled error of the function", async () => {
  const { store, lambda } = account();
  store.onInvoke("greet", () => 1n);
  expect(await invoke(lambda)).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
});

test("an event is answered before the function has run, and whatever it does", async () => {
  const { store, lambda } = account();
  let end;
  const run = new Promise((resolve) => {
    store.onInvoke("greet", async (payload) => {
      await new Promise((resolve) => {
        end = resolve;
      });
      resolve(payload);
      throw new Error("nobody hears this");
    });
  });
  expect(await invoke(lambda, { InvocationType: "Event", Payload: "5" })).toMatchObject({
    StatusCode: 202,
    text: "",
  });
  end();
  expect(await run).toBe(5);
});

test("what is refused does not run it", async () => {
  const { store, lambda } = account();
  const handler = vi.fn();
  store.onInvoke("greet", handler);
  const refused = { name: "InvalidRequestContentException", $metadata: { httpStatusCode: 400 } };
  await expect(invoke(lambda, { Payload: "{" })).rejects.toMatchObject(refused);
  const tooLarge = { name: "RequestEntityTooLargeException", $metadata: { httpStatusCode: 413 } };
  await expect(invoke(lambda, { Payload: `"${"a".repeat(6 << 20)}"` })).rejects.toMatchObject(tooLarge);
  expect(handler).not.toHaveBeenCalled();
});

test("a dry run does not run it", async () => {
  const { store, lambda } = account();
  const handler = vi.fn();
  store.onInvoke("greet", handler);
  expect(await invoke(lambda, { InvocationType: "DryRun" })).toMatchObject({ StatusCode: 204 });
  expect(handler).not.toHaveBeenCalled();
});

test("a function may be named by its ARN, in full or in part, and by an expression", async () => {
  const { store, lambda } = account();
  store.onInvoke(/^gre+t$/, (_, { functionName }) => functionName);
  for (const FunctionName of [
    "greet",
    "123456789012:function:greet",
    "arn:aws:lambda:us-east-1:123456789012:function:greet",
  ]) {
    expect(await invoke(lambda, { FunctionName })).toMatchObject({ StatusCode: 200, text: '"greet"' });
  }
});

test("a function that nobody has is not found", async () => {
  const { store, lambda } = account();
  store.onInvoke("greeter", () => {});
  await expect(invoke(lambda)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Function not found: arn:aws:lambda:us-east-1:123456789012:function:greet",
    $metadata: { httpStatusCode: 404 },
  });
});

test("the latest that fits runs, until it is taken back", async () => {
  const { store, lambda } = account();
  store.onInvoke("greet", () => 1);
  const takeBack = store.onInvoke(/greet/, () => 2);
  store.onInvoke("other", () => 3);
  expect((await invoke(lambda)).text).toBe("2");
  takeBack();
  takeBack();
  expect((await invoke(lambda)).text).toBe("1");
});

test("a function of the state answers without a handler, and a handler goes before it", async () => {
  const { store, lambda } = account();
  await store.patchState({ lambda: { functions: { greet: { response: { from: "state" } } } } });
  expect((await invoke(lambda)).text).toBe('{"from":"state"}');
  store.onInvoke("greet", () => "handler");
  expect((await invoke(lambda)).text).toBe('"handler"');
});

test.each([
  [5, () => {}],
  ["greet", "answer"],
  [undefined, undefined],
])("(%s, %s) is refused", (...args) => {
  const error = thrown(() => account().store.onInvoke(...args));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.code).toBe("ERR_INVALID_ARG_TYPE");
});
