const { INSTANCE, VOLUME, account } = require("../support/aws.js");
const { volumeOf } = require("./support/ec2.js");
const { failure } = require("./support/failure.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };
const ROOT = "snap-0abcdef1234567890";
const MISSING = "snap-0123456789abcdef0";

async function snapshotOf(ec2, id) {
  const { Snapshots } = await ec2.describeSnapshots({ SnapshotIds: [id] });
  return Snapshots[0];
}

const idsOf = ({ Snapshots }) => Snapshots.map(({ SnapshotId }) => SnapshotId);

describe("a snapshot", () => {
  it("is pending, and completed in its time", async () => {
    const { store, ec2 } = account();
    const made = await ec2.createSnapshot({ VolumeId: VOLUME, Description: "before the update" });
    expect(made).toMatchObject({
      SnapshotId: expect.stringMatching(/^snap-[0-9a-f]{17}$/),
      VolumeId: VOLUME,
      VolumeSize: 8,
      State: "pending",
      Progress: "",
      Description: "before the update",
      Encrypted: false,
      OwnerId: "123456789012",
    });
    await store.clock.advance(500);
    const pending = await snapshotOf(ec2, made.SnapshotId);
    expect(pending).toMatchObject({ State: "pending", StorageTier: "standard" });
    expect(Number.parseInt(pending.Progress, 10)).toBeGreaterThanOrEqual(25);
    await store.clock.advance(1500);
    expect(await snapshotOf(ec2, made.SnapshotId)).toMatchObject({ State: "completed", Progress: "100%" });
    expect((await store.getState()).ec2.snapshots[made.SnapshotId]).toMatchObject({ state: "completed" });
  });

  it("is completed by looks at it", async () => {
    const { ec2 } = account({ transitions: { "ec2:snapshot": { polls: 2 } } });
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    expect(await snapshotOf(ec2, SnapshotId)).toMatchObject({ State: "pending", Progress: "0%" });
    expect(await snapshotOf(ec2, SnapshotId)).toMatchObject({ State: "completed" });
  });

  it("goes on where a scenario puts it", async () => {
    const { store, ec2 } = account();
    const ec2State = { snapshots: { "snap-1": { state: "pending" } } };
    await store.applyScenario({ name: "backup", description: "A backup runs.", state: { ec2: ec2State } });
    expect(await snapshotOf(ec2, "snap-1")).toMatchObject({ State: "pending" });
    await store.clock.advance(2000);
    expect(await snapshotOf(ec2, "snap-1")).toMatchObject({ State: "completed" });
  });

  it("stays what a patch makes of it", async () => {
    const { store, ec2 } = account();
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    await store.patchState({ ec2: { snapshots: { [SnapshotId]: { state: "error" } } } });
    await store.clock.advance(10_000);
    expect(await snapshotOf(ec2, SnapshotId)).toMatchObject({ State: "error" });
  });

  it("has what its volume has, and tags", async () => {
    const { ec2 } = account(IMMEDIATE);
    const volume = { AvailabilityZone: "us-east-1a", Size: 12, Encrypted: true, KmsKeyId: "alias/disk" };
    const { VolumeId } = await ec2.createVolume(volume);
    const Tags = [{ Key: "Name", Value: "nightly" }];
    const { SnapshotId } = await ec2.createSnapshot({
      VolumeId,
      TagSpecifications: [{ ResourceType: "snapshot", Tags }],
    });
    const { KmsKeyId } = await volumeOf(ec2, VolumeId);
    const expected = { VolumeId, VolumeSize: 12, Encrypted: true, KmsKeyId, Tags };
    expect(await snapshotOf(ec2, SnapshotId)).toMatchObject(expected);
  });

  it("makes a volume that is no smaller, and as secret", async () => {
    const { ec2 } = account(IMMEDIATE);
    const AvailabilityZone = "us-east-1a";
    const source = await ec2.createVolume({ AvailabilityZone, Size: 12, Encrypted: true, KmsKeyId: "alias/disk" });
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: source.VolumeId });
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone, SnapshotId, Encrypted: false });
    const expected = { Size: 12, Encrypted: true, KmsKeyId: source.KmsKeyId, SnapshotId };
    expect(await volumeOf(ec2, VolumeId)).toMatchObject(expected);
  });

  it("gets tags later, and so does one of an image", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    const Tags = [{ Key: "keep", Value: "yes" }];
    await ec2.createTags({ Resources: [SnapshotId, ROOT], Tags });
    const Filters = [{ Name: "tag:keep", Values: ["y*"] }];
    expect(idsOf(await ec2.describeSnapshots({ Filters }))).toEqual([SnapshotId, ROOT].sort());
    const tagged = await ec2.describeTags({ Filters: [{ Name: "resource-type", Values: ["snapshot"] }] });
    expect(tagged.Tags).toHaveLength(2);
    expect((await store.getState()).ec2.snapshots[ROOT]).toMatchObject({ tags: { keep: "yes" } });
  });

  it("goes, and what was made of it stays", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", SnapshotId });
    await ec2.deleteSnapshot({ SnapshotId });
    expect(idsOf(await ec2.describeSnapshots())).toEqual([ROOT]);
    expect(await volumeOf(ec2, VolumeId)).toMatchObject({ SnapshotId });
    const again = await failure(() => ec2.createVolume({ AvailabilityZone: "us-east-1a", SnapshotId }));
    expect(again).toEqual(["InvalidSnapshot.NotFound", `The snapshot '${SnapshotId}' does not exist.`, 400]);
  });

  it("that is still pending can be deleted", async () => {
    const { store, ec2 } = account();
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    await ec2.deleteSnapshot({ SnapshotId });
    expect(await store.scheduled()).toEqual([]);
    expect(await store.getState()).not.toHaveProperty("ec2");
  });

  it("outlives its volume", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    await store.setHasVolume(false);
    expect(await snapshotOf(ec2, SnapshotId)).toMatchObject({ VolumeId: VOLUME });
  });
});

describe("DescribeSnapshots", () => {
  const PUBLIC = { ownerId: "111122223333", ownerAlias: "amazon" };
  const MINE = {
    volumeId: "vol-1",
    volumeSize: 20,
    description: "nightly backup",
    encrypted: true,
    startTime: "2026-02-03T04:05:06.000Z",
    tags: { Name: "nightly" },
  };
  const many = () => account({ initialState: { ec2: { snapshots: { "snap-mine": MINE, "snap-public": PUBLIC } } } });

  it("has the root snapshot of the instance's image", async () => {
    const { store, ec2 } = account();
    const { Snapshots } = await ec2.describeSnapshots({ OwnerIds: ["self"] });
    expect(Snapshots).toMatchObject([{ SnapshotId: ROOT, State: "completed", VolumeSize: 8, Progress: "100%" }]);
    expect(await store.getState()).not.toHaveProperty("ec2");
  });

  it.each([
    ["description", "nightly*"],
    ["encrypted", "true"],
    ["snapshot-id", "snap-m?ne"],
    ["start-time", "2026-02-03T*"],
    ["tag:Name", "nightly"],
    ["tag-key", "Name"],
    ["volume-id", "vol-1"],
    ["volume-size", "20"],
  ])("is filtered by %s", async (Name, value) => {
    const { ec2 } = many();
    expect(idsOf(await ec2.describeSnapshots({ Filters: [{ Name, Values: [value] }] }))).toEqual(["snap-mine"]);
  });

  it.each([
    ["owner-alias", "amazon", ["snap-public"]],
    ["owner-id", "111122223333", ["snap-public"]],
    ["progress", "100%", [ROOT, "snap-mine", "snap-public"]],
    ["status", "pending", []],
    ["storage-tier", "standard", [ROOT, "snap-mine", "snap-public"]],
  ])("is filtered by %s = %s", async (Name, value, expected) => {
    const { ec2 } = many();
    expect(idsOf(await ec2.describeSnapshots({ Filters: [{ Name, Values: [value] }] }))).toEqual(expected);
  });

  it.each([
    [{ OwnerIds: ["self"] }, [ROOT, "snap-mine"]],
    [{ OwnerIds: ["123456789012"] }, [ROOT, "snap-mine"]],
    [{ OwnerIds: ["amazon"] }, ["snap-public"]],
    [{ OwnerIds: ["444455556666"] }, []],
    [{ RestorableByUserIds: ["self"] }, [ROOT, "snap-mine", "snap-public"]],
    [{ RestorableByUserIds: ["all"] }, ["snap-public"]],
    [{ RestorableByUserIds: ["123456789012"] }, [ROOT, "snap-mine"]],
  ])("knows whose they are: %j", async (input, expected) => {
    const { ec2 } = many();
    expect(idsOf(await ec2.describeSnapshots(input))).toEqual(expected);
  });

  it("comes in pages", async () => {
    const { ec2 } = account(IMMEDIATE);
    for (let count = 0; count < 6; count++) await ec2.createSnapshot({ VolumeId: VOLUME });
    const first = await ec2.describeSnapshots({ MaxResults: 5 });
    const { NextToken } = first;
    const second = await ec2.describeSnapshots({ MaxResults: 5, NextToken });
    expect(second.NextToken).toBeUndefined();
    expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(await ec2.describeSnapshots()));
  });
});

describe("the errors of snapshots", () => {
  const MALFORMED = "Value (x) for parameter snapshotId is invalid. Expected: 'snap-...'.";
  const NOT_THERE = `The snapshot '${MISSING}' does not exist.`;
  it.each([
    ["describeSnapshots", { SnapshotIds: [MISSING] }, "InvalidSnapshot.NotFound", NOT_THERE],
    ["describeSnapshots", { SnapshotIds: ["x"] }, "InvalidParameterValue", MALFORMED],
    ["describeSnapshots", { Filters: [{ Name: "x", Values: ["y"] }] }, "InvalidParameterValue", /'x' is invalid/],
    [
      "describeSnapshots",
      { Filters: [{ Name: "transfer-type", Values: ["y"] }] },
      "InvalidParameterValue",
      /not supported by mock-state-store/,
    ],
    ["describeSnapshots", { MaxResults: 4 }, "InvalidParameterValue", /greater than 5/],
    ["describeSnapshots", { MaxResults: 1001 }, "InvalidParameterValue", /less than or equal to 1000/],
    ["describeSnapshots", { MaxResults: 5, SnapshotIds: [ROOT] }, "InvalidParameterCombination", /snapshotIds/],
    ["describeSnapshots", { NextToken: "x" }, "InvalidParameterValue", /nextToken is invalid/],
    ["deleteSnapshot", { SnapshotId: MISSING }, "InvalidSnapshot.NotFound", NOT_THERE],
    ["deleteSnapshot", { SnapshotId: "x" }, "InvalidParameterValue", MALFORMED],
    [
      "deleteSnapshot",
      { SnapshotId: ROOT },
      "InvalidSnapshot.InUse",
      `The snapshot ${ROOT} is currently in use by ami-0abcdef1234567890`,
    ],
    ["createSnapshot", { VolumeId: "vol-0123456789abcdef0" }, "InvalidVolume.NotFound", /does not exist/],
    ["createSnapshot", { VolumeId: "x" }, "InvalidParameterValue", /Expected: 'vol-...'/],
    ["createSnapshot", { VolumeId: VOLUME, Description: "a".repeat(256) }, "InvalidParameterValue", /255 characters/],
    [
      "createSnapshot",
      { VolumeId: VOLUME, TagSpecifications: [{ ResourceType: "volume", Tags: [] }] },
      "InvalidParameterValue",
      /'volume' is not a valid taggable resource type/,
    ],
  ])("%s %j", async (call, input, code, message) => {
    const { store, ec2 } = account();
    const before = await store.getState();
    const [name, text, status] = await failure(() => ec2[call](input));
    expect([name, status]).toEqual([code, 400]);
    expect(text).toMatch(message);
    expect(await store.getState()).toEqual(before);
  });

  it("one of a volume that is not there yet", async () => {
    const { ec2 } = account();
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    const seen = await failure(() => ec2.createSnapshot({ VolumeId }));
    expect(seen).toEqual(["IncorrectState", `Volume '${VolumeId}' is in the 'creating' state.`, 400]);
  });

  it("a volume of one that is not completed", async () => {
    const { ec2 } = account();
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId: VOLUME });
    const seen = await failure(() => ec2.createVolume({ AvailabilityZone: "us-east-1a", SnapshotId }));
    expect(seen).toEqual(["IncorrectState", "Snapshot is in invalid state - pending", 400]);
  });

  it("somebody else's is not deleted", async () => {
    const { ec2 } = account({ initialState: { ec2: { snapshots: { "snap-1": { ownerId: "111122223333" } } } } });
    const [name] = await failure(() => ec2.deleteSnapshot({ SnapshotId: "snap-1" }));
    expect(name).toBe("AuthFailure");
  });

  it.each([
    ["createSnapshot", () => ({ VolumeId: VOLUME })],
    ["deleteSnapshot", ({ SnapshotId }) => ({ SnapshotId })],
    ["describeSnapshots", () => ({})],
    ["createImage", () => ({ InstanceId: INSTANCE, Name: "server" })],
    ["deregisterImage", () => ({ ImageId: "ami-0abcdef1234567890" })],
    ["modifyVolume", () => ({ VolumeId: VOLUME, Size: 9 })],
  ])("a dry run of %s changes nothing", async (call, input) => {
    const { store, ec2 } = account(IMMEDIATE);
    const snapshot = await ec2.createSnapshot({ VolumeId: VOLUME });
    const before = await store.getState();
    const [name, , status] = await failure(() => ec2[call]({ ...input(snapshot), DryRun: true }));
    expect([name, status]).toEqual(["DryRunOperation", 412]);
    expect(await store.getState()).toEqual(before);
  });
});
