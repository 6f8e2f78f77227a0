const { rejection } = require("../support/errors.js");
const { INSTANCE, VOLUME, account } = require("../support/aws.js");

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
});
