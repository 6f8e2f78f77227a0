const { rejection } = require("../support/errors.js");
const { account } = require("../support/aws.js");

describe("DescribeRegions", () => {
  it("lists the one region of the account", async () => {
    const { ec2 } = account({ region: "eu-central-1" });
    const region = { RegionName: "eu-central-1", Endpoint: "ec2.eu-central-1.amazonaws.com" };
    expect((await ec2.describeRegions({})).Regions).toEqual([{ ...region, OptInStatus: "opt-in-not-required" }]);
  });

  it("filters it", async () => {
    const { ec2 } = account();
    const Filters = [{ Name: "region-name", Values: ["eu-*"] }];
    expect((await ec2.describeRegions({ Filters })).Regions).toEqual([]);
  });

  it("refuses another one", async () => {
    const { ec2 } = account();
    const describe = () => ec2.describeRegions({ RegionNames: ["eu-central-1"] });
    expect(await rejection(describe)).toMatchObject({ name: "InvalidParameterValue" });
  });
});
