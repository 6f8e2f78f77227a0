const { INSTANCE, VOLUME } = require("../support/aws.js");
const { describeBothSides } = require("./support/both-sides.js");

describeBothSides("volumes", (both) => {
  const ids = async (ec2) => (await ec2.describeVolumes({})).Volumes.map(({ VolumeId }) => VolumeId);

  test("the one of the default mapping is there", async () => {
    const { clients } = both();
    const { Volumes } = await clients.ec2.describeVolumes({ VolumeIds: [VOLUME] });
    expect(Volumes).toMatchObject([
      { State: "in-use", Attachments: [{ InstanceId: INSTANCE, Device: "/dev/sda1", State: "attached" }] },
    ]);
  });

  test("setHasVolume(false) deletes them, and true makes one", async () => {
    const { clients, store } = both();
    await store.setHasVolume(false);
    expect(await ids(clients.ec2)).toEqual([]);
    await store.setHasVolume(true);
    const { blockDeviceMappings } = await store.getInstance();
    expect(await ids(clients.ec2)).toEqual([blockDeviceMappings[0].volumeId]);
  });

  test("one that a client detaches and deletes is none of the instance", async () => {
    const { clients, store } = both();
    await clients.ec2.detachVolume({ VolumeId: VOLUME });
    expect(await store.hasVolume()).toBe(false);
    expect((await store.getInstance()).blockDeviceMappings ?? []).toEqual([]);
    await clients.ec2.deleteVolume({ VolumeId: VOLUME });
    expect(await ids(clients.ec2)).toEqual([]);
  });

  test("one that a client creates and attaches is one of the instance", async () => {
    const { clients, store } = both();
    await store.updateInstanceState("running");
    const { VolumeId } = await clients.ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 8 });
    expect((await store.getState()).ec2.volumes[VolumeId]).toMatchObject({ size: 8 });
    await clients.ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    expect((await store.getInstance()).blockDeviceMappings).toContainEqual({
      deviceName: "/dev/sdf",
      volumeId: VolumeId,
      status: "attached",
      deleteOnTermination: false,
      attachTime: expect.any(String),
    });
  });
});
