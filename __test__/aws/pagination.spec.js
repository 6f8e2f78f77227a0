const { paginateDescribeStackEvents, paginateDescribeStacks } = require("@aws-sdk/client-cloudformation");
const { paginateDescribeInstances, paginateDescribeTags, paginateDescribeVolumes } = require("@aws-sdk/client-ec2");
const {
  paginateDescribeParameters,
  paginateGetParameterHistory,
  paginateGetParametersByPath,
} = require("@aws-sdk/client-ssm");
const { IMAGE, TEMPLATE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

/** The pages that a paginator of the SDK gets. */
async function pages(paginate, client, input, pageSize) {
  const all = [];
  for await (const page of paginate({ client, pageSize }, input)) all.push(page);
  return all;
}

const names = (prefix, count) => Array.from({ length: count }, (_, n) => `${prefix}${String(n).padStart(3, "0")}`);
const fixtures = "empty";

async function withParameters(count) {
  const clients = account({ fixtures });
  await Promise.all(names("/p/", count).map((name) => clients.store.setParameter(name, name)));
  return clients;
}

describe("parameters", () => {
  test("by path come in pages of 10, each once and in order", async () => {
    const { ssm } = await withParameters(105);
    const all = await pages(paginateGetParametersByPath, ssm, { Path: "/p" });
    expect(all).toHaveLength(11);
    expect(all.flatMap(({ Parameters }) => Parameters.map(({ Name }) => Name))).toEqual(names("/p/", 105));
    expect(all.at(-1).NextToken).toBeUndefined();
  });

  test("by path come in pages of the size that is asked for", async () => {
    const { ssm } = await withParameters(8);
    const all = await pages(paginateGetParametersByPath, ssm, { Path: "/p" }, 3);
    expect(all.map(({ Parameters }) => Parameters.length)).toEqual([3, 3, 2]);
  });

  test("that come and go between two pages are told, and the others neither lost nor doubled", async () => {
    const { store, ssm } = await withParameters(20);
    const seen = [];
    for await (const { Parameters } of paginateGetParametersByPath({ client: ssm }, { Path: "/p" })) {
      seen.push(...Parameters.map(({ Name }) => Name));
      await store.deleteParameter("/p/003");
      await store.deleteParameter("/p/009");
      await store.deleteParameter("/p/015");
      await store.setParameter("/p/0165", "new");
    }
    const expected = names("/p/", 20).filter((name) => name !== "/p/015");
    expect(seen).toEqual([...expected.slice(0, 16), "/p/0165", ...expected.slice(16)]);
  });

  test("are described in pages", async () => {
    const { ssm } = await withParameters(60);
    const all = await pages(paginateDescribeParameters, ssm, {});
    expect(all.map(({ Parameters }) => Parameters.length)).toEqual([50, 10]);
    expect(new Set(all.flatMap(({ Parameters }) => Parameters.map(({ Name }) => Name))).size).toBe(60);
  });

  test("have a history in pages", async () => {
    const { ssm } = account({ fixtures });
    for (let n = 1; n <= 7; n++) await ssm.putParameter({ Name: "a", Value: `${n}`, Type: "String", Overwrite: n > 1 });
    const all = await pages(paginateGetParameterHistory, ssm, { Name: "a" }, 3);
    const versions = all.map(({ Parameters }) => Parameters.map(({ Version, Value }) => [Version, Value]));
    expect(versions).toEqual([
      [
        [1, "1"],
        [2, "2"],
        [3, "3"],
      ],
      [
        [4, "4"],
        [5, "5"],
        [6, "6"],
      ],
      [[7, "7"]],
    ]);
  });

  test("have no next page by a token that is none", async () => {
    const { ssm } = await withParameters(1);
    for (const call of ["getParametersByPath", "describeParameters"]) {
      const error = await rejection(() => ssm[call]({ Path: "/p", NextToken: "none" }));
      expect(error.name).toBe("InvalidNextToken");
    }
  });
});

describe("of EC2", () => {
  async function withInstances(count) {
    const clients = account({ fixtures, transitions: { "*": "immediate" } });
    const Tags = [{ Key: "Name", Value: "one of many" }];
    const { Instances } = await clients.ec2.runInstances({
      ImageId: IMAGE,
      MinCount: count,
      MaxCount: count,
      TagSpecifications: [{ ResourceType: "instance", Tags }],
    });
    return { ...clients, ec2: clients.ec2, ids: Instances.map(({ InstanceId }) => InstanceId).sort() };
  }

  test("instances come in pages, each once", async () => {
    const { ec2, ids } = await withInstances(12);
    const all = await pages(paginateDescribeInstances, ec2, {}, 5);
    const counts = all.map(({ Reservations }) => Reservations.flatMap(({ Instances }) => Instances).length);
    expect(counts).toEqual([5, 5, 2]);
    const seen = all.flatMap(({ Reservations }) => Reservations.flatMap(({ Instances }) => Instances));
    expect(seen.map(({ InstanceId }) => InstanceId).sort()).toEqual(ids);
  });

  test("without a page size there is one page", async () => {
    const { ec2 } = await withInstances(12);
    expect(await pages(paginateDescribeInstances, ec2, {})).toHaveLength(1);
  });

  test("pages are of what the filters leave", async () => {
    const { ec2, ids } = await withInstances(12);
    await ec2.stopInstances({ InstanceIds: ids.slice(0, 5) });
    const filters = { Filters: [{ Name: "instance-state-name", Values: ["running"] }] };
    const all = await pages(paginateDescribeInstances, ec2, filters, 5);
    const counts = all.map(({ Reservations }) => Reservations.flatMap(({ Instances }) => Instances).length);
    expect(counts).toEqual([5, 2]);
  });

  test("volumes and tags come in pages", async () => {
    const { ec2 } = await withInstances(12);
    const volumes = await pages(paginateDescribeVolumes, ec2, {}, 5);
    expect(volumes.map(({ Volumes }) => Volumes.length)).toEqual([5, 5, 2]);
    const tags = await pages(paginateDescribeTags, ec2, {}, 5);
    expect(tags.map(({ Tags }) => Tags.length)).toEqual([5, 5, 2]);
  });
});

describe("of CloudFormation", () => {
  test("stacks come in pages", async () => {
    const { cloudformation } = account({ fixtures, transitions: { "*": "immediate" } });
    for (const StackName of names("s", 120)) await cloudformation.createStack({ StackName, TemplateBody: TEMPLATE });
    const all = await pages(paginateDescribeStacks, cloudformation, {});
    expect(all.map(({ Stacks }) => Stacks.length)).toEqual([100, 20]);
    expect(new Set(all.flatMap(({ Stacks }) => Stacks.map(({ StackName }) => StackName))).size).toBe(120);
  });

  test("the events of a stack come the newest first", async () => {
    const { cloudformation } = account({ fixtures, transitions: { "*": "immediate" } });
    const { StackId } = await cloudformation.createStack({ StackName: "s", TemplateBody: TEMPLATE });
    await cloudformation.deleteStack({ StackName: "s" });
    const all = await pages(paginateDescribeStackEvents, cloudformation, { StackName: StackId });
    const events = all.flatMap(({ StackEvents }) => StackEvents).filter(({ PhysicalResourceId: id }) => id === StackId);
    const statuses = events.map(({ ResourceStatus }) => ResourceStatus);
    expect(statuses).toEqual(["DELETE_COMPLETE", "DELETE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_IN_PROGRESS"]);
  });
});

test("stacks that go between two pages are not told, and the others neither lost nor doubled", async () => {
  const { cloudformation } = account({ fixtures, transitions: { "*": "immediate" } });
  const all = names("s", 103);
  for (const StackName of all) await cloudformation.createStack({ StackName, TemplateBody: TEMPLATE });
  const { Stacks, NextToken } = await cloudformation.describeStacks({});
  const [last] = Stacks.slice(-1);
  await cloudformation.deleteStack({ StackName: last.StackName });
  const rest = await cloudformation.describeStacks({ NextToken });
  expect([...Stacks, ...rest.Stacks].map(({ StackName }) => StackName).sort()).toEqual(all);
});

describe("a token of another operation is refused", () => {
  test("by SSM", async () => {
    const { ssm } = await withParameters(60);
    const { NextToken } = await ssm.describeParameters({});
    for (const ask of [
      () => ssm.getParametersByPath({ Path: "/p", NextToken }),
      () => ssm.listCommands({ NextToken }),
      () => ssm.listCommandInvocations({ NextToken }),
      () => ssm.describeInstanceInformation({ NextToken }),
    ]) {
      expect((await rejection(ask)).name).toBe("InvalidNextToken");
    }
  });

  test("and of another parameter", async () => {
    const { ssm } = account();
    for (const Name of ["/a", "/b"]) {
      for (const Value of ["1", "2"]) await ssm.putParameter({ Name, Value, Type: "String", Overwrite: true });
    }
    const { NextToken } = await ssm.getParameterHistory({ Name: "/a", MaxResults: 1 });
    expect((await rejection(() => ssm.getParameterHistory({ Name: "/b", NextToken }))).name).toBe("InvalidNextToken");
  });

  test("by CloudFormation", async () => {
    const { cloudformation } = account({ fixtures, transitions: { "*": "immediate" } });
    for (const StackName of names("s", 101)) {
      await cloudformation.createStack({ StackName, TemplateBody: TEMPLATE });
    }
    const { NextToken } = await cloudformation.listStacks({});
    expect((await rejection(() => cloudformation.describeStacks({ NextToken }))).message).toBe(
      "NextToken is not valid.",
    );
  });
});
