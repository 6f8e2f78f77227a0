const { INSTANCE, TEMPLATE, account } = require("../support/aws.js");
const { failure } = require("./support/failure.js");

describe("ssm", () => {
  const put = { Name: "/a", Value: "b", Type: "String" };

  test("a parameter that there is not", async () => {
    const { ssm } = account();
    for (const call of ["getParameter", "deleteParameter", "getParameterHistory"]) {
      expect(await failure(() => ssm[call]({ Name: "/none" }))).toEqual(["ParameterNotFound", "UnknownError", 400]);
    }
  });

  test("a parameter that is there already", async () => {
    const { ssm } = account();
    await ssm.putParameter(put);
    const message =
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
    expect(await failure(() => ssm.putParameter(put))).toEqual(["ParameterAlreadyExists", message, 400]);
  });

  test("a value of more than 4,096 characters", async () => {
    const { ssm } = account();
    await ssm.putParameter({ ...put, Value: "ä".repeat(4096) });
    const [name, message, status] = await failure(() =>
      ssm.putParameter({ ...put, Name: "/b", Value: "b".repeat(4097) }),
    );
    expect([name, status]).toEqual(["ValidationException", 400]);
    expect(message).toMatch(/^Standard tier parameters support a maximum parameter value of 4096 characters\. /);
  });

  test("constraints of the model are told all at once", async () => {
    const { ssm } = account();
    const [name, message, status] = await failure(() => ssm.describeParameters({ MaxResults: 51, NextToken: "x" }));
    expect([name, status]).toEqual(["ValidationException", 400]);
    expect(message).toBe(
      "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: " +
        "Member must have value less than or equal to 50",
    );
    const [, both] = await failure(() => ssm.putParameter({ Name: "", Value: "b", Type: "Number" }));
    expect(both).toMatch(/^2 validation errors detected: Value '/);
  });

  const send = (ssm, id = INSTANCE) =>
    ssm.sendCommand({ InstanceIds: [id], DocumentName: "AWS-RunShellScript", Parameters: { commands: ["ls"] } });

  test.each([INSTANCE, "i-0123456789abcdef0"])("a command for %s, which does not run", async (id) => {
    const { ssm } = account();
    const [name, message, status] = await failure(() => send(ssm, id));
    expect([name, status]).toEqual(["InvalidInstanceId", 400]);
    expect(message).toBe(`Instances [[${id}]] not in a valid state for account 123456789012`);
  });

  test("an invocation that cannot be seen yet", async () => {
    const { ssm, store } = account({ transitions: { "ssm:visibility": "manual" } });
    await store.updateInstanceState("running");
    const { Command } = await send(ssm);
    const look = () => ssm.getCommandInvocation({ CommandId: Command.CommandId, InstanceId: INSTANCE });
    const [name, , status] = await failure(look);
    expect([name, status]).toEqual(["InvocationDoesNotExist", 400]);
    await store.clock.advance(1);
    expect((await look()).CommandId).toBe(Command.CommandId);
  });

  test("an invocation that never was", async () => {
    const { ssm } = account();
    const CommandId = "00000000-0000-4000-8000-000000000000";
    const [name, , status] = await failure(() => ssm.getCommandInvocation({ CommandId, InstanceId: INSTANCE }));
    expect([name, status]).toEqual(["InvocationDoesNotExist", 400]);
  });
});

describe("cloudformation", () => {
  test.each(["describeStacks", "describeStackEvents"])("%s of a stack that does not exist", async (call) => {
    const { cloudformation } = account();
    const [name, message, status] = await failure(() => cloudformation[call]({ StackName: "none" }));
    expect([name, status]).toEqual(["ValidationError", 400]);
    expect(message).toMatch(/^Stack (with id |\[)none\]? does not exist$/);
  });

  test.each([
    [
      "1st_stack",
      /^1 validation error detected: Value '1st_stack' at 'stackName' .* pattern: \[a-zA-Z\]\[-a-zA-Z0-9\]\*$/,
    ],
    ["a".repeat(129), /^1 validation error detected: .* length less than or equal to 128$/],
  ])("a new stack cannot be called %s", async (StackName, message) => {
    const { cloudformation } = account();
    const seen = await failure(() => cloudformation.createStack({ StackName, TemplateBody: TEMPLATE }));
    expect(seen).toEqual(["ValidationError", expect.stringMatching(message), 400]);
  });

  test("a stack that is there already", async () => {
    const { cloudformation } = account();
    const input = { StackName: "minecraft-stack", TemplateBody: TEMPLATE };
    const message = "Stack [minecraft-stack] already exists";
    expect(await failure(() => cloudformation.createStack(input))).toEqual(["AlreadyExistsException", message, 400]);
  });
});

describe("others", () => {
  const period = (Start, End) => ({ TimePeriod: { Start, End }, Granularity: "MONTHLY", Metrics: ["UnblendedCost"] });

  test.each([
    ["2026-01-02", "2026-01-01"],
    ["2026-01-01", "2026-01-01"],
  ])("costs from %s to %s", async (start, end) => {
    const { ce } = account();
    const [name, , status] = await failure(() => ce.getCostAndUsage(period(start, end)));
    expect([name, status]).toEqual(["ValidationException", 400]);
  });

  test.each([["DataUnavailableException"], ["LimitExceededException"]])(
    "%s of Cost Explorer can be asked for",
    async (errorCode) => {
      const { ce, store } = account({}, { maxAttempts: 1 });
      await store.setOperationFailure("GetCostAndUsage", { failNext: true, alwaysFail: false, errorCode });
      const [name, , status] = await failure(() => ce.getCostAndUsage(period("2026-01-01", "2026-01-02")));
      expect([name, status]).toEqual([errorCode, 400]);
    },
  );

  test("a function that does not exist", async () => {
    const { lambda } = account();
    const message = "Function not found: arn:aws:lambda:us-east-1:123456789012:function:none";
    const seen = await failure(() => lambda.invoke({ FunctionName: "none" }));
    expect(seen).toEqual(["ResourceNotFoundException", message, 404]);
  });

  test("TooManyRequestsException of Lambda has AWS's status and text", async () => {
    const { lambda, store } = account({}, { maxAttempts: 1 });
    const failure_ = { failNext: true, alwaysFail: false, errorCode: "TooManyRequestsException" };
    await store.setOperationFailure("Invoke", failure_);
    const seen = await failure(() => lambda.invoke({ FunctionName: "none" }));
    expect(seen).toEqual(["TooManyRequestsException", "Rate Exceeded.", 429]);
  });
});
