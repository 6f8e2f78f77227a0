const ec2Module = require("@aws-sdk/client-ec2");
const { account, INSTANCE, VOLUME } = require("./support/ec2.js");

const TRANSITIONS = { "*": { polls: 2 } };
const wait = (name, client, input) =>
  ec2Module[`waitUntil${name}`]({ client, minDelay: 0.001, maxDelay: 0.002, maxWaitTime: 60 }, input);

describe("the SDK's waiters", () => {
  it("see an instance run, stop and end", async () => {
    const { ec2 } = account({ transitions: TRANSITIONS });
    const input = { InstanceIds: [INSTANCE] };
    await ec2.startInstances(input);
    expect(await wait("InstanceRunning", ec2, input)).toMatchObject({ state: "SUCCESS" });
    await ec2.stopInstances(input);
    expect(await wait("InstanceStopped", ec2, input)).toMatchObject({ state: "SUCCESS" });
    await ec2.terminateInstances(input);
    expect(await wait("InstanceTerminated", ec2, input)).toMatchObject({ state: "SUCCESS" });
  });

  it("see a volume come and go", async () => {
    const { ec2 } = account({ transitions: TRANSITIONS });
    await ec2.detachVolume({ VolumeId: VOLUME });
    await wait("VolumeAvailable", ec2, { VolumeIds: [VOLUME] });
    await ec2.attachVolume({ VolumeId: VOLUME, InstanceId: INSTANCE, Device: "/dev/sda1" });
    await wait("VolumeInUse", ec2, { VolumeIds: [VOLUME] });
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 });
    await wait("VolumeAvailable", ec2, { VolumeIds: [VolumeId] });
    await ec2.deleteVolume({ VolumeId });
    expect(await wait("VolumeDeleted", ec2, { VolumeIds: [VolumeId] })).toMatchObject({ state: "SUCCESS" });
  });
});
