const { IMAGE, TEMPLATE, account } = require("../support/aws.js");
const { methodOf } = require("./support/held.js");
const { readModel, supported } = require("./support/models.js");

/** How many there are of everything, and how many are on a page. */
const [COUNT, SIZE] = [12, 5];

const INPUTS = {
  DescribeSnapshots: { OwnerIds: ["self"] },
  GetParameterHistory: { Name: "/0" },
  GetParametersByPath: { Path: "/", Recursive: true },
};

/** Of these an account has one. */
const SINGLE = ["DescribeSecurityGroups", "DescribeVpcs"];

/** An account with many of all that is listed in pages. */
async function crowded() {
  const functions = Object.fromEntries(Array.from({ length: COUNT }, (_, n) => [`function-${n}`, { response: "1" }]));
  const state = { instance: { state: "running" }, lambda: { functions } };
  const clients = account({ transitions: { "*": "immediate" }, initialState: state });
  const { store, ec2, ssm, cloudformation, ses } = clients;
  await store.clock.freeze();
  const TagSpecifications = [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "x" }] }];
  const launch = { ImageId: IMAGE, MinCount: COUNT, MaxCount: COUNT, TagSpecifications };
  const { Instances } = await ec2.runInstances(launch);
  for (const [n, { InstanceId, BlockDeviceMappings }] of Instances.entries()) {
    await ec2.createSnapshot({ VolumeId: BlockDeviceMappings[0].Ebs.VolumeId });
    await ec2.createImage({ InstanceId, Name: `image-${n}` });
    await ssm.putParameter({ Name: `/${n}`, Value: "x", Type: "String" });
    await ssm.putParameter({ Name: "/0", Value: `${n}`, Type: "String", Overwrite: true });
    const run = { DocumentName: "AWS-RunShellScript", Parameters: { commands: ["ls"] } };
    await ssm.sendCommand({ ...run, InstanceIds: [InstanceId] });
    await cloudformation.createStack({ StackName: `stack-${n}`, TemplateBody: TEMPLATE });
    await ses.verifyEmailIdentity({ EmailAddress: `${n}@example.com` });
  }
  return clients;
}

let clients;
beforeAll(async () => {
  clients = await crowded();
});

const paged = supported().flatMap(([service, operation]) => {
  const model = readModel(service);
  const { members = {} } = model.shapes[model.operations[operation].input] ?? {};
  const size = ["MaxResults", "MaxItems"].find((name) => name in members);
  const token = ["NextToken", "Marker"].find((name) => name in members);
  return size && token ? [[service, operation, { size, token }]] : [];
});

describe.each(paged)("%s %s", (service, operation, { size, token }) => {
  const call = async (more) => {
    const { $metadata, ...output } = await clients[service][methodOf(operation)]({ ...INPUTS[operation], ...more });
    return { next: output.NextToken ?? output.NextMarker, items: Object.values(output).find(Array.isArray) };
  };
  /** What is listed, in as many pages as that takes. */
  const pages = async (more) => {
    const all = [await call(more)];
    while (all.at(-1).next) all.push(await call({ ...more, [token]: all.at(-1).next }));
    return all.map(({ items }) => items);
  };
  const flat = (lists) => lists.flat().flatMap((it) => it.Instances ?? it);

  test("lists in pages what it lists otherwise", async () => {
    const [all, some] = [await pages({}), await pages({ [size]: SIZE })];
    expect(flat(some)).toEqual(flat(all));
    expect(Math.max(...some.map((page) => flat([page]).length))).toBeLessThanOrEqual(SIZE);
    expect(some.length).toBeGreaterThan(SINGLE.includes(operation) ? 0 : 1);
  });

  test("refuses a token that it has not given", async () => {
    const error = await call({ [size]: SIZE, [token]: "eA" }).catch((error) => error);
    expect(error.$metadata?.httpStatusCode, `${error}`).toBe(400);
  });
});
