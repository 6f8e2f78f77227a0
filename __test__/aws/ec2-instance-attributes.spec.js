const { IMAGE, INSTANCE, VOLUME, account } = require("../support/aws.js");
const { failure } = require("./support/failure.js");
const { instanceOf } = require("./support/ec2.js");

const GROUP = "sg-0abcdef1234567890";

/** What an attribute is told as. */
async function attribute(ec2, Attribute, InstanceId = INSTANCE) {
  const { $metadata, InstanceId: id, ...told } = await ec2.describeInstanceAttribute({ InstanceId, Attribute });
  expect(id).toBe(InstanceId);
  return told;
}

const modify = (ec2, change) => ec2.modifyInstanceAttribute({ InstanceId: INSTANCE, ...change });
const running = { initialState: { instance: { state: "running" } }, transitions: { "*": "immediate" } };
const protectedFrom = (attributes) => ({ ...running, initialState: { instance: { state: "running", ...attributes } } });

describe("an attribute of an instance", () => {
  it.each([
    ["blockDeviceMapping", { BlockDeviceMappings: [expect.objectContaining({ DeviceName: "/dev/sda1" })] }],
    ["disableApiStop", { DisableApiStop: { Value: false } }],
    ["disableApiTermination", { DisableApiTermination: { Value: false } }],
    ["ebsOptimized", { EbsOptimized: { Value: false } }],
    ["enaSupport", { EnaSupport: { Value: true } }],
    ["enclaveOptions", { EnclaveOptions: { Enabled: false } }],
    ["groupSet", { Groups: [{ GroupId: GROUP, GroupName: "default" }] }],
    ["instanceInitiatedShutdownBehavior", { InstanceInitiatedShutdownBehavior: { Value: "stop" } }],
    ["instanceType", { InstanceType: { Value: "t3.medium" } }],
    ["kernel", { KernelId: {} }],
    ["productCodes", { ProductCodes: [] }],
    ["ramdisk", { RamdiskId: {} }],
    ["rootDeviceName", { RootDeviceName: { Value: "/dev/sda1" } }],
    ["sourceDestCheck", { SourceDestCheck: { Value: true } }],
    ["sriovNetSupport", { SriovNetSupport: {} }],
    ["userData", { UserData: {} }],
  ])("is told: %s", async (name, told) => {
    const { ec2 } = account();
    expect(await attribute(ec2, name)).toEqual(told);
  });

  it.each([
    ["instanceType", { InstanceType: { Value: "m5.large" } }],
    ["kernel", { Kernel: { Value: "aki-1" } }, { KernelId: { Value: "aki-1" } }],
    ["ramdisk", { Ramdisk: { Value: "ari-1" } }, { RamdiskId: { Value: "ari-1" } }],
    ["userData", { UserData: { Value: Buffer.from("hello") } }, { UserData: { Value: "aGVsbG8=" } }],
    ["disableApiTermination", { DisableApiTermination: { Value: true } }],
    ["disableApiStop", { DisableApiStop: { Value: true } }],
    ["instanceInitiatedShutdownBehavior", { InstanceInitiatedShutdownBehavior: { Value: "terminate" } }],
    ["sourceDestCheck", { SourceDestCheck: { Value: false } }],
    ["ebsOptimized", { EbsOptimized: { Value: true } }],
    ["enaSupport", { EnaSupport: { Value: false } }],
    ["sriovNetSupport", { SriovNetSupport: { Value: "simple" } }],
  ])("is changed by its member: %s", async (name, change, told = change) => {
    const { ec2 } = account();
    await modify(ec2, change);
    expect(await attribute(ec2, name)).toEqual(told);
  });

  it.each([
    ["instanceType", "m5.large", { InstanceType: { Value: "m5.large" } }],
    ["userData", "aGVsbG8=", { UserData: { Value: "aGVsbG8=" } }],
    ["disableApiTermination", "true", { DisableApiTermination: { Value: true } }],
    ["instanceInitiatedShutdownBehavior", "terminate", { InstanceInitiatedShutdownBehavior: { Value: "terminate" } }],
    ["sourceDestCheck", "false", { SourceDestCheck: { Value: false } }],
  ])("is changed by its name and a value: %s", async (Attribute, Value, told) => {
    const { ec2 } = account();
    await modify(ec2, { Attribute, Value });
    expect(await attribute(ec2, Attribute)).toEqual(told);
  });

  it("is in the state, and shown with the instance", async () => {
    const { store, ec2 } = account();
    await modify(ec2, { InstanceType: { Value: "m5.large" } });
    await modify(ec2, { SourceDestCheck: { Value: false } });
    expect(await store.getInstance()).toMatchObject({ instanceType: "m5.large", sourceDestCheck: false });
    expect(await instanceOf(ec2)).toMatchObject({ InstanceType: "m5.large", SourceDestCheck: false });
  });

  it("is whether a volume goes with the instance", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    const BlockDeviceMappings = [{ DeviceName: "/dev/sda1", Ebs: { DeleteOnTermination: false } }];
    await modify(ec2, { BlockDeviceMappings });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    const { Volumes } = await ec2.describeVolumes({ VolumeIds: [VOLUME] });
    expect(Volumes).toMatchObject([{ State: "available" }]);
  });

  it("is what the launch said", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    const { Instances } = await ec2.runInstances({
      ImageId: IMAGE,
      MinCount: 1,
      MaxCount: 1,
      UserData: "aGVsbG8=",
      DisableApiTermination: true,
      DisableApiStop: true,
      InstanceInitiatedShutdownBehavior: "terminate",
      EbsOptimized: true,
      KernelId: "aki-1",
      RamdiskId: "ari-1",
      Monitoring: { Enabled: true },
      EnclaveOptions: { Enabled: true },
      IamInstanceProfile: { Name: "server" },
      Placement: { Tenancy: "dedicated", GroupName: "group" },
    });
    expect(Instances).toMatchObject([
      {
        EbsOptimized: true,
        KernelId: "aki-1",
        RamdiskId: "ari-1",
        Monitoring: { State: "enabled" },
        EnclaveOptions: { Enabled: true },
        IamInstanceProfile: {
          Arn: "arn:aws:iam::123456789012:instance-profile/server",
          Id: expect.stringMatching(/^AIPA[0-9A-F]{17}$/),
        },
        Placement: { Tenancy: "dedicated", GroupName: "group" },
      },
    ]);
    const told = (name) => attribute(ec2, name, Instances[0].InstanceId);
    expect(await told("userData")).toEqual({ UserData: { Value: "aGVsbG8=" } });
    expect(await told("disableApiTermination")).toEqual({ DisableApiTermination: { Value: true } });
    expect(await told("disableApiStop")).toEqual({ DisableApiStop: { Value: true } });
    expect(await told("instanceInitiatedShutdownBehavior")).toEqual({
      InstanceInitiatedShutdownBehavior: { Value: "terminate" },
    });
  });

  it.each([
    ["nothing", {}, "InvalidParameterCombination", "No attributes specified."],
    [
      "two attributes",
      { EbsOptimized: { Value: true }, SourceDestCheck: { Value: true } },
      "InvalidParameterCombination",
      "Fields for multiple attribute types specified: sourceDestCheck, ebsOptimized",
    ],
    [
      "a type that is none",
      { InstanceType: { Value: "t9.huge" } },
      "InvalidInstanceAttributeValue",
      "Invalid value 't9.huge' for InstanceType.",
    ],
    [
      "a device that is free",
      { BlockDeviceMappings: [{ DeviceName: "/dev/sdx" }] },
      "InvalidInstanceAttributeValue",
      "No device is currently mapped at /dev/sdx",
    ],
    [
      "a group that is none",
      { Groups: ["sg-0123456789abcdef0"] },
      "InvalidGroup.NotFound",
      "The security group 'sg-0123456789abcdef0' does not exist",
    ],
    [
      "user data that is no base64",
      { Attribute: "userData", Value: "?" },
      "InvalidUserData.Malformed",
      "Invalid BASE64 encoding of user data.",
    ],
    [
      "too much user data",
      { UserData: { Value: Buffer.alloc(16_385) } },
      "InvalidParameterValue",
      "User data is limited to 16384 bytes",
    ],
    [
      "a flag that is none",
      { Attribute: "disableApiStop", Value: "maybe" },
      "InvalidParameterValue",
      "Value (maybe) for parameter disableApiStop is invalid.",
    ],
    [
      "another behavior",
      { InstanceInitiatedShutdownBehavior: { Value: "burn" } },
      "InvalidParameterValue",
      "Value (burn) for parameter instanceInitiatedShutdownBehavior is invalid.",
    ],
    [
      "what cannot be changed",
      { Attribute: "rootDeviceName", Value: "/dev/sdb" },
      "InvalidParameterValue",
      "Value (rootDeviceName) for parameter attribute is invalid.",
    ],
  ])("does not change by %s", async (_, change, ...error) => {
    const { store, ec2 } = account();
    const before = await store.getState();
    expect(await failure(() => modify(ec2, change))).toEqual([...error, 400]);
    expect(await store.getState()).toEqual(before);
  });

  it.each([
    { InstanceType: { Value: "m5.large" } },
    { UserData: { Value: Buffer.from("x") } },
    { EbsOptimized: { Value: true } },
    { EnaSupport: { Value: true } },
    { Attribute: "kernel", Value: "aki-1" },
  ])("cannot be changed while the instance runs: %o", async (change) => {
    const { ec2 } = account(running);
    const text = `The instance '${INSTANCE}' is not in the 'stopped' state.`;
    expect(await failure(() => modify(ec2, change))).toEqual(["IncorrectInstanceState", text, 400]);
  });

  it("can be changed while the instance runs where that does not matter", async () => {
    const { ec2 } = account(running);
    await modify(ec2, { Groups: [GROUP] });
    await modify(ec2, { DisableApiTermination: { Value: true } });
    expect(await attribute(ec2, "disableApiTermination")).toEqual({ DisableApiTermination: { Value: true } });
  });

  it("that is set to what it is leaves the instance as it was", async () => {
    const { store, ec2 } = account();
    await modify(ec2, { EbsOptimized: { Value: true } });
    const before = await store.getInstance();
    await store.clock.advance(1000);
    await modify(ec2, { EbsOptimized: { Value: true } });
    expect(await store.getInstance()).toEqual(before);
  });

  it("is not changed by a dry run", async () => {
    const { ec2 } = account();
    const change = { EbsOptimized: { Value: true }, DryRun: true };
    expect((await failure(() => modify(ec2, change)))[0]).toBe("DryRunOperation");
    expect(await attribute(ec2, "ebsOptimized")).toEqual({ EbsOptimized: { Value: false } });
  });

  it("is of an instance that exists", async () => {
    const { ec2 } = account();
    const InstanceId = "i-0123456789abcdef0";
    const error = ["InvalidInstanceID.NotFound", `The instance ID '${InstanceId}' does not exist`, 400];
    expect(await failure(() => modify(ec2, { InstanceId, EbsOptimized: { Value: true } }))).toEqual(error);
    const describe = () => ec2.describeInstanceAttribute({ InstanceId, Attribute: "userData" });
    expect(await failure(describe)).toEqual(error);
  });
});

describe("a protected instance", () => {
  it.each([
    ["stopped", "stopInstances", "disableApiStop"],
    ["terminated", "terminateInstances", "disableApiStop"],
    ["terminated", "terminateInstances", "disableApiTermination"],
  ])("cannot be %s by %s with %s", async (what, operation, name) => {
    const { store, ec2 } = account(protectedFrom({ [name]: true }));
    const text = `The instance '${INSTANCE}' may not be ${what}. Modify its '${name}' instance attribute and try again.`;
    const call = () => ec2[operation]({ InstanceIds: [INSTANCE] });
    expect(await failure(call)).toEqual(["OperationNotPermitted", text, 400]);
    expect(await store.getInstance()).toMatchObject({ state: "running" });
    await modify(ec2, { Attribute: name, Value: "false" });
    await call();
    expect(await store.getInstance()).toMatchObject({ state: what });
  });

  it("protects those of its zone, not those of others", async () => {
    const instances = { "i-near": {}, "i-far": { availabilityZone: "us-east-1b" } };
    const { store, ec2 } = account({
      ...running,
      initialState: { instance: { disableApiTermination: true }, ec2: { instances } },
    });
    const call = () => ec2.terminateInstances({ InstanceIds: ["i-near", "i-far", INSTANCE] });
    expect((await failure(call))[0]).toBe("OperationNotPermitted");
    const { ec2: after } = await store.getState();
    expect(after.instances).toMatchObject({ "i-near": { state: "running" }, "i-far": { state: "terminated" } });
  });
});
