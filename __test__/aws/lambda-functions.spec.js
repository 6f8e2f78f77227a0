const {
  paginateListFunctions,
  waitUntilFunctionActiveV2,
  waitUntilFunctionExists,
  waitUntilFunctionUpdatedV2,
} = require("@aws-sdk/client-lambda");
const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("a function through the SDK", () => {
  let store;
  let lambda;
  beforeEach(() => {
    ({ store, lambda } = account({
      initialState: { lambda: { functions: { f: { runtime: "python3.13", timeout: 9, environment: { A: "b" } } } } },
    }));
  });

  const refusal = async (call) => {
    const { name, message, $metadata } = await rejection(call);
    return [name, message, $metadata.httpStatusCode];
  };

  it("is what the state says", async () => {
    const configuration = {
      FunctionName: "f",
      FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:f",
      Runtime: "python3.13",
      Handler: "index.handler",
      MemorySize: 128,
      Timeout: 9,
      Environment: { Variables: { A: "b" } },
      CodeSha256: expect.stringMatching(/^[0-9a-zA-Z+/]{43}=$/),
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      State: "Active",
      LastUpdateStatus: "Successful",
      Version: "$LATEST",
    };
    for (const FunctionName of ["f", "123456789012:function:f", configuration.FunctionArn]) {
      expect(await lambda.getFunctionConfiguration({ FunctionName })).toMatchObject(configuration);
      expect((await lambda.getFunction({ FunctionName })).Configuration).toMatchObject(configuration);
    }
  });

  it("is waited for", async () => {
    for (const wait of [waitUntilFunctionExists, waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2]) {
      expect((await wait({ client: lambda, maxWaitTime: 5 }, { FunctionName: "f" })).state).toBe("SUCCESS");
    }
  });

  it("is a handler of onInvoke() too, of which a name is listed", async () => {
    const names = async () => (await lambda.listFunctions({})).Functions.map(({ FunctionName }) => FunctionName);
    const forget = [store.onInvoke("mine", () => 1), store.onInvoke(/^any-/, () => 1)];
    for (const FunctionName of ["mine", "any-thing"]) {
      expect(await lambda.getFunctionConfiguration({ FunctionName })).toMatchObject({ FunctionName, State: "Active" });
    }
    expect(await names()).toEqual(["f", "mine"]);
    for (const take of forget) take();
    expect(await names()).toEqual(["f"]);
  });

  it("has one version", async () => {
    const { FunctionArn } = await lambda.getFunctionConfiguration({ FunctionName: "f", Qualifier: "$LATEST" });
    expect(FunctionArn).toBe("arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST");
    const message = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:live";
    const expected = ["ResourceNotFoundException", message, 404];
    expect(await refusal(() => lambda.getFunction({ FunctionName: "f", Qualifier: "live" }))).toEqual(expected);
    expect(await refusal(() => lambda.getFunctionConfiguration({ FunctionName: "f:live" }))).toEqual(expected);
  });

  it("is not there otherwise", async () => {
    const message = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nope";
    const expected = ["ResourceNotFoundException", message, 404];
    expect(await refusal(() => lambda.getFunction({ FunctionName: "nope" }))).toEqual(expected);
    expect(await refusal(() => lambda.getFunctionConfiguration({ FunctionName: "nope" }))).toEqual(expected);
  });

  it("is listed in pages", async () => {
    const names = Array.from({ length: 60 }, (_, i) => `g${i}`);
    await store.patchState({ lambda: { functions: Object.fromEntries(names.map((name) => [name, {}])) } });
    const lengths = async (input) => {
      const all = [];
      for await (const { Functions } of paginateListFunctions({ client: lambda }, input)) all.push(Functions.length);
      return all;
    };
    expect(await lengths({})).toEqual([50, 11]);
    expect(await lengths({ MaxItems: 40 })).toEqual([40, 21]);
    const { Functions } = await lambda.listFunctions({ FunctionVersion: "ALL", MaxItems: 1 });
    expect(Functions).toMatchObject([{ FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST" }]);
    expect((await refusal(() => lambda.listFunctions({ Marker: "?" })))[0]).toBe("InvalidParameterValueException");
  });
});
