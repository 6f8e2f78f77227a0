const { rejection } = require("../support/errors.js");
const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { instanceOf } = require("./support/ec2.js");

const VPC = "vpc-0abcdef1234567890";
const SUBNET = "subnet-0abcdef123456789b";
const GROUP = "sg-0abcdef1234567890";

const filter = (Name, ...Values) => ({ Filters: [{ Name, Values }] });

/** An account with an instance in a network of its own. */
const OTHERS = {
  vpcId: "vpc-other",
  subnetId: "subnet-other",
  availabilityZone: "us-east-1c",
  securityGroupIds: ["sg-other"],
  privateIpAddress: "10.0.33.7",
};
const withOthers = () => account({ initialState: { ec2: { instances: { "i-1": OTHERS } } } });

describe("DescribeAvailabilityZones", () => {
  it("lists the zones of the region", async () => {
    const { ec2 } = account({ region: "ap-southeast-2" });
    const { AvailabilityZones } = await ec2.describeAvailabilityZones({ AllAvailabilityZones: true });
    expect(AvailabilityZones.map((zone) => zone.ZoneName)).toEqual([..."abcdef"].map((it) => `ap-southeast-2${it}`));
    expect(AvailabilityZones[1]).toEqual({
      State: "available",
      OptInStatus: "opt-in-not-required",
      Messages: [],
      RegionName: "ap-southeast-2",
      ZoneName: "ap-southeast-2b",
      ZoneId: "apse2-az2",
      GroupName: "ap-southeast-2-zg-1",
      NetworkBorderGroup: "ap-southeast-2",
      ZoneType: "availability-zone",
    });
  });

  it.each([
    ["us-east-1", "use1-az1"],
    ["us-gov-west-1", "usgw1-az1"],
    ["eu-central-2", "euc2-az1"],
    ["ap-northeast-1", "apne1-az1"],
  ])("of %s begin with %s", async (region, ZoneId) => {
    const { ec2 } = account({ region });
    expect((await ec2.describeAvailabilityZones({})).AvailabilityZones[0]).toMatchObject({ ZoneId });
  });

  it.each([
    [{ ZoneNames: ["us-east-1b"] }, 1],
    [{ ZoneIds: ["use1-az1", "use1-az2"] }, 2],
    [filter("zone-name", "us-east-1b"), 1],
    [filter("zone-id", "use1-az?"), 6],
    [filter("zone-type", "local-zone"), 0],
    [filter("zone-type", "availability-zone"), 6],
    [filter("state", "available"), 6],
    [filter("region-name", "us-east-1"), 6],
    [filter("group-name", "us-east-1-zg-1"), 6],
    [filter("opt-in-status", "opt-in-not-required"), 6],
    [filter("parent-zone-name", "*"), 0],
    [filter("parent-zone-id", "*"), 0],
    [filter("message", "*"), 0],
  ])("answers %j with %d", async (input, count) => {
    const { ec2 } = account();
    expect((await ec2.describeAvailabilityZones(input)).AvailabilityZones).toHaveLength(count);
  });

  it.each([
    [{ ZoneNames: ["eu-west-1a"] }, "InvalidParameterValue", "Invalid availability zone: [eu-west-1a]"],
    [{ ZoneIds: ["x"] }, "InvalidParameterValue", "Invalid availability zone-id: [x]"],
    [filter("group-long-name", "x"), "InvalidParameterValue", /not supported by mock-state-store/],
    [filter("color", "x"), "InvalidParameterValue", "The filter 'color' is invalid"],
    [{ DryRun: true }, "DryRunOperation", /would have succeeded/],
  ])("refuses %j", async (input, name, message) => {
    const { ec2 } = account();
    const error = await rejection(() => ec2.describeAvailabilityZones(input));
    expect([error.name, error.message]).toEqual([name, expect.stringMatching(message.source ?? /./)]);
    if (typeof message === "string") expect(error.message).toBe(message);
  });
});

describe("DescribeVpcs", () => {
  it("lists the default one", async () => {
    const { ec2 } = account();
    expect((await ec2.describeVpcs({})).Vpcs).toEqual([
      {
        CidrBlock: "172.31.0.0/16",
        CidrBlockAssociationSet: [
          {
            AssociationId: "vpc-cidr-assoc-0abcdef1234567890",
            CidrBlock: "172.31.0.0/16",
            CidrBlockState: { State: "associated" },
          },
        ],
        DhcpOptionsId: "dopt-0abcdef1234567890",
        InstanceTenancy: "default",
        IsDefault: true,
        OwnerId: "123456789012",
        State: "available",
        Tags: [],
        VpcId: VPC,
      },
    ]);
  });

  it("lists those of instances in the state", async () => {
    const { ec2 } = withOthers();
    const { Vpcs } = await ec2.describeVpcs({ VpcIds: ["vpc-other"] });
    expect(Vpcs).toMatchObject([{ VpcId: "vpc-other", IsDefault: false, CidrBlock: "10.0.0.0/16" }]);
  });

  it.each([
    ["cidr", "172.31.*"],
    ["cidr-block-association.association-id", "vpc-cidr-assoc-*"],
    ["cidr-block-association.cidr-block", "172.31.0.0/16"],
    ["cidr-block-association.state", "associated"],
    ["dhcp-options-id", "dopt-*"],
    ["is-default", "true"],
    ["owner-id", "123456789012"],
    ["state", "available"],
    ["vpc-id", VPC],
  ])("filters by %s", async (name, value) => {
    const { ec2 } = account();
    expect((await ec2.describeVpcs(filter(name, value))).Vpcs).toHaveLength(1);
    expect((await ec2.describeVpcs(filter(name, "x"))).Vpcs).toHaveLength(0);
  });

  it.each([
    [
      { VpcIds: ["vpc-0123456789abcdef0"] },
      "InvalidVpcID.NotFound",
      "The vpc ID 'vpc-0123456789abcdef0' does not exist",
    ],
    [{ VpcIds: ["x"] }, "InvalidVpcID.Malformed", 'Invalid id: "x" (expecting "vpc-...")'],
    [filter("ipv6-cidr-block-association.state", "x"), "InvalidParameterValue"],
    [{ MaxResults: 4 }, "InvalidParameterValue"],
    [{ NextToken: "x" }, "InvalidParameterValue"],
    [{ DryRun: true }, "DryRunOperation"],
  ])("refuses %j", async (input, name, message = expect.any(String)) => {
    const { ec2 } = account();
    expect(await rejection(() => ec2.describeVpcs(input))).toMatchObject({ name, message });
  });
});

describe("DescribeSubnets", () => {
  it("lists the default one of each zone", async () => {
    const { ec2 } = account();
    const { Subnets } = await ec2.describeSubnets({});
    expect(Subnets.map((it) => it.AvailabilityZone)).toEqual([..."abcdef"].map((it) => `us-east-1${it}`));
    expect(Subnets[1]).toMatchObject({
      SubnetId: SUBNET,
      SubnetArn: `arn:aws:ec2:us-east-1:123456789012:subnet/${SUBNET}`,
      VpcId: VPC,
      AvailabilityZoneId: "use1-az2",
      AvailableIpAddressCount: 4091,
      CidrBlock: "172.31.16.0/20",
      DefaultForAz: true,
      MapPublicIpOnLaunch: true,
      OwnerId: "123456789012",
      State: "available",
    });
  });

  it("counts the addresses that instances have until they are terminated", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    const free = async () => (await ec2.describeSubnets({ SubnetIds: [SUBNET] })).Subnets[0].AvailableIpAddressCount;
    const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 3, MaxCount: 3, SubnetId: SUBNET });
    expect(await free()).toBe(4088);
    await ec2.stopInstances({ InstanceIds: [Instances[0].InstanceId] });
    expect(await free()).toBe(4088);
    await ec2.terminateInstances({ InstanceIds: [Instances[1].InstanceId] });
    expect(await free()).toBe(4089);
  });

  it("has the private addresses of its instances", async () => {
    const { ec2 } = account({ initialState: { instance: { availabilityZone: "us-east-1b" } } });
    const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, SubnetId: SUBNET });
    expect(Instances[0]).toMatchObject({
      PrivateIpAddress: "172.31.16.4",
      Placement: { AvailabilityZone: "us-east-1b" },
    });
    expect((await instanceOf(ec2, INSTANCE)).PrivateIpAddress).toMatch(/^172\.31\.(2\d|3[01])\./);
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, SubnetId: SUBNET };
    for (const [PrivateIpAddress, why] of [
      ["172.31.0.9", "does not fall within the subnet's address range"],
      ["172.31.16.3", "is in subnet's reserved address range"],
      ["172.31.31.255", "is in subnet's reserved address range"],
    ]) {
      const message = `Address ${PrivateIpAddress} ${why}`;
      const run = () => ec2.runInstances({ ...launch, PrivateIpAddress });
      expect(await rejection(run)).toMatchObject({ name: "InvalidParameterValue", message });
    }
  });

  it("has instances that are in a group once, however often it is named", async () => {
    const { ec2 } = account();
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, SecurityGroupIds: [GROUP, GROUP] };
    const { Instances } = await ec2.runInstances(launch);
    expect(Instances[0].SecurityGroups).toEqual([{ GroupId: GROUP, GroupName: "default" }]);
  });

  it("has the private address of a terminated instance again", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, PrivateIpAddress: "172.31.0.50" };
    const [{ InstanceId }] = (await ec2.runInstances(launch)).Instances;
    expect(await rejection(() => ec2.runInstances(launch))).toMatchObject({ name: "InvalidIPAddress.InUse" });
    await ec2.terminateInstances({ InstanceIds: [InstanceId] });
    expect((await ec2.runInstances(launch)).Instances).toMatchObject([{ PrivateIpAddress: "172.31.0.50" }]);
  });

  it("lists those of instances in the state, in which others can be launched", async () => {
    const { ec2 } = withOthers();
    const { Subnets } = await ec2.describeSubnets(filter("vpc-id", "vpc-other"));
    const expected = { SubnetId: "subnet-other", CidrBlock: "10.0.32.0/20", AvailabilityZone: "us-east-1c" };
    expect(Subnets).toMatchObject([{ ...expected, DefaultForAz: false }]);
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, SubnetId: "subnet-other" };
    const { Instances } = await ec2.runInstances({ ...launch, SecurityGroupIds: ["sg-other"] });
    expect(Instances[0]).toMatchObject({ VpcId: "vpc-other", PrivateIpAddress: "10.0.32.4" });
  });

  it.each([
    ["availability-zone", "us-east-1b"],
    ["availabilityZone", "us-east-1b"],
    ["availability-zone-id", "use1-az2"],
    ["availabilityZoneId", "use1-az2"],
    ["cidr", "172.31.16.0/20"],
    ["cidr-block", "172.31.16.0/20"],
    ["cidrBlock", "172.31.16.0/20"],
    ["subnet-arn", `*${SUBNET}`],
    ["subnet-id", SUBNET],
    ["available-ip-address-count", "4091", 5],
    ["default-for-az", "true", 6],
    ["defaultForAz", "true", 6],
    ["enable-dns64", "false", 6],
    ["ipv6-native", "false", 6],
    ["map-customer-owned-ip-on-launch", "false", 6],
    ["map-public-ip-on-launch", "true", 6],
    ["owner-id", "123456789012", 6],
    ["private-dns-name-options-on-launch.enable-resource-name-dns-a-record", "false", 6],
    ["private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record", "false", 6],
    ["private-dns-name-options-on-launch.hostname-type", "ip-name", 6],
    ["state", "available", 6],
    ["vpc-id", VPC, 6],
  ])("filters by %s", async (name, value, count = 1) => {
    const { ec2 } = account();
    expect((await ec2.describeSubnets(filter(name, value))).Subnets).toHaveLength(count);
    expect((await ec2.describeSubnets(filter(name, "x"))).Subnets).toHaveLength(0);
  });

  it("has pages", async () => {
    const { ec2 } = account();
    const first = await ec2.describeSubnets({ MaxResults: 5 });
    const second = await ec2.describeSubnets({ MaxResults: 5, NextToken: first.NextToken });
    expect([first.Subnets.length, second.Subnets.length, second.NextToken]).toEqual([5, 1, undefined]);
  });

  it.each([
    [
      { SubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] },
      "InvalidSubnetID.NotFound",
      "The subnet IDs 'subnet-0123456789abcdef0, subnet-0123456789abcdef1' do not exist",
    ],
    [{ SubnetIds: ["x"] }, "InvalidSubnetID.Malformed", 'Invalid id: "x" (expecting "subnet-...")'],
    [filter("outpost-arn", "x"), "InvalidParameterValue"],
    [{ MaxResults: 1001 }, "InvalidParameterValue"],
    [{ DryRun: true }, "DryRunOperation"],
  ])("refuses %j", async (input, name, message = expect.any(String)) => {
    const { ec2 } = account();
    expect(await rejection(() => ec2.describeSubnets(input))).toMatchObject({ name, message });
  });
});

describe("DescribeSecurityGroups", () => {
  it("lists the default one", async () => {
    const { ec2 } = account();
    const all = { IpProtocol: "-1", IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
    expect((await ec2.describeSecurityGroups({})).SecurityGroups).toEqual([
      {
        Description: "default VPC security group",
        GroupId: GROUP,
        GroupName: "default",
        IpPermissions: [{ ...all, UserIdGroupPairs: [{ GroupId: GROUP, UserId: "123456789012" }] }],
        IpPermissionsEgress: [{ ...all, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
        OwnerId: "123456789012",
        SecurityGroupArn: `arn:aws:ec2:us-east-1:123456789012:security-group/${GROUP}`,
        Tags: [],
        VpcId: VPC,
      },
    ]);
  });

  it("lists those of instances in the state", async () => {
    const { ec2 } = withOthers();
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: ["sg-other"] });
    expect(SecurityGroups).toMatchObject([{ GroupName: "sg-other", VpcId: "vpc-other", IpPermissions: [] }]);
  });

  it("has a default one of each VPC, which instances get where nothing is said", async () => {
    const { ec2 } = account({
      initialState: { ec2: { instances: { "i-1": { vpcId: "vpc-0123456789abcdef0", subnetId: "subnet-1" } } } },
    });
    const { SecurityGroups } = await ec2.describeSecurityGroups(filter("group-name", "default"));
    expect(SecurityGroups.map((group) => group.VpcId).sort()).toEqual(["vpc-0123456789abcdef0", VPC]);
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, SubnetId: "subnet-1" };
    const { Instances } = await ec2.runInstances(launch);
    const own = { GroupId: "sg-0123456789abcdef0", GroupName: "default" };
    expect([Instances[0], await instanceOf(ec2, "i-1")]).toMatchObject([
      { SecurityGroups: [own] },
      { SecurityGroups: [own] },
    ]);
    expect(await rejection(() => ec2.runInstances({ ...launch, SecurityGroupIds: [GROUP] }))).toMatchObject({
      name: "InvalidParameter",
      message: `Security group ${GROUP} and subnet subnet-1 belong to different networks.`,
    });
  });

  it("cannot be named where a subnet is", async () => {
    const { ec2 } = account();
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, SubnetId: SUBNET, SecurityGroups: ["default"] };
    expect(await rejection(() => ec2.runInstances(launch))).toMatchObject({
      name: "InvalidParameterCombination",
      message: "The parameter groupName cannot be used with the parameter subnet",
    });
  });

  it("finds one by its name in the default VPC", async () => {
    const { ec2 } = withOthers();
    expect((await ec2.describeSecurityGroups({ GroupNames: ["default"] })).SecurityGroups).toHaveLength(1);
    expect(await rejection(() => ec2.describeSecurityGroups({ GroupNames: ["sg-other"] }))).toMatchObject({
      name: "InvalidGroup.NotFound",
      message: `The security group 'sg-other' does not exist in default VPC '${VPC}'`,
    });
  });

  it.each([
    ["description", "default VPC*"],
    ["egress.ip-permission.cidr", "0.0.0.0/0"],
    ["egress.ip-permission.protocol", "-1"],
    ["group-id", GROUP],
    ["group-name", "default"],
    ["ip-permission.group-id", GROUP],
    ["ip-permission.group-name", "default"],
    ["ip-permission.protocol", "-1"],
    ["ip-permission.user-id", "123456789012"],
    ["owner-id", "123456789012"],
    ["vpc-id", VPC],
  ])("filters by %s", async (name, value) => {
    const { ec2 } = account();
    expect((await ec2.describeSecurityGroups(filter(name, value))).SecurityGroups).toHaveLength(1);
    expect((await ec2.describeSecurityGroups(filter(name, "x"))).SecurityGroups).toHaveLength(0);
  });

  it.each([
    "egress.ip-permission.from-port",
    "egress.ip-permission.group-id",
    "egress.ip-permission.group-name",
    "egress.ip-permission.ipv6-cidr",
    "egress.ip-permission.prefix-list-id",
    "egress.ip-permission.to-port",
    "egress.ip-permission.user-id",
    "ip-permission.cidr",
    "ip-permission.from-port",
    "ip-permission.ipv6-cidr",
    "ip-permission.prefix-list-id",
    "ip-permission.to-port",
  ])("has nothing that %s finds", async (name) => {
    const { ec2 } = account();
    expect((await ec2.describeSecurityGroups(filter(name, "*"))).SecurityGroups).toEqual([]);
  });

  it.each([
    [
      { GroupIds: ["sg-0123456789abcdef0"] },
      "InvalidGroup.NotFound",
      "The security group 'sg-0123456789abcdef0' does not exist",
    ],
    [{ GroupIds: ["x"] }, "InvalidGroupId.Malformed", 'Invalid id: "x" (expecting "sg-...")'],
    [filter("color", "x"), "InvalidParameterValue", "The filter 'color' is invalid"],
    [{ MaxResults: 4 }, "InvalidParameterValue"],
    [{ DryRun: true }, "DryRunOperation"],
  ])("refuses %j", async (input, name, message = expect.any(String)) => {
    const { ec2 } = account();
    expect(await rejection(() => ec2.describeSecurityGroups(input))).toMatchObject({ name, message });
  });
});

describe("tags of the network", () => {
  it.each([
    ["vpc", VPC, async (ec2) => (await ec2.describeVpcs(filter("tag:Name", "game"))).Vpcs],
    ["subnet", SUBNET, async (ec2) => (await ec2.describeSubnets(filter("tag:Name", "game"))).Subnets],
    [
      "security-group",
      GROUP,
      async (ec2) => (await ec2.describeSecurityGroups(filter("tag-key", "Name"))).SecurityGroups,
    ],
  ])("are given to a %s, and taken away", async (ResourceType, id, find) => {
    const { store, ec2 } = account();
    const Tags = [{ Key: "Name", Value: "game" }];
    await ec2.createTags({ Resources: [id], Tags });
    expect(await find(ec2)).toMatchObject([{ Tags }]);
    expect((await ec2.describeTags({})).Tags).toEqual([{ ...Tags[0], ResourceId: id, ResourceType }]);
    await ec2.deleteTags({ Resources: [id] });
    expect(await find(ec2)).toEqual([]);
    expect((await store.getState()).ec2).toBeUndefined();
  });

  it.each([
    ["vpc-0123456789abcdef0", "InvalidVpcID.NotFound"],
    ["subnet-0123456789abcdef0", "InvalidSubnetID.NotFound"],
    ["sg-0123456789abcdef0", "InvalidGroup.NotFound"],
    ["eipalloc-0123456789abcdef0", "InvalidAllocationID.NotFound"],
  ])("cannot be given to %s", async (id, name) => {
    const { ec2 } = account();
    const create = () => ec2.createTags({ Resources: [id], Tags: [{ Key: "a", Value: "" }] });
    expect(await rejection(create)).toMatchObject({ name });
  });
});

describe("DescribeInstances", () => {
  it("filters by the network interface", async () => {
    const { ec2 } = account({ transitions: { "*": "immediate" } });
    const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, SubnetId: SUBNET });
    const { InstanceId } = Instances[0];
    const { AllocationId } = await ec2.allocateAddress({});
    const { AssociationId } = await ec2.associateAddress({ AllocationId, InstanceId });
    const [shown] = (await instanceOf(ec2, InstanceId)).NetworkInterfaces;
    expect(shown).toMatchObject({
      Attachment: { DeviceIndex: 0, Status: "attached", DeleteOnTermination: true },
      Groups: [{ GroupId: GROUP, GroupName: "default" }],
      InterfaceType: "interface",
      MacAddress: expect.stringMatching(/^0a:ff(:[0-9a-f]{2}){4}$/),
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "172.31.16.4", Association: { PublicIp: "198.19.0.4" } }],
      Status: "in-use",
    });
    for (const [name, value, count = 1] of [
      ["addresses.association.allocation-id", AllocationId],
      ["addresses.association.association-id", AssociationId],
      ["addresses.association.ip-owner-id", "123456789012"],
      ["addresses.association.public-ip", "198.19.0.4"],
      ["addresses.primary", "true", 2],
      ["addresses.private-ip-address", "172.31.16.4"],
      ["association.allocation-id", AllocationId],
      ["association.association-id", AssociationId],
      ["association.ip-owner-id", "123456789012"],
      ["association.public-ip", "198.19.0.4"],
      ["attachment.attach-time", "*", 2],
      ["attachment.attachment-id", shown.Attachment.AttachmentId],
      ["attachment.delete-on-termination", "true", 2],
      ["attachment.device-index", "0", 2],
      ["attachment.instance-id", InstanceId],
      ["attachment.instance-owner-id", "123456789012", 2],
      ["attachment.status", "attached", 2],
      ["availability-zone", "us-east-1b"],
      ["description", "", 2],
      ["group-id", GROUP, 2],
      ["group-name", "default", 2],
      ["mac-address", shown.MacAddress],
      ["network-interface-id", shown.NetworkInterfaceId],
      ["owner-id", "123456789012", 2],
      ["private-dns-name", "ip-172-31-16-4.ec2.internal"],
      ["private-ip-address", "172.31.16.4"],
      ["source-dest-check", "true", 2],
      ["status", "in-use", 2],
      ["subnet-id", SUBNET],
      ["vpc-id", VPC, 2],
    ]) {
      const list = async (of) =>
        (await ec2.describeInstances(filter(`network-interface.${name}`, of))).Reservations.length;
      expect([name, await list(value), await list("x")]).toEqual([name, count, 0]);
    }
  });
});
