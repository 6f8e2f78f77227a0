const { rejection } = require("../support/errors.js");
const { IMAGE, INSTANCE, VOLUME, account } = require("../support/aws.js");
const { failure } = require("./support/failure.js");

const tag = (Key, Value = "") => ({ Key, Value });

/** The tags of the methods' instance. */
const tagsOf = async (store) => (await store.getInstance()).tags;

describe("tags", () => {
  it("are given to all kinds of resources, and listed", async () => {
    const { store, ec2 } = account();
    await ec2.createTags({ Resources: [INSTANCE, VOLUME], Tags: [{ Key: "Name", Value: "server" }] });
    expect(await store.getInstance()).toMatchObject({ tags: { Name: "server" } });
    const { Tags } = await ec2.describeTags({ Filters: [{ Name: "resource-type", Values: ["volume"] }] });
    expect(Tags).toEqual([{ Key: "Name", ResourceId: VOLUME, ResourceType: "volume", Value: "server" }]);
  });

  it("are there when a resource is made", async () => {
    const { ec2 } = account();
    const TagSpecifications = [{ ResourceType: "volume", Tags: [{ Key: "a", Value: "b" }] }];
    const { Tags } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1, TagSpecifications });
    expect(Tags).toEqual([{ Key: "a", Value: "b" }]);
  });

  it("of AWS cannot be given", async () => {
    const { ec2 } = account();
    const create = () => ec2.createTags({ Resources: [INSTANCE], Tags: [{ Key: "aws:x", Value: "" }] });
    expect(await rejection(create)).toMatchObject({ name: "InvalidParameterValue" });
  });

  it("are taken away by key, by key and value, or all at once", async () => {
    const { store, ec2 } = account({
      initialState: { instance: { tags: { a: "1", b: "2", c: "", d: "4", "aws:x": "y" } } },
    });
    await ec2.deleteTags({ Resources: [INSTANCE], Tags: [{ Key: "a" }, tag("b", "other"), tag("d", "4"), tag("e")] });
    expect(await tagsOf(store)).toEqual({ b: "2", c: "", "aws:x": "y" });
    await ec2.deleteTags({ Resources: [INSTANCE], Tags: [tag("b", ""), tag("c", "")] });
    expect(await tagsOf(store)).toEqual({ b: "2", "aws:x": "y" });
    await ec2.deleteTags({ Resources: [INSTANCE] });
    expect(await tagsOf(store)).toEqual({ "aws:x": "y" });
  });

  it("that are not there are deleted already, which changes nothing", async () => {
    const { store, ec2 } = account();
    const before = await store.getState();
    await ec2.deleteTags({ Resources: [INSTANCE, VOLUME], Tags: [{ Key: "a" }] });
    expect(await store.getState()).toEqual(before);
  });

  it("are 50 at most", async () => {
    const { store, ec2 } = account();
    const Tags = Array.from({ length: 51 }, (_, index) => tag(`${index}`));
    expect(await failure(() => ec2.createTags({ Resources: [INSTANCE], Tags }))).toEqual([
      "TagLimitExceeded",
      "The maximum number of Tags for a resource has been reached.",
      400,
    ]);
    expect(await tagsOf(store)).toBeUndefined();
  });

  it("are refused at once where they are far too many", { timeout: 10_000 }, async () => {
    const { ec2 } = account();
    const Tags = Array.from({ length: 100_000 }, (_, index) => tag(`${index}`));
    const create = () => ec2.createTags({ Resources: [INSTANCE], Tags });
    expect(await rejection(create)).toMatchObject({ name: "TagLimitExceeded" });
  });

  it("of AWS cannot be taken away", async () => {
    const { ec2 } = account();
    const remove = () => ec2.deleteTags({ Resources: [INSTANCE], Tags: [{ Key: "aws:x" }] });
    expect(await rejection(remove)).toMatchObject({ name: "InvalidParameterValue" });
  });

  it.each([
    ["of what is not made", [["image", "a"]], "'image' is not a valid taggable resource type for this operation."],
    [
      "of a type twice",
      [
        ["volume", "a"],
        ["volume", "b"],
      ],
      "The same resource type may not be specified more than once in tag specifications",
    ],
    ["of a key twice", [["volume", "a", "a"]], "Duplicate tag key 'a' specified."],
    ["of no type", [[undefined, "a"]], "Tag specification resource type must have a value"],
  ])("%s are refused in a specification", async (_, specifications, message) => {
    const { ec2 } = account();
    const TagSpecifications = specifications.map(([ResourceType, ...keys]) => ({
      ResourceType,
      Tags: keys.map((key) => tag(key)),
    }));
    const create = () => ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 1, TagSpecifications });
    expect(await failure(create)).toEqual(["InvalidParameterValue", message, 400]);
  });

  it.each([
    ["i-0123456789abcdef0", "InvalidInstanceID.NotFound", "The instance ID 'i-0123456789abcdef0' does not exist"],
    ["vol-0123456789abcdef0", "InvalidVolume.NotFound", "The volume 'vol-0123456789abcdef0' does not exist."],
    [IMAGE, "InvalidAMIID.NotFound", `The image id '[${IMAGE}]' does not exist`],
    ["i-x", "InvalidID", "The ID 'i-x' is not valid"],
  ])("of %s are not there", async (id, ...error) => {
    const { store, ec2 } = account();
    expect(await failure(() => ec2.createTags({ Resources: [INSTANCE, id], Tags: [tag("a")] }))).toEqual([
      ...error,
      400,
    ]);
    expect(await failure(() => ec2.deleteTags({ Resources: [INSTANCE, id] }))).toEqual([...error, 400]);
    expect(await tagsOf(store)).toBeUndefined();
  });

  it("are listed by every filter", async () => {
    const { ec2 } = account();
    await ec2.createTags({ Resources: [INSTANCE], Tags: [tag("Name", "server"), tag("team", "a")] });
    await ec2.createTags({ Resources: [VOLUME], Tags: [tag("Name", "disk")] });
    const list = async (Name, ...Values) => {
      const { Tags } = await ec2.describeTags({ Filters: [{ Name, Values }] });
      return Tags.map(({ Key, Value }) => `${Key}=${Value}`);
    };
    expect(await list("key", "N?me")).toEqual(["Name=server", "Name=disk"]);
    expect(await list("resource-id", VOLUME)).toEqual(["Name=disk"]);
    expect(await list("resource-type", "instance")).toEqual(["Name=server", "team=a"]);
    expect(await list("tag:Name", "s*", "x")).toEqual(["Name=server"]);
    expect(await list("value", "a", "disk")).toEqual(["team=a", "Name=disk"]);
  });

  it("are neither given nor taken away by a dry run", async () => {
    const { store, ec2 } = account({ initialState: { instance: { tags: { a: "1" } } } });
    const request = { Resources: [INSTANCE], DryRun: true };
    expect((await failure(() => ec2.createTags({ ...request, Tags: [tag("b")] })))[0]).toBe("DryRunOperation");
    expect((await failure(() => ec2.deleteTags(request)))[0]).toBe("DryRunOperation");
    expect(await tagsOf(store)).toEqual({ a: "1" });
  });
});
