const fc = require("fast-check");
const { IMAGE, account } = require("../support/aws.js");
const { repeated } = require("../support/effort.js");
const { Ec2Model, Refused, tagsOf } = require("./support/ec2-model.js");

const [SEQUENCES, LENGTH] = [repeated(20), 60];

// Of the form that EC2 demands of ids that it does not know, as those of the defaults are not.
const INSTANCE = "i-00000000000000001";
const VOLUME = "vol-00000000000000001";
const mapping = { deviceName: "/dev/sda1", volumeId: VOLUME, status: "attached", deleteOnTermination: true };
const initialState = { instance: { instanceId: INSTANCE, blockDeviceMappings: [mapping] } };

/** What an account lists, in the form of the model. */
async function listed(ec2) {
  const { Reservations } = await ec2.describeInstances({});
  const { Volumes } = await ec2.describeVolumes({});
  const { Tags } = await ec2.describeTags({});
  const instances = Reservations.flatMap(({ Instances }) => Instances);
  return {
    instances: byId(instances, "InstanceId", (it) => ({
      state: it.State.Name,
      isPublic: it.PublicIpAddress !== undefined,
      volumes: sorted(
        it.BlockDeviceMappings.map(({ DeviceName, Ebs }) => `${DeviceName} ${Ebs.VolumeId} ${Ebs.Status}`),
      ),
      tags: tagsOf(it.Tags),
    })),
    volumes: byId(Volumes, "VolumeId", (it) => ({
      state: it.State,
      size: it.Size,
      attachments: it.Attachments.map(({ InstanceId, Device, State, DeleteOnTermination }) => {
        return { instanceId: InstanceId, device: Device, state: State, deleteOnTermination: DeleteOnTermination };
      }),
      tags: tagsOf(it.Tags),
    })),
    tags: sorted(Tags.map(({ ResourceId, Key, Value }) => `${ResourceId} ${Key}=${Value}`)),
  };
}

/** What the account is to list. */
function expected({ instances, volumes }) {
  const tagged = [...instances, ...volumes];
  const volumesOf = (id) => [...volumes].filter(([, { attachment }]) => attachment?.instanceId === id);
  return {
    instances: mapped(instances, ({ state, tags }, id) => ({
      state,
      isPublic: state === "running",
      volumes: sorted(volumesOf(id).map(([id, { attachment }]) => `${attachment.device} ${id} ${attachment.state}`)),
      tags,
    })),
    volumes: mapped(volumes, ({ state, size, attachment, tags }) => {
      return { state, size, attachments: attachment ? [attachment] : [], tags };
    }),
    tags: sorted(
      tagged.flatMap(([id, { tags }]) => Object.entries(tags).map(([key, value]) => `${id} ${key}=${value}`)),
    ),
  };
}

const sorted = (list) => [...list].sort();
const byId = (list, id, show) => Object.fromEntries(list.map((it) => [it[id], show(it)]));
const mapped = (map, show) => Object.fromEntries([...map].map(([id, it]) => [id, show(it, id)]));

/** A step: a call, whose input is made of the ids that there have been. */
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
    const refused = attempt(() => model[this.method](input, answer));
    expect(answer instanceof Error ? answer.name : undefined, this.text).toBe(refused);
    for (const { InstanceId } of answer.Instances ?? []) ids.instances.push(InstanceId);
    if (this.method === "createVolume") ids.volumes.push(answer.VolumeId);
    expect(await listed(ec2), this.text).toEqual(expected(model));
  }

  toString() {
    return this.text ?? this.method;
  }
}

/** The code with which a model refuses a call, if it does. */
function attempt(call) {
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

const any = fc.nat();
const of = (list, n) => list[n % list.length];
const instance = any.map(
  (n) =>
    ({ instances }) =>
      of(instances, n),
);
const volume = any.map(
  (n) =>
    ({ volumes }) =>
      of(volumes, n),
);
const device = fc.constantFrom("/dev/sda1", "/dev/sdf", "/dev/sdg");
const tags = fc
  .uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 2 })
  .map((keys) => keys.map((Key, n) => ({ Key, Value: `${n}` })));

/** Calls of a method, with an input of arbitrary parts: functions get the ids that there have been. */
const calls = (method, parts) =>
  fc.record(parts).map((drawn) => {
    const resolved = (it, ids) => {
      if (typeof it === "function") return it(ids);
      return Array.isArray(it) ? it.map((item) => resolved(item, ids)) : it;
    };
    return new Call(method, (ids) =>
      Object.fromEntries(Object.entries(drawn).map(([name, part]) => [name, resolved(part, ids)])),
    );
  });
const several = (part) => fc.array(part, { minLength: 1, maxLength: 2 });
const specification = (ResourceType) => tags.map((Tags) => (Tags.length > 0 ? [{ ResourceType, Tags }] : undefined));

const steps = [
  calls("runInstances", {
    ImageId: fc.constant(IMAGE),
    MinCount: fc.constant(1),
    MaxCount: fc.integer({ min: 1, max: 2 }),
    TagSpecifications: specification("instance"),
  }),
  calls("startInstances", { InstanceIds: several(instance) }),
  calls("stopInstances", { InstanceIds: several(instance) }),
  calls("terminateInstances", { InstanceIds: several(instance) }),
  calls("createVolume", {
    AvailabilityZone: fc.constant("us-east-1a"),
    Size: fc.integer({ min: 1, max: 9 }),
    TagSpecifications: specification("volume"),
  }),
  calls("attachVolume", { VolumeId: volume, InstanceId: instance, Device: device }),
  calls("detachVolume", { VolumeId: volume }),
  calls("deleteVolume", { VolumeId: volume }),
  calls("createTags", { Resources: several(fc.oneof(instance, volume)), Tags: tags.filter((it) => it.length > 0) }),
  fc.constantFrom(500, 1000, 2500, 3_600_000).map((ms) => new Advance(ms)),
  fc.constantFrom(1000, 2500).map((ms) => new Advance(ms)),
];

test("instances, volumes and tags go through the states that EC2 has, whatever is called", async () => {
  const property = fc.asyncProperty(fc.commands(steps, { maxCommands: LENGTH, size: "max" }), async (sequence) => {
    const { store, ec2 } = account({ initialState, seed: 1 }, { maxAttempts: 1 });
    await store.clock.freeze();
    const model = new Ec2Model(INSTANCE, VOLUME);
    const ids = { instances: [...model.instances.keys()], volumes: [...model.volumes.keys()] };
    await fc.asyncModelRun(() => ({ model: { model, ids }, real: { store, ec2 } }), sequence);
    await store.close();
  });
  await fc.assert(property, { seed: 15, numRuns: SEQUENCES });
});
