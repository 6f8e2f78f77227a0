const fc = require("fast-check");
const { IMAGE, account } = require("../support/aws.js");
const { repeated } = require("../support/effort.js");
const { ROOT, Refused, accountOf, operations } = require("./support/ec2-model/index.js");
const { expected, listed } = require("./support/ec2-model/listing.js");

const [SEQUENCES, LENGTH] = [repeated(25), 80];

// Of the form that EC2 demands of ids that it does not know, as those of the defaults are not.
const INSTANCE = "i-00000000000000001";
const VOLUME = "vol-00000000000000001";
const mapping = { deviceName: ROOT, volumeId: VOLUME, status: "attached", deleteOnTermination: true };
const initialState = { instance: { instanceId: INSTANCE, blockDeviceMappings: [mapping] } };

/** A step: a call of both accounts, with an input that is made of the ids that there have been. */
class Call {
  constructor(method, input) {
    Object.assign(this, { method, input });
  }

  check() {
    return true;
  }

  async run({ model, ids }, { ec2 }) {
    const input = this.input(ids);
    this.text = `${this.method}(${JSON.stringify(input)})`;
    const answer = await ec2[this.method](input).catch((error) => error);
    if (answer.ImageId) answer.snapshots = await snapshotsOf(ec2, answer.ImageId);
    const refusal = refusalOf(() => operations[this.method](model, input, answer));
    expect(answer instanceof Error ? answer.name : undefined, `${this.text} ${answer.message}`).toBe(refusal);
    if (!refusal) for (const [name, id] of made(this.method, answer)) ids[name].push(id);
    expect(await listed(ec2), this.text).toEqual(expected(model));
  }

  toString() {
    return this.text ?? this.method;
  }
}

const MAKES = {
  createVolume: "VolumeId",
  createSnapshot: "SnapshotId",
  createImage: "ImageId",
  allocateAddress: "AllocationId",
  associateAddress: "AssociationId",
};

/** The ids of what a call has made, each with its name. */
function made(method, { Instances = [], snapshots = [], ...answer }) {
  const launched = Instances.flatMap(({ InstanceId, BlockDeviceMappings }) => [
    ["InstanceId", InstanceId],
    ...BlockDeviceMappings.map(({ Ebs }) => ["VolumeId", Ebs.VolumeId]),
  ]);
  const own = method in MAKES ? [[MAKES[method], answer[MAKES[method]]]] : [];
  return [...launched, ...snapshots.map(({ SnapshotId }) => ["SnapshotId", SnapshotId]), ...own];
}

/** The snapshots of an image, each with the volume it is of. */
async function snapshotsOf(ec2, id) {
  const { Images } = await ec2.describeImages({ ImageIds: [id] });
  const SnapshotIds = Images[0].BlockDeviceMappings.map(({ Ebs }) => Ebs.SnapshotId);
  return (await ec2.describeSnapshots({ SnapshotIds })).Snapshots;
}

/** The code with which the model refuses a call, if it does. */
function refusalOf(call) {
  try {
    call();
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** A step: time passes. */
class Advance {
  constructor(ms) {
    this.ms = ms;
  }

  check() {
    return true;
  }

  async run({ model }, { store, ec2 }) {
    await store.clock.advance(this.ms);
    model.advance(this.ms);
    expect(await listed(ec2), this.toString()).toEqual(expected(model));
  }

  toString() {
    return `advance(${this.ms})`;
  }
}

/** Calls of a method with arbitrary members; where one is a function, it makes the value of the ids that there are. */
const calls = (method, members) =>
  fc.record(members).map((drawn) => {
    const resolved = (it, ids) => {
      if (typeof it === "function") return it(ids);
      return Array.isArray(it) ? it.map((item) => resolved(item, ids)) : it;
    };
    const entries = Object.entries(drawn);
    return new Call(method, (ids) => Object.fromEntries(entries.map(([name, it]) => [name, resolved(it, ids)])));
  });

/** One of the ids of a name that there have been, and now and then none of them. */
const one = (name, none) =>
  fc.nat().map((n) => (ids) => (ids[name].length > 0 ? ids[name][n % ids[name].length] : none));
const instance = one("InstanceId");
const volume = one("VolumeId");
const snapshot = one("SnapshotId", "snap-00000000000000001");
const image = one("ImageId", "ami-00000000000000001");
const address = one("AllocationId", "eipalloc-00000000000000001");
const association = one("AssociationId", "eipassoc-00000000000000001");

const several = (part) => fc.array(part, { minLength: 1, maxLength: 2 });
const device = fc.constantFrom(ROOT, "/dev/sdf", "/dev/sdg");
const size = fc.integer({ min: 1, max: 12 });
const tag = fc.record({ Key: fc.constantFrom("a", "b", "c"), Value: fc.constantFrom("0", "1") });
const tags = fc.uniqueArray(tag, { minLength: 1, maxLength: 2, selector: ({ Key }) => Key });
const specification = (ResourceType) =>
  fc.option(
    tags.map((Tags) => [{ ResourceType, Tags }]),
    { nil: undefined },
  );
const resources = several(fc.oneof(instance, volume, snapshot, image, address));

const steps = [
  calls("runInstances", {
    ImageId: fc.constant(IMAGE),
    MinCount: fc.constant(1),
    MaxCount: fc.integer({ min: 1, max: 2 }),
    TagSpecifications: specification("instance"),
  }),
  calls("startInstances", { InstanceIds: several(instance) }),
  calls("stopInstances", { InstanceIds: several(instance) }),
  calls("rebootInstances", { InstanceIds: several(instance) }),
  calls("terminateInstances", { InstanceIds: several(instance) }),
  calls("modifyInstanceAttribute", {
    InstanceId: instance,
    DisableApiTermination: fc.boolean().map((Value) => ({ Value })),
  }),
  calls("modifyInstanceAttribute", {
    InstanceId: instance,
    BlockDeviceMappings: fc
      .record({
        DeviceName: device,
        Ebs: fc.record({ DeleteOnTermination: fc.boolean() }),
      })
      .map((it) => [it]),
  }),
  calls("createVolume", {
    AvailabilityZone: fc.constant("us-east-1a"),
    Size: size,
    TagSpecifications: specification("volume"),
  }),
  calls("attachVolume", { VolumeId: volume, InstanceId: instance, Device: device }),
  calls("detachVolume", { VolumeId: volume }),
  calls("modifyVolume", { VolumeId: volume, Size: size }),
  calls("deleteVolume", { VolumeId: volume }),
  calls("createSnapshot", { VolumeId: volume, TagSpecifications: specification("snapshot") }),
  calls("deleteSnapshot", { SnapshotId: snapshot }),
  calls("createImage", { InstanceId: instance, Name: fc.constantFrom("one", "two", "three") }),
  calls("deregisterImage", { ImageId: image }),
  calls("allocateAddress", { TagSpecifications: specification("elastic-ip") }),
  calls("associateAddress", {
    AllocationId: address,
    InstanceId: instance,
    AllowReassociation: fc.constantFrom(undefined, true, false),
  }),
  calls("disassociateAddress", { AssociationId: association }),
  calls("releaseAddress", { AllocationId: address }),
  calls("createTags", { Resources: resources, Tags: tags }),
  calls("deleteTags", {
    Resources: resources,
    Tags: several(
      fc.oneof(
        tag,
        tag.map(({ Key }) => ({ Key })),
      ),
    ),
  }),
  ...[500, 1000, 2000, 2500, 3_600_000].map((ms) => fc.constant(new Advance(ms))),
];

test("instances, volumes, snapshots, images, addresses and tags go through the states that EC2 has", async () => {
  const property = fc.asyncProperty(fc.commands(steps, { maxCommands: LENGTH, size: "max" }), async (sequence) => {
    const { store, ec2 } = account({ initialState, seed: 1 }, { maxAttempts: 1 });
    await store.clock.freeze();
    const ids = { InstanceId: [INSTANCE], VolumeId: [VOLUME], SnapshotId: [], ImageId: [] };
    const model = { model: accountOf(INSTANCE, VOLUME), ids: { ...ids, AllocationId: [], AssociationId: [] } };
    await fc.asyncModelRun(() => ({ model, real: { store, ec2 } }), sequence);
    await store.close();
  });
  await fc.assert(property, { seed: 15, numRuns: SEQUENCES });
});
