const { INSTANCE, VOLUME, account } = require("../support/aws.js");
const { volumeOf } = require("./support/ec2.js");
const { failure } = require("./support/failure.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };
const GROW = { VolumeId: VOLUME, Size: 20 };

async function create(ec2, volume) {
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 100, ...volume });
  return VolumeId;
}

describe("a modified volume", () => {
  it("has its new size in its time", async () => {
    const { store, ec2 } = account();
    const { VolumeModification } = await ec2.modifyVolume(GROW);
    expect(VolumeModification).toMatchObject({
      VolumeId: VOLUME,
      ModificationState: "modifying",
      OriginalSize: 8,
      TargetSize: 20,
      OriginalVolumeType: "gp3",
      TargetVolumeType: "gp3",
      OriginalIops: 3000,
      TargetIops: 3000,
      TargetThroughput: 125,
      Progress: 0,
      StartTime: expect.any(Date),
    });
    expect(await volumeOf(ec2)).toMatchObject({ Size: 8, State: "in-use" });
    expect((await store.getState()).ec2.volumes[VOLUME].modification).toMatchObject({ size: 20 });
    await store.clock.advance(1000);
    expect(await volumeOf(ec2)).toMatchObject({ Size: 20, State: "in-use" });
    expect((await store.getState()).ec2.volumes[VOLUME]).not.toHaveProperty("modification");
  });

  it("is changed together with what is begun meanwhile, and that takes its own time", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const VolumeId = await create(ec2);
    await store.setTransitions({ "ec2:volume": 1000 });
    await store.clock.freeze();
    await ec2.modifyVolume({ VolumeId, Size: 200 });
    await store.clock.advance(500);
    await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    await store.clock.advance(999);
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ Size: 100, Attachments: [{ State: "attaching" }] });
    await store.clock.advance(1);
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ Size: 200, Attachments: [{ State: "attached" }] });
    expect(await store.scheduled()).toEqual([]);
  });

  it("that is deleted is there for as long as a deletion takes", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const VolumeId = await create(ec2);
    await store.setTransitions({ "ec2:volume": 1000 });
    await store.clock.freeze();
    await ec2.modifyVolume({ VolumeId, Size: 200 });
    await store.clock.advance(500);
    await ec2.deleteVolume({ VolumeId });
    await store.clock.advance(999);
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ State: "deleting" });
    await store.clock.advance(1);
    const [code] = await failure(() => volumeOf(ec2, VolumeId));
    expect(code).toBe("InvalidVolume.NotFound");
  });

  it("is changed by looks at it", async () => {
    const { ec2 } = account({ transitions: { "ec2:volume": { polls: 1 } } });
    await ec2.modifyVolume(GROW);
    expect(await volumeOf(ec2)).toMatchObject({ Size: 20 });
  });

  it.each([
    ["gp2", { VolumeType: "gp3" }, { VolumeType: "gp3", Iops: 3000, Throughput: 125 }],
    ["gp2", { VolumeType: "gp3", Iops: 4000, Throughput: 500 }, { Iops: 4000, Throughput: 500 }],
    ["gp2", { VolumeType: "io1" }, { VolumeType: "io1", Iops: 3000 }],
    ["gp3", { VolumeType: "gp2", Size: 200 }, { VolumeType: "gp2", Iops: 600 }],
    ["gp3", { Iops: 5000 }, { VolumeType: "gp3", Iops: 5000, Throughput: 125 }],
  ])("from %s by %j", async (VolumeType, input, expected) => {
    const { ec2 } = account(IMMEDIATE);
    const VolumeId = await create(ec2, { VolumeType });
    await ec2.modifyVolume({ VolumeId, ...input });
    expect(await volumeOf(ec2, VolumeId)).toMatchObject(expected);
  });

  it("keeps the performance that nobody changes", async () => {
    const { ec2 } = account(IMMEDIATE);
    const VolumeId = await create(ec2, { VolumeType: "gp3", Iops: 6000, Throughput: 400 });
    await ec2.modifyVolume({ VolumeId, Size: 200 });
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ Size: 200, Iops: 6000, Throughput: 400 });
  });

  it("is changed although its instance is terminated meanwhile", async () => {
    const { store, ec2 } = account();
    const VolumeId = await create(ec2);
    await store.clock.advance(1000);
    await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    await store.clock.advance(1000);
    await store.setTransitions({ "ec2:shutting-down": 0 });
    await ec2.modifyVolume({ VolumeId, Size: 200 });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ Size: 100, State: "available" });
    await store.clock.advance(1000);
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ Size: 200, State: "available" });
  });
});

describe("the errors of ModifyVolume", () => {
  it.each([
    [{ Size: 7 }, "InvalidParameterValue", "New size cannot be smaller than existing size"],
    [{ Size: 65_537 }, "InvalidParameterValue", /too large for volume type gp3/],
    [{ Size: undefined }, "InvalidParameterValue", /Must specify at least one of size/],
    [{ VolumeType: "gp9" }, "UnknownVolumeType", /gp9/],
    [{ VolumeType: "st1" }, "InvalidParameterValue", /too small for volume type st1; minimum is 125GiB/],
    [{ VolumeType: "gp2", Iops: 3000 }, "InvalidParameterCombination", /not supported for gp2/],
    [{ VolumeType: "io1", Throughput: 200 }, "InvalidParameterCombination", /not supported for io1/],
    [{ Iops: 80_001 }, "InvalidParameterValue", /iops of 80001 is too high/],
    [{ Throughput: 124 }, "InvalidParameterValue", /throughput of 124 is too low/],
    [{ Iops: 15_000 }, "InvalidParameterValue", "Iops to volume size ratio of 750.000000 is too high; maximum is 500"],
    [
      { VolumeType: "io1", Iops: 1100 },
      "InvalidParameterValue",
      "Iops to volume size ratio of 55.000000 is too high; maximum is 50",
    ],
    [
      { Throughput: 1000 },
      "InvalidParameterValue",
      "Throughput (MiBps) to iops ratio of 0.333333 is too high; maximum is 0.250000 MiBps per iops.",
    ],
    [{ VolumeId: "vol-0123456789abcdef0" }, "InvalidVolume.NotFound", /does not exist/],
    [{ VolumeId: "x" }, "InvalidParameterValue", /Expected: 'vol-...'/],
  ])("%j: %s", async (input, code, message) => {
    const { store, ec2 } = account();
    const before = await store.getState();
    const [name, text, status] = await failure(() => ec2.modifyVolume({ ...GROW, ...input }));
    expect([name, status]).toEqual([code, 400]);
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
    expect(await store.getState()).toEqual(before);
  });

  it("a volume that is being modified", async () => {
    const { ec2 } = account();
    await ec2.modifyVolume(GROW);
    const text = `Volume ${VOLUME} cannot be modified in modification state MODIFYING`;
    expect(await failure(() => ec2.modifyVolume(GROW))).toEqual(["IncorrectModificationState", text, 400]);
  });

  it("a volume that is not there yet", async () => {
    const { ec2 } = account();
    const VolumeId = await create(ec2);
    const text = `Volume ${VolumeId} must be in the available or in-use state to be modified.`;
    expect(await failure(() => ec2.modifyVolume({ VolumeId, Size: 200 }))).toEqual(["IncorrectState", text, 400]);
  });
});
