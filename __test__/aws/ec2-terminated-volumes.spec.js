const { IMAGE, INSTANCE, VOLUME, account } = require("../support/aws.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };

const statesOf = async (ec2) => {
  const { Volumes } = await ec2.describeVolumes();
  return Object.fromEntries(Volumes.map(({ VolumeId, State }) => [VolumeId, State]));
};

describe("the volumes of a terminated instance", () => {
  it("go, but for those that were attached later", async () => {
    const { ec2 } = account(IMMEDIATE);
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect(await statesOf(ec2)).toEqual({ [VolumeId]: "available" });
  });

  it("go or stay as the launch said", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    await store.setHasVolume(false);
    const device = (DeviceName, DeleteOnTermination) => ({ DeviceName, Ebs: { VolumeSize: 9, DeleteOnTermination } });
    const { Instances } = await ec2.runInstances({
      ImageId: IMAGE,
      MinCount: 1,
      MaxCount: 1,
      BlockDeviceMappings: [device("/dev/sda1", false), device("/dev/sdf", true), device("/dev/sdg", false)],
    });
    const [{ InstanceId }] = Instances;
    const { Volumes } = await ec2.describeVolumes();
    const kept = Volumes.filter(({ Attachments }) => !Attachments[0].DeleteOnTermination);
    await ec2.terminateInstances({ InstanceIds: [InstanceId] });
    expect(Object.keys(await statesOf(ec2))).toEqual(kept.map(({ VolumeId }) => VolumeId));
    expect(kept).toHaveLength(2);
  });

  it("stay where a method says so", async () => {
    const { store, ec2 } = account(IMMEDIATE);
    const mapping = { deviceName: "/dev/sda1", volumeId: VOLUME, status: "attached", deleteOnTermination: false };
    await store.setInstance({ blockDeviceMappings: [mapping] });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect(await statesOf(ec2)).toEqual({ [VOLUME]: "available" });
  });

  it("are free although their way there was not over", async () => {
    const { store, ec2 } = account({ transitions: { "*": "immediate", "ec2:volume": "manual" } });
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    await store.clock.advance(0);
    await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
    await ec2.terminateInstances({ InstanceIds: [INSTANCE] });
    expect(await statesOf(ec2)).toEqual({ [VolumeId]: "available" });
    expect(await store.scheduled()).toEqual([]);
  });
});
