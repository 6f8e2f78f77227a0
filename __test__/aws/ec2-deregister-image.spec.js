const { INSTANCE, account } = require("../support/aws.js");
const { instanceOf } = require("./support/ec2.js");
const { failure } = require("./support/failure.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };
const SERVER = { InstanceId: INSTANCE, Name: "server" };
const DEFAULT = "ami-0abcdef1234567890";

/** Makes an image, and answers its id and that of its snapshot. */
async function make(ec2, input = SERVER) {
  const { ImageId } = await ec2.createImage(input);
  const { Images } = await ec2.describeImages({ ImageIds: [ImageId] });
  return { ImageId, SnapshotId: Images[0].BlockDeviceMappings[0].Ebs.SnapshotId };
}

const gone = (id) => ["InvalidAMIID.Unavailable", `The image id '[${id}]' is no longer available`, 400];
const idsOf = async (ec2) => (await ec2.describeImages()).Images.map(({ ImageId }) => ImageId);

describe("a deregistered image", () => {
  it("is gone, and its snapshot stays", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { ImageId, SnapshotId } = await make(ec2);
    expect(await ec2.deregisterImage({ ImageId })).toMatchObject({ Return: true });
    expect(await idsOf(ec2)).toEqual([DEFAULT]);
    expect(await failure(() => ec2.describeImages({ ImageIds: [ImageId] }))).toEqual(gone(ImageId));
    expect(await failure(() => ec2.deregisterImage({ ImageId }))).toEqual(gone(ImageId));
    expect(await failure(() => ec2.runInstances({ ImageId, MinCount: 1, MaxCount: 1 }))).toEqual(gone(ImageId));
    await ec2.deleteSnapshot({ SnapshotId });
  });

  it("takes its snapshots along", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { ImageId, SnapshotId } = await make(ec2);
    const { DeleteSnapshotResults } = await ec2.deregisterImage({ ImageId, DeleteAssociatedSnapshots: true });
    expect(DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: "success" }]);
    const [name] = await failure(() => ec2.describeSnapshots({ SnapshotIds: [SnapshotId] }));
    expect(name).toBe("InvalidSnapshot.NotFound");
  });

  it("leaves a snapshot that another image has", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const { ImageId, SnapshotId } = await make(ec2);
    const { images } = (await store.getState()).ec2;
    await store.patchState({ ec2: { images: { "ami-2": { ...images[ImageId], imageId: "ami-2", name: "two" } } } });
    const { DeleteSnapshotResults } = await ec2.deregisterImage({ ImageId, DeleteAssociatedSnapshots: true });
    expect(DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: "skipped" }]);
  });

  it("has no tags any more", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { ImageId } = await make(ec2);
    await ec2.createTags({ Resources: [ImageId], Tags: [{ Key: "a", Value: "b" }] });
    await ec2.deregisterImage({ ImageId });
    expect((await ec2.describeTags()).Tags).toEqual([]);
  });

  it("leaves its name to the next one", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { ImageId } = await make(ec2);
    await ec2.deregisterImage({ ImageId });
    await make(ec2);
  });

  it("may be the one of an instance, which stays as it is", async () => {
    const { ec2 } = account(IMMEDIATE);
    await ec2.deregisterImage({ ImageId: DEFAULT });
    expect(await idsOf(ec2)).toEqual([]);
    expect(await instanceOf(ec2)).toMatchObject({ ImageId: DEFAULT, Architecture: "x86_64" });
    const { Snapshots } = await ec2.describeSnapshots();
    expect(Snapshots).toMatchObject([{ SnapshotId: "snap-0abcdef1234567890" }]);
  });

  it("leaves its architecture to its instances", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    await store.setInstance({ instanceType: "t4g.small" });
    const { Images } = await ec2.describeImages();
    expect(Images).toMatchObject([{ Architecture: "arm64" }]);
    await ec2.deregisterImage({ ImageId: DEFAULT });
    expect(await instanceOf(ec2)).toMatchObject({ Architecture: "arm64" });
  });

  it("need not be ready", async () => {
    const { store, ec2 } = account();
    const { ImageId, SnapshotId } = await make(ec2);
    await ec2.deregisterImage({ ImageId });
    await store.clock.advance(2000);
    const { Snapshots } = await ec2.describeSnapshots({ SnapshotIds: [SnapshotId] });
    expect(Snapshots).toMatchObject([{ State: "completed" }]);
    expect(await idsOf(ec2)).toEqual([DEFAULT]);
  });

  it("is remembered for a day", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const { ImageId } = await make(ec2);
    await ec2.deregisterImage({ ImageId });
    await store.clock.advance(86_400_000);
    await make(ec2);
    expect((await store.getState()).ec2.images).not.toHaveProperty(ImageId);
  });
});

describe("the errors of DeregisterImage", () => {
  it.each([
    ["ami-0123456789abcdef0", "InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist"],
    ["x", "InvalidAMIID.Malformed", 'Invalid id: "x" (expecting "ami-...")'],
  ])("%s: %s", async (ImageId, name, text) => {
    const { ec2 } = account();
    expect(await failure(() => ec2.deregisterImage({ ImageId }))).toEqual([name, text, 400]);
  });

  it("somebody else's image", async () => {
    const { ec2 } = account({ initialState: { ec2: { images: { "ami-1": { ownerId: "111122223333" } } } } });
    const [name] = await failure(() => ec2.deregisterImage({ ImageId: "ami-1" }));
    expect(name).toBe("AuthFailure");
  });
});
