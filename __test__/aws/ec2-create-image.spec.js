const { INSTANCE, VOLUME, account } = require("../support/aws.js");
const { instanceOf, volumeOf } = require("./support/ec2.js");
const { failure } = require("./support/failure.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };
const SERVER = { InstanceId: INSTANCE, Name: "server" };

async function imageOf(ec2, id) {
  const { Images } = await ec2.describeImages({ ImageIds: [id] });
  return Images[0];
}

async function snapshotsOf(ec2, id) {
  const { BlockDeviceMappings } = await imageOf(ec2, id);
  const ids = BlockDeviceMappings.map(({ Ebs }) => Ebs.SnapshotId);
  const { Snapshots } = await ec2.describeSnapshots({ SnapshotIds: ids });
  return Snapshots;
}

/** Attaches a volume to the instance, and answers its id. */
async function attach(ec2, Device, volume) {
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", ...volume });
  await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device });
  return VolumeId;
}

describe("an image of an instance", () => {
  it("is ready together with its snapshots", async () => {
    const { store, ec2 } = account();
    const { ImageId } = await ec2.createImage({ ...SERVER, Description: "as of today" });
    expect(ImageId).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(await imageOf(ec2, ImageId)).toMatchObject({
      State: "pending",
      Name: "server",
      Description: "as of today",
      OwnerId: "123456789012",
      RootDeviceName: "/dev/sda1",
      Architecture: "x86_64",
      SourceInstanceId: INSTANCE,
      SourceImageId: "ami-0abcdef1234567890",
      SourceImageRegion: "us-east-1",
    });
    expect(await snapshotsOf(ec2, ImageId)).toMatchObject([
      { State: "pending", VolumeId: VOLUME, Description: `Created by CreateImage(${INSTANCE}) for ${ImageId}` },
    ]);
    const revision = await store.revision();
    await store.clock.advance(2000);
    expect(await imageOf(ec2, ImageId)).toMatchObject({ State: "available" });
    expect(await snapshotsOf(ec2, ImageId)).toMatchObject([{ State: "completed" }]);
    expect(await store.scheduled()).toEqual([]);
    // The clock, and the image with its snapshots.
    expect((await store.revision()) - revision).toBe(2);
  });

  it("is ready with the last of its snapshots", async () => {
    const { store, ec2 } = account({ transitions: { "ec2:snapshot": "manual" } });
    const { ImageId } = await ec2.createImage(SERVER);
    const [{ SnapshotId }] = await snapshotsOf(ec2, ImageId);
    await store.setTransitions({ "ec2:snapshot": { polls: 1 } });
    await store.patchState({ ec2: { snapshots: { [SnapshotId]: { state: "completed" } } } });
    expect(await imageOf(ec2, ImageId)).toMatchObject({ State: "pending" });
    await store.clock.advance(0);
    expect(await imageOf(ec2, ImageId)).toMatchObject({ State: "available" });
  });

  it.each(["describeImages", "describeSnapshots"])("is ready by looks of %s", async (call) => {
    const { ec2 } = account({ transitions: { "ec2:snapshot": { polls: 1 } } });
    const { ImageId } = await ec2.createImage(SERVER);
    await ec2[call]();
    expect(await imageOf(ec2, ImageId)).toMatchObject({ State: "available" });
    expect(await snapshotsOf(ec2, ImageId)).toMatchObject([{ State: "completed" }]);
  });

  it("has the volumes of the instance, and launches with them", async () => {
    const { ec2 } = account(IMMEDIATE);
    const io = { Size: 10, VolumeType: "io1", Iops: 200, Encrypted: true, KmsKeyId: "alias/disk" };
    const { KmsKeyId } = await volumeOf(ec2, await attach(ec2, "/dev/sdf", io));
    const { ImageId } = await ec2.createImage(SERVER);
    const { BlockDeviceMappings } = await imageOf(ec2, ImageId);
    expect(BlockDeviceMappings).toMatchObject([
      { DeviceName: "/dev/sda1", Ebs: { VolumeSize: 8, VolumeType: "gp3", DeleteOnTermination: true } },
      {
        DeviceName: "/dev/sdf",
        Ebs: { VolumeSize: 10, VolumeType: "io1", Iops: 200, Encrypted: true, DeleteOnTermination: false },
      },
    ]);

    const { Instances } = await ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1 });
    const { BlockDeviceMappings: volumes } = await instanceOf(ec2, Instances[0].InstanceId);
    expect(volumes.map(({ DeviceName }) => DeviceName)).toEqual(["/dev/sda1", "/dev/sdf"]);
    expect(await volumeOf(ec2, volumes[1].Ebs.VolumeId)).toMatchObject({
      Size: 10,
      VolumeType: "io1",
      Iops: 200,
      Encrypted: true,
      KmsKeyId,
      SnapshotId: BlockDeviceMappings[1].Ebs.SnapshotId,
    });
  });

  it("keeps the size that the volume has grown to", async () => {
    const { ec2 } = account(IMMEDIATE);
    await ec2.modifyVolume({ VolumeId: VOLUME, Size: 30 });
    const { ImageId } = await ec2.createImage(SERVER);
    const { Instances } = await ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1 });
    const { BlockDeviceMappings } = await instanceOf(ec2, Instances[0].InstanceId);
    expect(await volumeOf(ec2, BlockDeviceMappings[0].Ebs.VolumeId)).toMatchObject({ Size: 30 });
  });

  it("of very many devices is refused at once", { timeout: 10_000 }, async () => {
    const { ec2 } = account(IMMEDIATE);
    const letters = [..."abcdefghijklmnopqrstuvwxyz"];
    const pairs = letters.flatMap((one) => letters.map((other) => one + other));
    const names = pairs.flatMap((pair) => Array.from({ length: 100 }, (_, index) => `/dev/sd${pair}${index}`));
    const BlockDeviceMappings = [...names, "none"].map((DeviceName) => ({ DeviceName, NoDevice: "" }));
    expect(await failure(() => ec2.createImage({ ...SERVER, BlockDeviceMappings }))).toEqual([
      "InvalidBlockDeviceMapping",
      "Invalid device name none",
      400,
    ]);
  });

  it("has the devices that the request adds, changes and leaves out", async () => {
    const { ec2 } = account(IMMEDIATE);
    await attach(ec2, "/dev/sdf", { Size: 10 });
    const { ImageId } = await ec2.createImage({
      ...SERVER,
      BlockDeviceMappings: [
        { DeviceName: "/dev/sda1", Ebs: { DeleteOnTermination: false } },
        { DeviceName: "/dev/sdf", NoDevice: "" },
        { DeviceName: "/dev/sdg", Ebs: { VolumeSize: 5, VolumeType: "gp3" } },
      ],
    });
    const { BlockDeviceMappings } = await imageOf(ec2, ImageId);
    expect(BlockDeviceMappings).toMatchObject([
      { DeviceName: "/dev/sda1", Ebs: { DeleteOnTermination: false, SnapshotId: expect.any(String) } },
      { DeviceName: "/dev/sdg", Ebs: { VolumeSize: 5 } },
    ]);
    expect(BlockDeviceMappings[1].Ebs.SnapshotId).toBeUndefined();
    const { Instances } = await ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1 });
    expect((await instanceOf(ec2, Instances[0].InstanceId)).BlockDeviceMappings).toHaveLength(2);
  });

  it("gets tags, and so do its snapshots", async () => {
    const { ec2 } = account(IMMEDIATE);
    const tag = (ResourceType) => ({ ResourceType, Tags: [{ Key: "of", Value: ResourceType }] });
    const { ImageId } = await ec2.createImage({ ...SERVER, TagSpecifications: [tag("image"), tag("snapshot")] });
    expect((await imageOf(ec2, ImageId)).Tags).toEqual([{ Key: "of", Value: "image" }]);
    expect((await snapshotsOf(ec2, ImageId))[0].Tags).toEqual([{ Key: "of", Value: "snapshot" }]);
  });

  it.each([true, false])("leaves the instance as it is, NoReboot %s", async (NoReboot) => {
    const { store, ec2 } = account();
    await store.updateInstanceState("running");
    const before = await store.getInstance();
    await ec2.createImage({ ...SERVER, NoReboot });
    expect(await store.getInstance()).toEqual(before);
  });

  it("cannot be launched before it is ready", async () => {
    const { ec2 } = account();
    const { ImageId } = await ec2.createImage(SERVER);
    const seen = await failure(() => ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1 }));
    expect(seen).toEqual(["InvalidAMIID.Unavailable", `The image id '[${ImageId}]' is no longer available`, 400]);
  });
});

describe("the errors of CreateImage", () => {
  it.each([
    [{ Name: "ab" }, "InvalidAMIName.Malformed"],
    [{ Name: "a".repeat(129) }, "InvalidAMIName.Malformed"],
    [{ Name: "ser:ver" }, "InvalidAMIName.Malformed"],
    [{ Name: undefined }, "MissingParameter"],
    [{ Description: "a".repeat(256) }, "InvalidParameterValue"],
    [{ InstanceId: "x" }, "InvalidInstanceID.Malformed"],
    [{ InstanceId: "i-0123456789abcdef0" }, "InvalidInstanceID.NotFound"],
    [{ TagSpecifications: [{ ResourceType: "instance", Tags: [] }] }, "InvalidParameterValue"],
    [{ BlockDeviceMappings: [{ DeviceName: "/dev/sda1", NoDevice: "" }] }, "InvalidBlockDeviceMapping"],
    [{ BlockDeviceMappings: [{ DeviceName: "/dev/sda1", Ebs: { VolumeSize: 9 } }] }, "InvalidBlockDeviceMapping"],
    [{ BlockDeviceMappings: [{ DeviceName: "x" }] }, "InvalidBlockDeviceMapping"],
    [{ BlockDeviceMappings: [{ DeviceName: "/dev/sdg", Ebs: { VolumeType: "gp3" } }] }, "MissingParameter"],
  ])("%j: %s", async (more, code) => {
    const { store, ec2 } = account();
    const before = await store.getState();
    const [name, , status] = await failure(() => ec2.createImage({ ...SERVER, ...more }));
    expect([name, status]).toEqual([code, 400]);
    expect(await store.getState()).toEqual(before);
  });

  it("a name that is taken", async () => {
    const { ec2 } = account();
    const { ImageId } = await ec2.createImage(SERVER);
    const seen = await failure(() => ec2.createImage(SERVER));
    expect(seen).toEqual(["InvalidAMIName.Duplicate", `AMI name server is already in use by AMI ${ImageId}`, 400]);
  });

  it.each(["pending", "terminated"])("an instance that is %s", async (state) => {
    const { store, ec2 } = account();
    await store.updateInstanceState(state);
    const text = `Invalid value '${INSTANCE}' for instanceId. Instance is not in state 'running' or 'stopping' or 'stopped'`;
    expect(await failure(() => ec2.createImage(SERVER))).toEqual(["InvalidParameterValue", text, 400]);
  });

  it("an instance without its root volume", async () => {
    const { store, ec2 } = account();
    await store.setHasVolume(false);
    const [name, text] = await failure(() => ec2.createImage(SERVER));
    expect([name, text]).toEqual(["InvalidParameterValue", expect.stringContaining("attached at root (/dev/sda1)")]);
  });
});
