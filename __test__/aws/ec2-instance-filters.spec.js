const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { instanceOf } = require("./support/ec2.js");

const TIMES = { "*": "immediate" };

/** Options of a launch, each with another value than AWS's default. */
const OPTIONS = {
  CapacityReservationSpecification: { CapacityReservationPreference: "none" },
  MaintenanceOptions: { AutoRecovery: "disabled" },
  MetadataOptions: {
    HttpTokens: "required",
    HttpPutResponseHopLimit: 2,
    HttpEndpoint: "disabled",
    HttpProtocolIpv6: "enabled",
    InstanceMetadataTags: "enabled",
  },
  NetworkPerformanceOptions: { BandwidthWeighting: "vpc-1" },
  PrivateDnsNameOptions: {
    HostnameType: "resource-name",
    EnableResourceNameDnsARecord: true,
    EnableResourceNameDnsAAAARecord: true,
  },
};

/** An account with the methods' instance, which is stopped, and one that differs from it in all there is. */
async function accountOfTwo() {
  const instance = { availabilityZone: "us-east-1b", keyName: "own", imageId: "ami-own", rootDeviceName: "/dev/xvda" };
  const { ec2 } = account({ transitions: TIMES, initialState: { instance } });
  const { Instances } = await ec2.runInstances({
    ImageId: IMAGE,
    MinCount: 2,
    MaxCount: 2,
    InstanceType: "m7g.large",
    KeyName: "launched",
    ClientToken: "token",
    EbsOptimized: true,
    EnclaveOptions: { Enabled: true },
    IamInstanceProfile: { Name: "server" },
    KernelId: "aki-1",
    RamdiskId: "ari-1",
    Monitoring: { Enabled: true },
    Placement: { Tenancy: "dedicated", GroupName: "group" },
    ...OPTIONS,
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "launched" }] }],
  });
  const [, { InstanceId }] = Instances;
  await ec2.terminateInstances({ InstanceIds: [Instances[0].InstanceId] });
  await ec2.modifyInstanceAttribute({ InstanceId, SourceDestCheck: { Value: false } });
  return { ec2, instance: await instanceOf(ec2, InstanceId) };
}

async function list(ec2, ...filters) {
  const Filters = filters.map(([Name, ...Values]) => ({ Name, Values }));
  const { Reservations } = await ec2.describeInstances({ Filters });
  return Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId));
}

const device = (it) => it.BlockDeviceMappings[0];
const iso = (date) => date.toISOString();

const ALIVE = ["instance-state-name", "running", "stopped"];

describe("instances", () => {
  let two;
  beforeAll(async () => {
    two = await accountOfTwo();
  });

  it.each([
    ["architecture", (it) => it.Architecture],
    ["availability-zone", (it) => it.Placement.AvailabilityZone],
    ["availability-zone-id", () => "use1-az1"],
    ["block-device-mapping.attach-time", (it) => iso(device(it).Ebs.AttachTime)],
    ["block-device-mapping.volume-id", (it) => device(it).Ebs.VolumeId],
    ["capacity-reservation-specification.capacity-reservation-preference", () => "none"],
    ["client-token", (it) => it.ClientToken],
    ["dns-name", (it) => it.PublicDnsName],
    ["ebs-optimized", () => "true"],
    ["enclave-options.enabled", () => "true"],
    ["hibernation-options.configured", () => "false"],
    ["iam-instance-profile.arn", (it) => it.IamInstanceProfile.Arn],
    ["iam-instance-profile.id", (it) => it.IamInstanceProfile.Id],
    ["image-id", (it) => it.ImageId],
    ["instance-id", (it) => it.InstanceId],
    ["instance-state-code", () => "16"],
    ["instance-state-name", () => "running"],
    ["instance-type", (it) => it.InstanceType],
    ["ip-address", (it) => it.PublicIpAddress],
    ["kernel-id", (it) => it.KernelId],
    ["key-name", (it) => it.KeyName],
    ["launch-index", () => "1"],
    ["launch-time", (it) => iso(it.LaunchTime)],
    ["maintenance-options.auto-recovery", () => "disabled"],
    ["metadata-options.http-endpoint", () => "disabled"],
    ["metadata-options.http-protocol-ipv6", () => "enabled"],
    ["metadata-options.http-put-response-hop-limit", () => "2"],
    ["metadata-options.http-tokens", () => "required"],
    ["metadata-options.instance-metadata-tags", () => "enabled"],
    ["monitoring-state", () => "enabled"],
    ["network-performance-options.bandwidth-weighting", () => "vpc-1"],
    ["placement-group-name", () => "group"],
    ["private-dns-name", (it) => it.PrivateDnsName],
    ["private-dns-name-options.enable-resource-name-dns-a-record", () => "true"],
    ["private-dns-name-options.enable-resource-name-dns-aaaa-record", () => "true"],
    ["private-dns-name-options.hostname-type", () => "resource-name"],
    ["private-ip-address", (it) => it.PrivateIpAddress],
    ["ramdisk-id", (it) => it.RamdiskId],
    ["root-device-name", (it) => it.RootDeviceName],
    ["source-dest-check", () => "false"],
    ["subnet-id", (it) => it.SubnetId],
    ["tag:Name", () => "launched"],
    ["tag-key", () => "Name"],
    ["tenancy", () => "dedicated"],
  ])("are filtered by %s", async (name, value) => {
    const { ec2, instance } = two;
    expect(await list(ec2, [name, value(instance)], ALIVE)).toEqual([instance.InstanceId]);
    expect(await list(ec2, [name, "other", value(instance)], ALIVE)).toEqual([instance.InstanceId]);
    expect(await list(ec2, [name, "other"], ALIVE)).toEqual([]);
  });

  it.each([
    ["block-device-mapping.delete-on-termination", "true"],
    ["block-device-mapping.device-name", "/dev/sda1"],
    ["block-device-mapping.status", "attached"],
    ["ena-support", "true"],
    ["hypervisor", "xen"],
    ["instance.group-id", "sg-0abcdef1234567890"],
    ["instance.group-name", "default"],
    ["metadata-options.state", "applied"],
    ["operator.managed", "false"],
    ["owner-id", "123456789012"],
    ["platform-details", "Linux/UNIX"],
    ["root-device-type", "ebs"],
    ["usage-operation", "RunInstances"],
    ["virtualization-type", "hvm"],
    ["vpc-id", "vpc-0abcdef1234567890"],
  ])("have %s in common", async (name, value) => {
    const { ec2, instance } = two;
    expect(await list(ec2, [name, value], ALIVE)).toEqual([INSTANCE, instance.InstanceId]);
    expect(await list(ec2, [name, "other"], ALIVE)).toEqual([]);
  });

  it.each([
    ["reason", "User initiated (*"],
    ["reservation-id", "r-*"],
    ["state-reason-code", "Client.UserInitiatedShutdown"],
    ["state-reason-message", "*User initiated shutdown"],
  ])("that are terminated are filtered by %s", async (name, value) => {
    const { ec2 } = two;
    expect(await list(ec2, [name, value], ["instance-state-name", "terminated"])).toHaveLength(1);
  });

  it("have the options of their launch, and AWS's defaults", async () => {
    const { ec2, instance } = two;
    expect(instance).toMatchObject({ ...OPTIONS, MetadataOptions: { ...OPTIONS.MetadataOptions, State: "applied" } });
    expect(await instanceOf(ec2)).toMatchObject({
      CapacityReservationSpecification: { CapacityReservationPreference: "open" },
      MaintenanceOptions: { AutoRecovery: "default" },
      MetadataOptions: { HttpTokens: "optional", HttpPutResponseHopLimit: 1, HttpEndpoint: "enabled" },
      NetworkPerformanceOptions: { BandwidthWeighting: "default" },
      PrivateDnsNameOptions: { HostnameType: "ip-name", EnableResourceNameDnsARecord: false },
    });
  });

  it("have a host name by their id or by their address", async () => {
    const { ec2, instance } = two;
    const { InstanceId, PrivateDnsName, NetworkInterfaces } = instance;
    expect(PrivateDnsName).toBe(`${InstanceId}.ec2.internal`);
    expect(NetworkInterfaces[0]).toMatchObject({ PrivateDnsName, PrivateIpAddresses: [{ PrivateDnsName }] });
    const own = await instanceOf(ec2);
    expect(own.PrivateDnsName).toBe(`ip-${own.PrivateIpAddress.replaceAll(".", "-")}.ec2.internal`);
  });

  it("are filtered with * and ?, and \\ before either", async () => {
    const { ec2, instance } = two;
    expect(await list(ec2, ["instance-type", "m?g.*"])).toHaveLength(2);
    expect(await list(ec2, ["instance-type", "m\\?g.*"])).toEqual([]);
    expect(await list(ec2, ["tag:Name", "l*d"], ALIVE)).toEqual([instance.InstanceId]);
  });

  it("are not filtered by what AWS does not have", async () => {
    const error = await rejection(() => list(two.ec2, ["colour", "red"]));
    expect(error).toMatchObject({ name: "InvalidParameterValue", message: "The filter 'colour' is invalid" });
  });

  it("are not filtered by what the account does not have, which says so", async () => {
    const error = await rejection(() => list(two.ec2, ["spot-instance-request-id", "*"]));
    expect(error.name).toBe("InvalidParameterValue");
    expect(error.message).toContain("not supported by mock-state-store; these are: architecture, ");
  });
});
