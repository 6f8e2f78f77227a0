const { waitUntilInstanceStatusOk, waitUntilSystemStatusOk } = require("@aws-sdk/client-ec2");
const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { failure } = require("./support/failure.js");

const check = (status, reachability) => ({
  Status: status,
  ...(reachability && { Details: [{ Name: "reachability", Status: reachability }] }),
});

/** The status of the methods' instance, among all. */
async function statusOf(ec2, InstanceIds = [INSTANCE]) {
  const { InstanceStatuses } = await ec2.describeInstanceStatus({ InstanceIds, IncludeAllInstances: true });
  return InstanceStatuses[0];
}

const ids = ({ InstanceStatuses }) => InstanceStatuses.map(({ InstanceId }) => InstanceId);

describe("the status of an instance", () => {
  it("is initializing for as long as the start took, and then ok", async () => {
    const { store, ec2 } = account();
    await store.clock.freeze();
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    expect(await statusOf(ec2)).toMatchObject({ InstanceStatus: check("not-applicable") });
    await store.clock.advance(2500);
    expect(await statusOf(ec2)).toEqual({
      AvailabilityZone: "us-east-1a",
      AvailabilityZoneId: "use1-az1",
      Operator: { Managed: false },
      Events: [],
      InstanceId: INSTANCE,
      InstanceState: { Code: 16, Name: "running" },
      InstanceStatus: check("initializing", "initializing"),
      SystemStatus: check("initializing", "initializing"),
      AttachedEbsStatus: check("initializing", "initializing"),
    });
    await store.clock.advance(2499);
    expect(await statusOf(ec2)).toMatchObject({ InstanceStatus: check("initializing", "initializing") });
    await store.clock.advance(1);
    const ok = check("ok", "passed");
    expect(await statusOf(ec2)).toMatchObject({ InstanceStatus: ok, SystemStatus: ok, AttachedEbsStatus: ok });
  });

  it("is ok at once where a start takes no time, or where a method has set the state", async () => {
    const { ec2, store } = account({ transitions: { "*": "immediate" } });
    await store.updateInstanceState("running");
    expect(await statusOf(ec2)).toMatchObject({ InstanceStatus: check("ok", "passed") });
    const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    expect(await statusOf(ec2, [Instances[0].InstanceId])).toMatchObject({ InstanceStatus: check("ok", "passed") });
  });

  it.each([
    ["stopped", "not-applicable"],
    ["terminated", "not-applicable"],
    ["unknown", "insufficient-data", "insufficient-data"],
  ])("of one that is %s is %s", async (state, ...expected) => {
    const { ec2 } = account({ initialState: { instance: { state } } });
    expect(await statusOf(ec2)).toMatchObject({ InstanceState: { Name: state }, SystemStatus: check(...expected) });
  });

  it("is told of running ones only, unless all are asked for", async () => {
    const { ec2 } = account({ initialState: { ec2: { instances: { "i-second": {} } } } });
    expect(ids(await ec2.describeInstanceStatus())).toEqual(["i-second"]);
    expect(ids(await ec2.describeInstanceStatus({ InstanceIds: [INSTANCE] }))).toEqual([]);
    expect(ids(await ec2.describeInstanceStatus({ IncludeAllInstances: true }))).toEqual([INSTANCE, "i-second"]);
  });

  it.each([
    ["availability-zone", "us-east-1b", ["i-b"]],
    ["availability-zone-id", "use1-az2", ["i-b"]],
    ["instance-state-code", "80", ["i-c"]],
    ["instance-state-name", "stop*", ["i-c"]],
    ["instance-status.status", "ok", ["i-a", "i-b"]],
    ["instance-status.reachability", "passed", ["i-a", "i-b"]],
    ["system-status.status", "not-applicable", ["i-c"]],
    ["system-status.reachability", "passed", ["i-a", "i-b"]],
    ["attached-ebs-status.status", "ok", ["i-a", "i-b"]],
    ["event.code", "*", []],
    ["operator.managed", "false", ["i-a", "i-b", "i-c"]],
  ])("is filtered by %s", async (Name, value, expected) => {
    const instances = { "i-a": {}, "i-b": { availabilityZone: "us-east-1b" }, "i-c": { state: "stopped" } };
    const { ec2 } = account({ fixtures: "empty", initialState: { ec2: { instances } } });
    const Filters = [
      { Name, Values: [value] },
      { Name: "instance-state-name", Values: ["running", "stopped"] },
    ];
    expect(ids(await ec2.describeInstanceStatus({ IncludeAllInstances: true, Filters }))).toEqual(expected);
  });

  it("comes in pages", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    await ec2.runInstances({ ImageId: IMAGE, MinCount: 7, MaxCount: 7 });
    const { paginateDescribeInstanceStatus } = require("@aws-sdk/client-ec2");
    const counts = [];
    for await (const page of paginateDescribeInstanceStatus({ client: ec2, pageSize: 5 }, {})) {
      counts.push(ids(page).length);
    }
    expect(counts).toEqual([5, 2]);
  });

  it("is what waiters wait for", async () => {
    const { ec2 } = account({ transitions: { "ec2:pending": { polls: 2 } } });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    const waiter = { client: ec2, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.02 };
    expect(await waitUntilInstanceStatusOk(waiter, { InstanceIds: [INSTANCE] })).toMatchObject({ state: "SUCCESS" });
    expect(await waitUntilSystemStatusOk(waiter, { InstanceIds: [INSTANCE] })).toMatchObject({ state: "SUCCESS" });
  });

  it.each([
    [{ InstanceIds: ["i-0123456789abcdef0"] }, "InvalidInstanceID.NotFound"],
    [{ InstanceIds: ["x"] }, "InvalidInstanceID.Malformed"],
    [{ InstanceIds: [INSTANCE], MaxResults: 5 }, "InvalidParameterCombination"],
    [{ MaxResults: 4 }, "InvalidParameterValue"],
    [{ NextToken: "x" }, "InvalidParameterValue"],
    [{ Filters: [{ Name: "tag:Name", Values: ["x"] }] }, "InvalidParameterValue"],
  ])("of %o is %s", async (input, code) => {
    const { ec2 } = account();
    expect(await failure(() => ec2.describeInstanceStatus(input))).toEqual([code, expect.any(String), 400]);
  });

  it("is not looked at by a dry run", async () => {
    const { store, ec2 } = account({ transitions: { "ec2:pending": { polls: 1 } } });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    const call = () => ec2.describeInstanceStatus({ InstanceIds: [INSTANCE], DryRun: true });
    expect((await failure(call))[0]).toBe("DryRunOperation");
    expect(await store.getInstance()).toMatchObject({ state: "pending" });
  });
});

describe("a reboot", () => {
  it.each(["running", "pending", "terminated"])("leaves an instance as it is that is %s", async (state) => {
    const { store, ec2 } = account({ initialState: { instance: { state } }, transitions: { "*": "manual" } });
    const before = await store.getState();
    await ec2.rebootInstances({ InstanceIds: [INSTANCE] });
    expect(await store.getState()).toEqual(before);
  });

  it.each(["stopped", "hibernating", "stopping", "unknown"])("is refused where the instance is %s", async (state) => {
    const { ec2 } = account({ initialState: { instance: { state } }, transitions: { "*": "manual" } });
    expect(await failure(() => ec2.rebootInstances({ InstanceIds: [INSTANCE] }))).toEqual([
      "IncorrectInstanceState",
      `The instance '${INSTANCE}' is not in a state from which it can be rebooted.`,
      400,
    ]);
  });

  it("can be tried, and is of an instance that exists", async () => {
    const { ec2 } = account({ initialState: { instance: { state: "running" } } });
    const reboot = (id, DryRun) => failure(() => ec2.rebootInstances({ InstanceIds: [id], DryRun }));
    expect((await reboot(INSTANCE, true))[0]).toBe("DryRunOperation");
    expect((await reboot("i-0123456789abcdef0", true))[0]).toBe("InvalidInstanceID.NotFound");
  });
});
