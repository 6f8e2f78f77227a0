const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("a function through the SDK", () => {
  let store;
  let lambda;
  beforeEach(() => {
    ({ store, lambda } = account());
  });

  const invoke = (input) => lambda.invoke({ FunctionName: "f", ...input });
  const payload = ({ Payload }) => JSON.parse(Buffer.from(Payload).toString());

  it("answers what the state says", async () => {
    await store.patchState({ lambda: { functions: { f: { response: { body: "hi" } }, g: { error: {} } } } });
    const output = await invoke();
    expect([output.StatusCode, output.FunctionError, payload(output)]).toEqual([200, undefined, { body: "hi" }]);
    const failed = await invoke({ FunctionName: "g" });
    expect([failed.FunctionError, payload(failed).errorType]).toEqual(["Unhandled", "Error"]);
  });

  it("is a handler of onInvoke(), if there is one", async () => {
    store.onInvoke("f", ({ name }) => {
      if (!name) throw new TypeError("who?");
      return `hello ${name}`;
    });
    expect(payload(await invoke({ Payload: JSON.stringify({ name: "you" }) }))).toBe("hello you");
    const failed = await invoke({ Payload: "{}" });
    expect(failed.FunctionError).toBe("Unhandled");
    expect(payload(failed)).toMatchObject({ errorType: "TypeError", errorMessage: "who?" });
    expect((await invoke({ InvocationType: "Event" })).StatusCode).toBe(202);
    expect((await invoke({ InvocationType: "DryRun" })).StatusCode).toBe(204);
  });

  it("does not exist otherwise", async () => {
    const error = await rejection(() => invoke());
    expect([error.name, error.$metadata.httpStatusCode, error.message]).toEqual([
      "ResourceNotFoundException",
      404,
      "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f",
    ]);
  });
});
