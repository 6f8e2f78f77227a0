const { account } = require("../support/aws.js");
const { crew } = require("../support/crew.js");
const { useFolder } = require("../support/folder.js");
const { codesOf } = require("./support/codes.js");
const { held } = require("./support/held.js");

const folder = useFolder();
const CALLS = 1000;
const modules = {
  aws: require.resolve("../support/aws.js"),
  held: require.resolve("./support/held.js"),
  table: require.resolve("./support/random-table.js"),
};

/** What calls have made, and what they have taken away, by the kind of its id or name. */
const MADE = {
  RunInstances: (_, { Instances }) => Instances.map(({ InstanceId }) => InstanceId),
  CreateVolume: (_, { VolumeId }) => [VolumeId],
  CreateSnapshot: (_, { SnapshotId }) => [SnapshotId],
  CreateImage: (_, { ImageId }) => [ImageId],
  AllocateAddress: (_, { AllocationId, PublicIp }) => [[AllocationId, PublicIp]],
  PutParameter: ({ Name }) => [Name],
  SendCommand: (_, { Command }) => [Command.CommandId],
  CreateStack: (_, { StackId }) => [StackId],
  VerifyEmailIdentity: ({ EmailAddress }) => [EmailAddress],
};
const TAKEN = {
  DeleteVolume: ({ VolumeId }) => [VolumeId],
  DeleteSnapshot: ({ SnapshotId }) => [SnapshotId],
  DeregisterImage: ({ ImageId }) => [ImageId],
  ReleaseAddress: ({ AllocationId, PublicIp }) => [AllocationId ?? PublicIp],
  DeleteParameter: ({ Name }) => [Name],
  DeleteParameters: (_, { DeletedParameters }) => DeletedParameters,
  // From then on it goes with its instance.
  ModifyInstanceAttribute: ({ BlockDeviceMappings = [] }) => BlockDeviceMappings.map(({ Ebs }) => Ebs.VolumeId),
};

async function callAndList(_module, barrier, persistencePath, { aws, held, table }, seed, count) {
  const transitions = { "*": "immediate" };
  const clients = require(aws).account({ enablePersistence: true, persistencePath, transitions }, { maxAttempts: 1 });
  await clients.store.clock.freeze();
  await barrier("open");
  const { acknowledged, errors } = await require(table).callAtRandom(clients, seed, count);
  await barrier("done");
  const listed = await require(held).held(clients);
  await barrier("listed");
  await clients.store.close();
  return { acknowledged, errors, listed };
}

test("two processes that call the whole table at random list the same, and all that was acknowledged", async () => {
  const results = await crew("processes", folder(), callAndList, [
    [folder("state.json"), modules, "one", CALLS],
    [folder("state.json"), modules, "other", CALLS],
  ]);
  const [one, other] = results;
  expect(one.listed).toEqual(other.listed);

  const calls = results.flatMap(({ acknowledged }) => acknowledged);
  const ids = (by) => calls.flatMap(({ operation, input, output }) => by[operation]?.(input, output) ?? []);
  const [made, taken] = [ids(MADE), new Set(ids(TAKEN))];
  const texts = new Set(JSON.stringify(one.listed).match(/"[^"]*"/g));
  // An address has two names.
  const remaining = made.map((it) => [it].flat()).filter((names) => !names.some((name) => taken.has(name)));
  expect(remaining.filter(([id]) => !texts.has(JSON.stringify(id)))).toEqual([]);
  expect(made.length).toBeGreaterThan(CALLS / 10);

  for (const { service, name, isAnswer, text } of results.flatMap(({ errors }) => errors)) {
    expect(isAnswer, text).toBe(true);
    expect(codesOf(service), text).toContain(name);
  }

  const later = account({ enablePersistence: true, persistencePath: folder("state.json") });
  expect(JSON.parse(JSON.stringify(await held(later)))).toEqual(one.listed);
  await later.store.close();
});
