const { paginateDescribeInstanceInformation } = require("@aws-sdk/client-ssm");
const { INSTANCE, IMAGE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("the instances that take commands", () => {
  let store;
  let ssm;
  let ec2;
  beforeEach(async () => {
    ({ store, ssm, ec2 } = account({ transitions: { "*": "immediate" } }));
    await store.updateInstanceState("running");
  });

  const describeAll = async (input = {}) => (await ssm.describeInstanceInformation(input)).InstanceInformationList;
  const by = async (Key, ...Values) => (await describeAll({ Filters: [{ Key, Values }] })).length;
  const byOld = async (key, ...valueSet) =>
    (await describeAll({ InstanceInformationFilterList: [{ key, valueSet }] })).length;
  const refused = async (input) => {
    const { name, message } = await rejection(() => describeAll(input));
    return [name, message];
  };

  it("are those that run", async () => {
    const [node, ...others] = await describeAll();
    expect(others).toEqual([]);
    expect(node).toMatchObject({
      InstanceId: INSTANCE,
      PingStatus: "Online",
      PlatformType: "Linux",
      ResourceType: "EC2Instance",
      SourceId: INSTANCE,
      SourceType: "AWS::EC2::Instance",
    });
    const { Reservations } = await ec2.describeInstances({});
    const { PrivateIpAddress, PrivateDnsName } = Reservations[0].Instances[0];
    expect([node.IPAddress, node.ComputerName]).toEqual([PrivateIpAddress, PrivateDnsName]);
    await store.updateInstanceState("stopped");
    expect(await describeAll()).toEqual([]);
  });

  it("are found by filters of both forms", async () => {
    await ec2.createTags({ Resources: [INSTANCE], Tags: [{ Key: "role", Value: "game" }] });
    expect(await by("InstanceIds", INSTANCE)).toBe(1);
    expect(await by("InstanceIds", "i-0123456789abcdef0")).toBe(0);
    expect(await by("PingStatus", "Online")).toBe(1);
    expect(await by("PingStatus", "ConnectionLost")).toBe(0);
    expect(await by("PlatformType", "Linux", "Windows")).toBe(1);
    expect(await by("ResourceType", "ManagedInstance")).toBe(0);
    expect(await by("AgentVersion", "1.0.0.0")).toBe(0);
    expect(await by("SourceIds", INSTANCE)).toBe(1);
    expect(await by("SourceTypes", "AWS::EC2::Instance")).toBe(1);
    expect(await by("tag:role", "game")).toBe(1);
    expect(await by("tag:role", "web")).toBe(0);
    expect(await by("tag-key", "role")).toBe(1);
    expect(await byOld("PlatformTypes", "Linux")).toBe(1);
    expect(await byOld("InstanceIds", "i-0123456789abcdef0")).toBe(0);
  });

  it("come in pages", async () => {
    await ec2.runInstances({ ImageId: IMAGE, MinCount: 6, MaxCount: 6 });
    const pages = [];
    for await (const page of paginateDescribeInstanceInformation({ client: ssm, pageSize: 5 }, {})) {
      pages.push(page.InstanceInformationList.map(({ InstanceId }) => InstanceId));
    }
    expect(pages.map(({ length }) => length)).toEqual([5, 2]);
    expect(new Set(pages.flat()).size).toBe(7);
  });

  it("refuse what AWS refuses, in its words", async () => {
    const Filters = (...keys) => keys.map((Key) => ({ Key, Values: [INSTANCE] }));
    expect(await refused({ Filters: Filters("Colour") })).toEqual([
      "ValidationException",
      "Colour filter Key is invalid.",
    ]);
    expect(await refused({ Filters: Filters("InstanceIds", "tag:a") })).toEqual([
      "ValidationException",
      "Cannot mix tag or inventory filter with any other filter.",
    ]);
    const old = [{ key: "InstanceIds", valueSet: [INSTANCE] }];
    expect(await refused({ Filters: Filters("InstanceIds"), InstanceInformationFilterList: old })).toEqual([
      "ValidationException",
      "Cannot use both legacy and new filter simultaneously.",
    ]);
    expect((await refused({ Filters: Filters("PingStatus") }))[0]).toBe("InvalidInstanceInformationFilterValue");
    expect((await refused({ Filters: Filters("IamRole") }))[1]).toContain("not supported by mock-state-store");
    expect((await refused({ NextToken: "é" }))[0]).toBe("InvalidNextToken");
    expect((await refused({ MaxResults: 4 }))[0]).toBe("ValidationException");
  });
});
