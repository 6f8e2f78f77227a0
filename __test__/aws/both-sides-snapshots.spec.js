const { INSTANCE, VOLUME } = require("../support/aws.js");
const { describeBothSides } = require("./support/both-sides.js");

describeBothSides("snapshots", (both) => {
  const idsOf = ({ Snapshots }) => Snapshots.map(({ SnapshotId }) => SnapshotId);

  test("one that a client makes is in the state", async () => {
    const { clients, store } = both();
    const { SnapshotId } = await clients.ec2.createSnapshot({ VolumeId: VOLUME });
    const { snapshots } = (await store.getState()).ec2;
    expect(snapshots[SnapshotId]).toMatchObject({ volumeId: VOLUME, volumeSize: 8, state: "completed" });
  });

  test("one of the state is there for clients, until null takes it away", async () => {
    const { clients, store } = both();
    const snapshot = { snapshotId: "snap-1", volumeId: VOLUME, volumeSize: 4, state: "completed", encrypted: false };
    const rest = { startTime: "2026-01-29T12:00:00.000Z", tags: {} };
    await store.patchState({ ec2: { snapshots: { "snap-1": { ...snapshot, ...rest } } } });
    expect(idsOf(await clients.ec2.describeSnapshots({ SnapshotIds: ["snap-1"] }))).toEqual(["snap-1"]);
    await clients.ec2.createVolume({ AvailabilityZone: "us-east-1a", SnapshotId: "snap-1" });
    await store.patchState({ ec2: { snapshots: { "snap-1": null } } });
    expect(idsOf(await clients.ec2.describeSnapshots({ Filters: [{ Name: "volume-id", Values: [VOLUME] }] }))).toEqual(
      [],
    );
  });

  test("what becomes of an image is the same", async () => {
    const { clients, store } = both();
    const { ImageId } = await clients.ec2.createImage({ InstanceId: INSTANCE, Name: "server" });
    expect((await store.getState()).ec2.images[ImageId]).toMatchObject({ name: "server", state: "available" });
    await clients.ec2.deregisterImage({ ImageId, DeleteAssociatedSnapshots: true });
    const { images, snapshots } = (await store.getState()).ec2;
    expect(images[ImageId]).toMatchObject({ state: "deregistered" });
    expect(snapshots).toBeUndefined();
  });
});
