const { INSTANCE, VOLUME, account } = require("../support/aws.js");
const { instanceOf, volumeOf } = require("./support/ec2.js");
const { failure } = require("./support/failure.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };

describe("volumes", () => {
  it("are there for mappings without being in the state", async () => {
    const { store, ec2 } = account();
    expect(await volumeOf(ec2)).toMatchObject({
      State: "in-use",
      Size: 8,
      Attachments: [{ InstanceId: INSTANCE, Device: "/dev/sda1", State: "attached", DeleteOnTermination: true }],
    });
    expect(await store.getState()).not.toHaveProperty("ec2");
  });

  it("are exchanged as a dashboard does it", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    await ec2.detachVolume({ VolumeId: VOLUME });
    await ec2.deleteVolume({ VolumeId: VOLUME });
    expect(await store.hasVolume()).toBe(false);
    await store.updateInstanceState("hibernating");

    const { ImageId, RootDeviceName, Placement } = await instanceOf(ec2);
    const { Images } = await ec2.describeImages({ ImageIds: [ImageId] });
    const { Ebs } = Images[0].BlockDeviceMappings.find(({ DeviceName }) => DeviceName === RootDeviceName);
    const { VolumeId } = await ec2.createVolume({
      AvailabilityZone: Placement.AvailabilityZone,
      SnapshotId: Ebs.SnapshotId,
      VolumeType: "gp3",
      Encrypted: true,
      TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "Name", Value: "root" }] }],
    });
    await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: RootDeviceName });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    expect(await store.getInstance()).toMatchObject({ state: "running", hasVolume: true });
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ State: "in-use", Tags: [{ Key: "Name", Value: "root" }] });
  });

  it("are in a zone that has a name and an id", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { VolumeId, AvailabilityZone } = await ec2.createVolume({ AvailabilityZoneId: "use1-az2", Size: 8 });
    expect(AvailabilityZone).toBe("us-east-1b");
    const Filters = [{ Name: "availability-zone-id", Values: ["use1-az2"] }];
    expect((await ec2.describeVolumes({ Filters })).Volumes).toMatchObject([{ VolumeId }]);
  });

  it.each([
    [{ AvailabilityZoneId: "use1-az9" }, "InvalidZone.NotFound"],
    [{ AvailabilityZone: "us-east-1a", AvailabilityZoneId: "use1-az1" }, "InvalidParameterCombination"],
    [{}, "MissingParameter"],
  ])("are in one zone: %j", async (zone, code) => {
    const { ec2 } = account();
    const [name] = await failure(() => ec2.createVolume({ ...zone, Size: 8 }));
    expect(name).toBe(code);
  });

  it.each([
    ["fast-restored", "false"],
    ["operator.managed", "false"],
    ["size", "8"],
    ["volume-type", "gp?"],
  ])("are filtered by %s", async (Name, value) => {
    const { ec2 } = account();
    const filtered = async (Values) => (await ec2.describeVolumes({ Filters: [{ Name, Values }] })).Volumes;
    expect(await filtered([value])).toMatchObject([{ VolumeId: VOLUME }]);
    expect(await filtered(["other"])).toEqual([]);
  });

  it("are in the zone that an instance without one is in", async () => {
    const { ec2 } = account({ ...IMMEDIATE, initialState: { instance: { availabilityZone: null } } });
    const zone = { AvailabilityZone: "us-east-1a", AvailabilityZoneId: "use1-az1" };
    expect(await instanceOf(ec2)).toMatchObject({ Placement: zone });
    expect(await volumeOf(ec2)).toMatchObject(zone);
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1b", Size: 1 });
    const attach = () => ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    const [name] = await failure(attach);
    expect(name).toBe("InvalidVolume.ZoneMismatch");
  });

  it("have the ARN of the key that they are encrypted with", async () => {
    const { ec2 } = account(IMMEDIATE);
    const keyOf = async (encryption) => {
      const { VolumeId, KmsKeyId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1, ...encryption });
      const { SnapshotId } = await ec2.createSnapshot({ VolumeId });
      const { Snapshots } = await ec2.describeSnapshots({ SnapshotIds: [SnapshotId] });
      expect(Snapshots[0].KmsKeyId).toBe(KmsKeyId);
      return KmsKeyId;
    };
    const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    const arn = `arn:aws:kms:us-east-1:123456789012:key/${id}`;
    const derived = /^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect(await keyOf({})).toBeUndefined();
    expect(await keyOf({ Encrypted: true })).toMatch(derived);
    expect(await keyOf({ Encrypted: true, KmsKeyId: id })).toBe(arn);
    expect(await keyOf({ Encrypted: true, KmsKeyId: arn })).toBe(arn);
    const ofAlias = await keyOf({ Encrypted: true, KmsKeyId: "alias/disk" });
    expect(ofAlias).toMatch(derived);
    expect(await keyOf({ Encrypted: true, KmsKeyId: arn.replace(`key/${id}`, "alias/disk") })).toBe(ofAlias);
  });

  it("that are no longer what a filter wants are not shown", async () => {
    const { ec2 } = account({ transitions: { "*": { polls: 1 } } });
    await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    await ec2.createSnapshot({ VolumeId: VOLUME });
    const filter = (Name, value) => ({ Filters: [{ Name, Values: [value] }] });
    expect(await ec2.describeVolumes(filter("status", "creating"))).toMatchObject({ Volumes: [] });
    expect(await ec2.describeInstances(filter("instance-state-name", "pending"))).toMatchObject({ Reservations: [] });
    expect(await ec2.describeSnapshots(filter("status", "pending"))).toMatchObject({ Snapshots: [] });
  });

  it("stand under their ids", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    const patch = () => store.patchState({ ec2: { volumes: { [VolumeId]: { volumeId: "vol-other" } } } });
    await expect(patch()).rejects.toMatchObject({
      code: "ERR_INVALID_ARG_VALUE",
      message: `The "ec2.volumes["${VolumeId}"].volumeId" argument must be its key, "${VolumeId}". Received "vol-other"`,
    });
  });

  it("take their time", async () => {
    const { store, ec2 } = account();
    const { VolumeId, State } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 8 });
    expect(State).toBe("creating");
    await store.clock.advance(1000);
    await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    expect((await volumeOf(ec2, VolumeId)).Attachments).toMatchObject([{ State: "attaching" }]);
    expect((await store.getInstance()).blockDeviceMappings).toMatchObject([{}, { status: "attaching" }]);
    await store.clock.advance(1000);
    expect((await volumeOf(ec2, VolumeId)).Attachments).toMatchObject([{ State: "attached" }]);
  });

  it("go where the method takes them away", async () => {
    const { store, ec2 } = account();
    await ec2.createTags({ Resources: [VOLUME], Tags: [{ Key: "a", Value: "b" }] });
    await store.setHasVolume(false);
    expect((await ec2.describeVolumes()).Volumes).toEqual([]);
    expect(await store.getState()).not.toHaveProperty("ec2");
  });
});
