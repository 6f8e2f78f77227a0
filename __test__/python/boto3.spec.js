const { INSTANCE, VOLUME } = require("../support/aws.js");
const { useEndpoint } = require("../support/python.js");

const start = useEndpoint();
const fast = { "*": 20 };
const next = (errorCode) => ({ failNext: true, alwaysFail: false, errorCode });
const state = (id, previous, current) => ({
  InstanceId: id,
  PreviousState: expect.objectContaining({ Name: previous }),
  CurrentState: expect.objectContaining({ Name: current }),
});

test("instances are started, stopped, run, tagged, found and terminated", async () => {
  const { store, script } = await start({ transitions: fast });
  const seen = await script("instances.py");
  expect(seen).toMatchObject({
    started: [state(INSTANCE, "stopped", "pending")],
    running: {
      State: { Code: 16, Name: "running" },
      PublicIpAddress: "203.0.113.42",
      Placement: { AvailabilityZone: "us-east-1a" },
      BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { VolumeId: VOLUME } }],
    },
    launchTime: "datetime",
    stopped: [state(INSTANCE, "running", "stopping")],
    types: ["t3.large", "t3.large"],
    found: [seen.ids[0]],
    terminated: seen.ids.map((id) => state(id, "running", "shutting-down")),
    regions: [expect.objectContaining({ RegionName: "us-east-1" })],
  });
  expect(seen.tagged).toEqual(
    expect.arrayContaining([
      { Key: "Name", ResourceId: seen.ids[0], ResourceType: "instance", Value: "ünïcode & <xml>" },
      { Key: "role", ResourceId: seen.ids[0], ResourceType: "instance", Value: "game" },
    ]),
  );
  expect((await store.getInstance()).state).toBe("stopped");
});

test("volumes are created, attached, detached and deleted", async () => {
  const { store, script } = await start({ transitions: fast });
  await store.updateInstanceState("running");
  const seen = await script("volumes.py");
  const { VolumeId } = seen.created;
  expect(seen).toMatchObject({
    root: { VolumeId: VOLUME, State: "in-use", Attachments: [{ InstanceId: INSTANCE, Device: "/dev/sda1" }] },
    created: { VolumeId: expect.stringMatching(/^vol-[0-9a-f]{17}$/), Size: 20, State: "creating", Encrypted: true },
    createTime: "datetime",
    attached: { VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf", State: "attaching" },
    devices: ["/dev/sda1", "/dev/sdf"],
    detached: { VolumeId, State: "detaching" },
    image: { State: "available", BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: expect.anything() }] },
  });
});

test("parameters are put, got, listed, described and deleted", async () => {
  const { store, script } = await start();
  const seen = await script("parameters.py");
  expect(seen).toMatchObject({
    put: [1, 2],
    got: { Name: "/game/motd", Type: "String", Value: "Welcome ä", Version: 2 },
    lastModified: "datetime",
    secrets: [expect.not.stringContaining("hush"), "hush"],
    several: { Parameters: [{ Name: "/game/motd" }], InvalidParameters: ["/none"] },
    flat: ["/game/motd", "/game/secret"],
    deep: ["/game/deep/list", "/game/motd", "/game/secret"],
    described: [{ Name: "/game/motd", Type: "String", Version: 2 }],
    history: [
      [1, "Welcome"],
      [2, "Welcome ä"],
    ],
    deleted: { InvalidParameters: ["/none"] },
  });
  expect(seen.deleted.DeletedParameters.sort()).toEqual(["/game/motd", "/game/secret"]);
  expect(Object.keys(await store.getAllParameters()).filter((name) => name.startsWith("/game"))).toEqual([]);
});

test("commands are sent, and what they answer is read", async () => {
  const { store, script } = await start({ transitions: fast });
  await store.updateInstanceState("running");
  store.onCommand(/^uptime/, (commands) => ({ output: `${commands.length} lines`, error: "ä" }));
  const { command, invocation } = await script("commands.py");
  expect(command).toMatchObject({
    CommandId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    Comment: "from boto3",
    DocumentName: "AWS-RunShellScript",
    InstanceIds: [INSTANCE],
    Status: "Pending",
  });
  expect(invocation).toMatchObject({
    CommandId: command.CommandId,
    Status: "Success",
    StandardOutputContent: "2 lines",
    StandardErrorContent: "ä",
  });
});

test("stacks are created, described and deleted", async () => {
  const { script } = await start({ transitions: fast });
  const seen = await script("stacks.py");
  expect(seen).toMatchObject({
    fixture: { StackName: "minecraft-stack", StackStatus: "CREATE_COMPLETE" },
    stack: {
      StackId: seen.created,
      StackStatus: "CREATE_COMPLETE",
      Parameters: [{ ParameterKey: "Size", ParameterValue: "1 & 2" }],
      Tags: [{ Key: "a", Value: "b" }],
    },
    creationTime: "datetime",
    events: ["DELETE_COMPLETE", "DELETE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_IN_PROGRESS"],
    gone: ["ValidationError", "Stack with id other does not exist", 400, "ClientError"],
  });
});

test("costs, functions, the caller and mail", async () => {
  const { store, script } = await start();
  const events = [];
  store.onInvoke("greet", ({ name }) => {
    events.push(name);
    return `Hello, ${name}`;
  });
  store.onInvoke("fail", () => {
    throw new TypeError("broken");
  });
  const seen = await script("others.py");
  expect(seen).toMatchObject({
    costs: [{ TimePeriod: { Start: "2026-01-01", End: "2026-02-01" }, Groups: expect.any(Array) }],
    invoked: [200, "Hello, Ada"],
    failed: [200, "Unhandled", { errorType: "TypeError", errorMessage: "broken" }],
    event: 202,
    identity: { Account: "123456789012", Arn: expect.stringMatching(/^arn:aws:(iam|sts)::123456789012:/) },
    sent: expect.stringMatching(/.+/),
  });
  expect(seen.costs[0].Groups[0]).toEqual({
    Keys: [expect.any(String)],
    Metrics: { UnblendedCost: { Amount: expect.stringMatching(/^\d+(\.\d+)?$/), Unit: "USD" } },
  });
  expect(events).toEqual(["Ada", "Ada"]);
});

test("paginators get everything, once", async () => {
  const { script } = await start({ fixtures: "empty", transitions: { "*": "immediate" } });
  expect(await script("paginators.py")).toEqual({
    byPath: [10, 10, 5],
    names: 25,
    described: [20, 6],
    history: [3, 1],
    instances: 11,
    volumes: [5, 5, 1],
    stacks: [3],
    events: [4],
  });
});

test("errors have AWS's code, text and status", async () => {
  const { script } = await start();
  const client = "ClientError";
  expect(await script("errors.py")).toEqual({
    ec2: ["InvalidInstanceID.NotFound", "The instance ID 'i-0123456789abcdef0' does not exist", 400, client],
    dryRun: ["DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412, client],
    ssm: ["ParameterNotFound", "", 400, "ParameterNotFound"],
    constraint: [
      "ValidationException",
      "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: " +
        "Member must have value less than or equal to 50",
      400,
      "ValidationException",
    ],
    cloudformation: ["AlreadyExistsException", "Stack [minecraft-stack] already exists", 400, "AlreadyExistsException"],
    function: [
      "ResourceNotFoundException",
      "Function not found: arn:aws:lambda:us-east-1:123456789012:function:none",
      404,
      "ResourceNotFoundException",
    ],
    costs: ["ValidationException", expect.any(String), 400, client],
    unsupported: ["InvalidAction", expect.stringContaining("DescribeInstances"), 400, client],
    unknown: [expect.any(String), expect.stringContaining("ssm"), expect.any(Number), client],
  });
});

test.each(["standard", "legacy"])("throttling is survived in the mode %s", async (mode) => {
  const { store, script } = await start();
  await store.setOperationFailure("GetParameter", next("ThrottlingException"));
  await store.setOperationFailure("StartInstances", next("RequestLimitExceeded"));
  const seen = await script("retries.py", mode);
  expect(seen).toEqual({ parameter: ["0", 1], started: ["pending", 1] });
  const calls = await store.calls({ operation: "StartInstances" });
  expect(calls.map(({ error }) => error?.code)).toEqual(["RequestLimitExceeded", undefined]);
});
