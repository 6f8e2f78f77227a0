const { INSTANCE, TEMPLATE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const INSTANCES = { InstanceIds: [INSTANCE] };
const VOLUME = "vol-mock1234567890abcdef";
const IMAGE = "ami-0123456789abcdef0";
const manual = { transitions: { "*": "manual" } };
const immediate = { transitions: { "*": "immediate" } };

/** What a call fails with: name, message and status, as the SDK shows them. */
async function failure(call) {
  const { name, message, $metadata } = await rejection(call);
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  return [name, message, $metadata.httpStatusCode];
}

describe("ec2", () => {
  test("an instance that is not stopped cannot be started", async () => {
    const { ec2, store } = account(manual);
    await store.updateInstanceState("running");
    await ec2.stopInstances(INSTANCES);
    const message = `The instance '${INSTANCE}' is not in a state from which it can be started.`;
    expect(await failure(() => ec2.startInstances(INSTANCES))).toEqual(["IncorrectInstanceState", message, 400]);
  });

  test("an instance without its root volume cannot be started", async () => {
    const { ec2 } = account(immediate);
    await ec2.detachVolume({ VolumeId: VOLUME });
    const message = `Invalid value '${INSTANCE}' for instanceId. Instance does not have a volume attached at root (/dev/sda1)`;
    expect(await failure(() => ec2.startInstances(INSTANCES))).toEqual(["InvalidParameterValue", message, 400]);
  });

  test("an instance that does not run cannot be stopped", async () => {
    const { ec2 } = account(manual);
    await ec2.terminateInstances(INSTANCES);
    const message = `This instance '${INSTANCE}' is not in a state from which it can be stopped.`;
    expect(await failure(() => ec2.stopInstances(INSTANCES))).toEqual(["IncorrectInstanceState", message, 400]);
  });

  test("to start or stop what is so already is no error", async () => {
    const { ec2 } = account(immediate);
    const stopped = { Name: "stopped", Code: 80 };
    const { StoppingInstances } = await ec2.stopInstances(INSTANCES);
    expect(StoppingInstances).toMatchObject([{ CurrentState: stopped, PreviousState: stopped }]);
    await ec2.startInstances(INSTANCES);
    const running = { Name: "running", Code: 16 };
    const { StartingInstances } = await ec2.startInstances(INSTANCES);
    expect(StartingInstances).toMatchObject([{ CurrentState: running, PreviousState: running }]);
  });

  test("a volume cannot be attached to an instance that cannot take it", async () => {
    const { ec2 } = account(manual);
    await ec2.detachVolume({ VolumeId: VOLUME });
    await ec2.terminateInstances(INSTANCES);
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    const [name, , status] = await failure(() =>
      ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" }),
    );
    expect([name, status]).toEqual([expect.stringMatching(/^Incorrect(Instance)?State$/), 400]);
  });

  test.each(["describeInstances", "startInstances", "stopInstances", "terminateInstances"])(
    "%s of unknown ids",
    async (call) => {
      const { ec2 } = account();
      const ask = (...InstanceIds) => failure(() => ec2[call]({ InstanceIds }));
      const [one, other] = ["i-0123456789abcdef0", "i-0123456789abcdef1"];
      expect(await ask(one)).toEqual(["InvalidInstanceID.NotFound", `The instance ID '${one}' does not exist`, 400]);
      const both = `The instance IDs '${one}, ${other}' do not exist`;
      expect(await ask(one, INSTANCE, other)).toEqual(["InvalidInstanceID.NotFound", both, 400]);
      expect(await ask("x")).toEqual(["InvalidInstanceID.Malformed", 'Invalid id: "x"', 400]);
    },
  );

  test.each([
    [
      "InvalidVolume.NotFound",
      "vol-0123456789abcdef0",
      (ec2, VolumeId) => ec2.describeVolumes({ VolumeIds: [VolumeId] }),
    ],
    ["InvalidVolume.NotFound", "vol-0123456789abcdef0", (ec2, VolumeId) => ec2.deleteVolume({ VolumeId })],
    ["InvalidVolume.NotFound", "vol-0123456789abcdef0", (ec2, VolumeId) => ec2.detachVolume({ VolumeId })],
    [
      "InvalidVolume.NotFound",
      "vol-0123456789abcdef0",
      (ec2, VolumeId) => ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" }),
    ],
    [
      "InvalidSnapshot.NotFound",
      "snap-0123456789abcdef0",
      (ec2, SnapshotId) => ec2.createVolume({ AvailabilityZone: "us-east-1a", SnapshotId }),
    ],
    ["InvalidAMIID.NotFound", "ami-0123456789abcdef0", (ec2, id) => ec2.describeImages({ ImageIds: [id] })],
  ])("%s: %s", async (name, id, call) => {
    const { ec2 } = account();
    const [code, message, status] = await failure(() => call(ec2, id));
    expect([code, status]).toEqual([name, 400]);
    expect(message).toContain(id);
  });

  test.each([
    ["startInstances", INSTANCES],
    ["stopInstances", INSTANCES],
    ["terminateInstances", INSTANCES],
    ["describeInstances", {}],
    ["runInstances", { ImageId: IMAGE, MinCount: 1, MaxCount: 1 }],
    ["createVolume", { AvailabilityZone: "us-east-1a", Size: 1 }],
    ["detachVolume", { VolumeId: VOLUME }],
    ["createTags", { Resources: [INSTANCE], Tags: [{ Key: "a", Value: "b" }] }],
  ])("%s with DryRun changes nothing", async (call, input) => {
    const { ec2, store } = account();
    const before = await store.getState();
    const message = "Request would have succeeded, but DryRun flag is set.";
    const seen = await failure(() => ec2[call]({ ...input, DryRun: true }));
    expect(seen).toEqual(["DryRunOperation", message, 412]);
    expect(await store.getState()).toEqual(before);
  });

  test("DryRun tells what would have failed", async () => {
    const { ec2 } = account();
    const [name] = await failure(() => ec2.startInstances({ InstanceIds: ["i-0123456789abcdef0"], DryRun: true }));
    expect(name).toBe("InvalidInstanceID.NotFound");
  });

  test.each([
    ["UnauthorizedOperation", 403, /^You are not authorized to perform this operation\./],
    ["RequestLimitExceeded", 503, /^Request limit exceeded\.$/],
    ["InsufficientInstanceCapacity", 500, /^We currently do not have sufficient .* capacity/],
  ])("%s, as a failure that was asked for, has AWS's status and text", async (errorCode, status, message) => {
    const { ec2, store } = account({}, { maxAttempts: 1 });
    await store.setOperationFailure("RunInstances", { failNext: true, alwaysFail: false, errorCode });
    const seen = await failure(() => ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 }));
    expect(seen).toEqual([errorCode, expect.stringMatching(message), status]);
  });

  test.each([[4], [1001]])("DescribeInstances has no page of %d", async (MaxResults) => {
    const { ec2 } = account();
    const [name, , status] = await failure(() => ec2.describeInstances({ MaxResults }));
    expect([name, status]).toEqual(["InvalidParameterValue", 400]);
  });

  test("DescribeInstances takes ids or a page size", async () => {
    const { ec2 } = account();
    const [name, , status] = await failure(() => ec2.describeInstances({ ...INSTANCES, MaxResults: 5 }));
    expect([name, status]).toEqual(["InvalidParameterCombination", 400]);
  });

  test.each(["describeInstances", "describeVolumes", "describeImages", "describeTags"])(
    "%s knows no filter of a name that AWS does not have",
    async (call) => {
      const { ec2 } = account();
      const [name, message, status] = await failure(() =>
        ec2[call]({ Filters: [{ Name: "colour", Values: ["red"] }] }),
      );
      expect([name, status]).toEqual(["InvalidParameterValue", 400]);
      expect(message).toContain("colour");
    },
  );
});

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
