const { IMAGE, INSTANCE, TEMPLATE, VOLUME, account } = require("../support/aws.js");
const { useFolder } = require("../support/folder.js");
const { random } = require("../support/random.js");

const folder = useFolder();
const CALLS = 500;
const STATES = ["running", "stopped", "pending", "stopping", "terminated", "hibernating", "unknown"];

test.each([1, 2, 3])(
  "instances and volumes agree whatever is called, and a file keeps them (seed %d)",
  async (seed) => {
    const options = { enablePersistence: true, persistencePath: folder("state.json") };
    const clients = account(options, { maxAttempts: 1 });
    await clients.store.clock.freeze();
    const call = randomCalls(clients, random(seed));
    for (let n = 1; n <= CALLS; n++) {
      try {
        await call();
      } catch (error) {
        // AWS's errors are expected, mistakes of a handler are not.
        expect(error.$metadata, error.stack).toBeDefined();
        expect(error.name).not.toBe("InternalFailure");
      }
      if (n % 50 === 0) expectAgreement(await described(clients.ec2));
    }
    const before = await described(clients.ec2);
    await clients.store.close();
    const reopened = account(options);
    expect(await described(reopened.ec2)).toEqual(before);
    await reopened.store.close();
  },
);

function randomCalls({ store, ec2, ssm, cloudformation }, { below, chance, pick }) {
  const instances = [INSTANCE];
  const volumes = [VOLUME];
  const one = () => ({ InstanceIds: [pick(instances)] });
  const device = () => pick(["/dev/sda1", "/dev/sdf", "/dev/sdg"]);
  const parameter = () => ({ Name: `/p${below(3)}` });
  const calls = [
    async () => {
      const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 2 });
      instances.push(...Instances.map(({ InstanceId }) => InstanceId));
    },
    async () => {
      const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1 + below(10) });
      volumes.push(VolumeId);
    },
    () => ec2.startInstances(one()),
    () => ec2.startInstances({ InstanceIds: [pick(instances), pick(instances)] }),
    () => ec2.stopInstances({ ...one(), Hibernate: chance(0.3), Force: chance(0.3) }),
    () => ec2.terminateInstances(one()),
    () => ec2.attachVolume({ VolumeId: pick(volumes), InstanceId: pick(instances), Device: device() }),
    () => ec2.detachVolume({ VolumeId: pick(volumes), Force: chance(0.3) }),
    () => ec2.deleteVolume({ VolumeId: pick(volumes) }),
    () => ec2.createTags({ Resources: [pick(instances), pick(volumes)], Tags: [{ Key: "k", Value: "v" }] }),
    () => ec2.describeImages({}),
    () => ec2.describeInstances(one()),
    () => ssm.sendCommand({ ...one(), DocumentName: "AWS-RunShellScript", Parameters: { commands: ["ls"] } }),
    () => ssm.putParameter({ ...parameter(), Value: "v", Type: "String", Overwrite: chance(0.5) }),
    () => ssm.deleteParameter(parameter()),
    () => cloudformation.createStack({ StackName: `s${below(3)}`, TemplateBody: TEMPLATE }),
    () => cloudformation.deleteStack({ StackName: `s${below(3)}` }),
    () => store.clock.advance(below(3000)),
    () => store.updateInstanceState(pick(STATES)),
    () => store.setHasVolume(chance(0.5)),
    () => store.setTransitions({ "*": pick(["immediate", "manual", 100, { polls: 2 }]) }),
    async () => {
      if (!chance(0.1)) return;
      await store.resetState();
      // A reset has the clock go on, and what is under way with it.
      await store.clock.freeze();
    },
  ];
  return async () => pick(calls)();
}

/** All instances and volumes, once no look at them changes anything any more. */
async function described(ec2) {
  const look = async () => {
    const { Reservations } = await ec2.describeInstances({});
    const { Volumes } = await ec2.describeVolumes({});
    return { instances: Reservations.flatMap(({ Instances }) => Instances), volumes: Volumes };
  };
  for (let n = 0; n < 2; n++) await look();
  return look();
}

function expectAgreement({ instances, volumes }) {
  const mapped = instances.flatMap(({ InstanceId, BlockDeviceMappings }) =>
    BlockDeviceMappings.map(({ DeviceName, Ebs }) => [InstanceId, DeviceName, Ebs.VolumeId, Ebs.Status]),
  );
  const attached = volumes.flatMap(({ VolumeId, Attachments }) =>
    Attachments.map(({ InstanceId, Device, State }) => [InstanceId, Device, VolumeId, State]),
  );
  expect(attached.sort()).toEqual(mapped.sort());
  for (const { State, Attachments } of volumes) expect(State === "in-use").toBe(Attachments.length > 0);
  for (const { State, PublicIpAddress } of instances)
    expect(PublicIpAddress !== undefined).toBe(State.Name === "running");
  expect(new Set(instances.map(({ InstanceId }) => InstanceId)).size).toBe(instances.length);
}
