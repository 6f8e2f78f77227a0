const { IMAGE, INSTANCE, VOLUME, account } = require("../support/aws.js");

const SNAPSHOT = IMAGE.replace("ami-", "snap-");

test.each([
  ["an instance", (ec2) => ec2.describeInstances({ InstanceIds: [INSTANCE, INSTANCE] }), "Reservations"],
  ["a volume", (ec2) => ec2.describeVolumes({ VolumeIds: [VOLUME, VOLUME] }), "Volumes"],
  ["an image", (ec2) => ec2.describeImages({ ImageIds: [IMAGE, IMAGE] }), "Images"],
  ["a snapshot", (ec2) => ec2.describeSnapshots({ SnapshotIds: [SNAPSHOT, SNAPSHOT] }), "Snapshots"],
])("%s whose id is given twice is listed once", async (_, describe, member) => {
  const { store, ec2 } = account({ transitions: { "*": "immediate" } });
  await store.setInstance({ imageId: IMAGE });
  const { [member]: listed } = await describe(ec2);
  expect(listed).toHaveLength(1);
  expect(listed[0].Instances?.length ?? 1).toBe(1);
});
