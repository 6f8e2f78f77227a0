const { IMAGE, INSTANCE, VOLUME, account } = require("../support/aws.js");
const { failure } = require("./support/failure.js");

const INSTANCES = { InstanceIds: [INSTANCE] };
const immediate = { transitions: { "*": "immediate" } };

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
  const { ec2 } = account(immediate);
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
  await ec2.terminateInstances(INSTANCES);
  const attach = { VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" };
  const seen = await failure(() => ec2.attachVolume(attach));
  expect(seen).toEqual(["IncorrectState", `Instance '${INSTANCE}' is not 'running'.`, 400]);
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

test.each(["describeInstances", "describeVolumes", "describeImages", "describeTags"])(
  "%s knows no filter of a name that AWS does not have",
  async (call) => {
    const { ec2 } = account();
    const [name, message, status] = await failure(() => ec2[call]({ Filters: [{ Name: "colour", Values: ["red"] }] }));
    expect([name, status]).toEqual(["InvalidParameterValue", 400]);
    expect(message).toContain("colour");
  },
);
