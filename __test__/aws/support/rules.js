"use strict";

/*
 * What no model says of inputs: which members AWS demands beside the required ones (`also`), which exclude each other
 * (`apart`: groups, of which an input has one), and values where any other text is refused.
 */

/** Leaves a member out. */
const ABSENT = Symbol("absent");

/** What an account does not hold. */
const UNKNOWN = {
  AllocationId: "eipalloc-0123456789abcdef0",
  AssociationId: "eipassoc-0123456789abcdef0",
  CommandId: "01234567-89ab-4cde-8f01-23456789abcd",
  GroupId: "sg-0123456789abcdef0",
  ImageId: "ami-0123456789abcdef0",
  InstanceId: "i-0123456789abcdef0",
  NetworkInterfaceId: "eni-0123456789abcdef0",
  PublicIp: "203.0.113.1",
  SnapshotId: "snap-0123456789abcdef0",
  VolumeId: "vol-0123456789abcdef0",
  VpcId: "vpc-0123456789abcdef0",
};

/** What every account has. */
const DEFAULT_GROUP = "sg-0abcdef1234567890";
const DEFAULT_SUBNET = "subnet-0abcdef123456789a";

const ROLE = "arn:aws:iam::123456789012:role/service";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:topic";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/0b1c2d3e-0000-4000-8000-0123456789ab";
const TAGS = [{ Key: "Name", Value: "x" }];
const POLICY = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const TEMPLATE = JSON.stringify({
  Parameters: { Size: { Type: "String", Default: "1" } },
  Resources: { Topic: { Type: "AWS::SNS::Topic" } },
});

const filter = (Name) => [{ Name, Values: ["*"] }];
const tagged = (...types) => types.map((ResourceType) => ({ ResourceType, Tags: TAGS }));
const fresh = ({ below }) => `x${below(1e9)}`;

/** Values by service, then by operation and path, or by the member's name alone; a function is given the draw. */
const VALUES = {
  ec2: {
    DryRun: false,
    NextToken: ABSENT,
    ClientToken: fresh,
    MaxResults: 5,
    Filters: filter("tag-key"),
    "DescribeAvailabilityZones.Filters": filter("zone-name"),
    "DescribeInstanceStatus.Filters": filter("instance-state-name"),
    "DescribeRegions.Filters": filter("region-name"),
    "DescribeTags.Filters": filter("key"),
    Tags: TAGS,
    AvailabilityZone: "us-east-1a",
    AvailabilityZoneId: "use1-az1",
    NetworkBorderGroup: "us-east-1",
    Device: ({ drawn, chance }) => (chance(0.5) && drawn.Device) || "/dev/sdx",
    KmsKeyId: KEY,
    OutpostArn: ABSENT,
    Owner: "self",
    OwnerId: "self",
    ExecutableUser: "self",
    RestorableByUserId: "self",
    Resource: ({ rows, pick }) => pick(rows.flatMap((it) => it.InstanceId ?? it.VolumeId ?? [])) ?? UNKNOWN.VolumeId,
    VolumeType: "gp3",
    Size: 100,
    VolumeSize: 100,
    Iops: 3000,
    Throughput: 125,
    MultiAttachEnabled: false,
    "AllocateAddress.Address": "192.0.2.200",
    "AllocateAddress.Domain": "vpc",
    "AllocateAddress.TagSpecifications": tagged("elastic-ip"),
    "CreateImage.TagSpecifications": tagged("image", "snapshot"),
    "CreateImage.Name": fresh,
    "CreateSnapshot.TagSpecifications": tagged("snapshot"),
    "CreateVolume.TagSpecifications": tagged("volume"),
    "RunInstances.TagSpecifications": tagged("instance", "volume", "network-interface"),
    "ModifyInstanceAttribute.Attribute": "disableApiTermination",
    "ModifyInstanceAttribute.Value": "true",
    "ModifyInstanceAttribute.DisableApiTermination": { Value: false },
    "ModifyInstanceAttribute.InstanceType": { Value: "t3.large" },
    "ModifyInstanceAttribute.InstanceInitiatedShutdownBehavior": { Value: "stop" },
    "ModifyInstanceAttribute.SriovNetSupport": { Value: "simple" },
    "ModifyInstanceAttribute.Group": DEFAULT_GROUP,
    "RunInstances.MinCount": 1,
    "RunInstances.MaxCount": 1,
    "RunInstances.UserData": "e30=",
    "RunInstances.Placement.AvailabilityZoneId": ABSENT,
    HttpPutResponseHopLimit: 2,
    "RunInstances.NetworkInterface.DeviceIndex": 0,
    "RunInstances.NetworkInterface.Group": DEFAULT_GROUP,
    DeviceName: ({ drawn }) => drawn.DeviceName ?? "/dev/sdf",
    NoDevice: ABSENT,
    SecurityGroupId: DEFAULT_GROUP,
    SecurityGroup: "default",
    SubnetId: ({ drawn }) => drawn.SubnetId ?? DEFAULT_SUBNET,
    PrivateIpAddress: "172.31.0.77",
    "AssociateAddress.PrivateIpAddress": ({ drawn }) => drawn.PrivateIpAddress ?? "172.31.0.77",
  },
  ssm: {
    NextToken: ABSENT,
    Tags: TAGS,
    Path: "/",
    PluginName: "aws:runShellScript",
    DocumentName: "AWS-RunShellScript",
    ResourceType: "Parameter",
    ResourceId: ({ rows, pick }) => pick(rows.flatMap(({ Name, ARN }) => (ARN ? Name : []))) ?? "/x",
    "DescribeInstanceInformation.Filters": [{ Key: "PlatformTypes", Values: ["Linux"] }],
    "DescribeInstanceInformation.InstanceInformationFilterList": [{ key: "PlatformTypes", valueSet: ["Linux"] }],
    "DescribeParameters.Filters": [{ Key: "Name", Values: ["/"] }],
    "DescribeParameters.ParameterFilters": [{ Key: "Name", Option: "BeginsWith", Values: ["/"] }],
    "GetParametersByPath.ParameterFilters": [{ Key: "Type", Option: "Equals", Values: ["String"] }],
    "PutParameter.Name": fresh,
    "PutParameter.Type": "SecureString",
    "PutParameter.DataType": "text",
    "PutParameter.AllowedPattern": ".*",
    "PutParameter.Policies": "[]",
    "SendCommand.Targets": ({ drawn }) => [{ Key: "InstanceIds", Values: [drawn.InstanceId ?? UNKNOWN.InstanceId] }],
    "SendCommand.DocumentVersion": "1",
    "SendCommand.Parameters": { commands: ["ls"] },
    "SendCommand.MaxConcurrency": "50",
    "SendCommand.MaxErrors": "0",
    "SendCommand.ServiceRoleArn": ROLE,
    "SendCommand.NotificationConfig.NotificationArn": TOPIC,
  },
  cloudformation: {
    NextToken: ABSENT,
    ChangeSetName: ABSENT,
    "CreateStack.StackName": fresh,
    TemplateBody: TEMPLATE,
    TemplateURL: "https://s3.amazonaws.com/bucket/template.json",
    Parameters: [{ ParameterKey: "Size", ParameterValue: "2" }],
    ClientRequestToken: fresh,
    RoleARN: ROLE,
    Tags: TAGS,
  },
  ce: {
    NextPageToken: ABSENT,
    TimePeriod: { Start: "2026-01-01", End: "2026-01-03" },
    Granularity: ({ pick }) => pick(["DAILY", "MONTHLY"]),
    Metric: ({ pick }) => pick(["UnblendedCost", "BlendedCost", "UsageQuantity"]),
    GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
    Filter: { Not: { Dimensions: { Key: "SERVICE", Values: ["Amazon EC2"] } } },
    BillingViewArn: "arn:aws:billing::123456789012:billingview/primary",
  },
  lambda: {
    Marker: ABSENT,
    MasterRegion: "ALL",
    FunctionName: "version",
    Qualifier: "$LATEST",
    ClientContext: "e30=",
  },
  sts: {
    RoleArn: ROLE,
    RoleSessionName: "session",
    PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    Policy: POLICY,
    Tags: TAGS,
    TransitiveTagKey: "Name",
    SerialNumber: "arn:aws:iam::123456789012:mfa/user",
    TokenCode: "123456",
    SourceIdentity: "user",
    ProvidedContexts: [{ ProviderArn: "arn:aws:iam::aws:contextProvider/IdentityCenter", ContextAssertion: "xxxx" }],
    ExternalId: "external",
  },
  ses: {
    NextToken: ABSENT,
    Source: "a@example.com",
    Destination: { ToAddresses: ["b@example.com"], CcAddresses: ["c@example.com"], BccAddresses: ["d@example.com"] },
    "SendEmail.Message.Body": { Text: { Data: "x", Charset: "UTF-8" }, Html: { Data: "x", Charset: "UTF-8" } },
    ReplyToAddresse: "a@example.com",
    ReturnPath: "a@example.com",
    EmailAddress: ({ below }) => `${below(1e9)}@example.com`,
  },
};

const RULES = {
  ec2: {
    AssociateAddress: {
      also: ["AllocationId", "InstanceId"],
      apart: [
        [["AllocationId"], ["PublicIp"]],
        [["InstanceId"], ["NetworkInterfaceId"]],
      ],
    },
    CreateVolume: { also: ["AvailabilityZone", "Size"], apart: [[["AvailabilityZone"], ["AvailabilityZoneId"]]] },
    DescribeImages: { apart: [[["ImageIds"], ["MaxResults"]]] },
    DescribeInstances: { apart: [[["InstanceIds"], ["MaxResults"]]] },
    DescribeInstanceStatus: { apart: [[["InstanceIds"], ["MaxResults"]]] },
    DescribeSnapshots: { apart: [[["SnapshotIds"], ["MaxResults"]]] },
    DescribeVolumes: { apart: [[["VolumeIds"], ["MaxResults"]]] },
    DisassociateAddress: { also: ["AssociationId"], apart: [[["AssociationId"], ["PublicIp"]]] },
    ReleaseAddress: { also: ["AllocationId"], apart: [[["AllocationId"], ["PublicIp"]]] },
    ModifyInstanceAttribute: {
      also: ["DisableApiTermination"],
      apart: [
        [
          ["BlockDeviceMappings"],
          ["DisableApiStop"],
          ["DisableApiTermination"],
          ["EbsOptimized"],
          ["EnaSupport"],
          ["Groups"],
          ["InstanceInitiatedShutdownBehavior"],
          ["InstanceType"],
          ["Kernel"],
          ["Ramdisk"],
          ["SourceDestCheck"],
          ["SriovNetSupport"],
          ["UserData"],
          ["Attribute", "Value"],
        ],
      ],
    },
    ModifyVolume: { also: ["Size"] },
    RunInstances: {
      also: ["ImageId"],
      apart: [[["NetworkInterfaces"], ["SubnetId", "SecurityGroupIds", "PrivateIpAddress"], ["SecurityGroups"]]],
    },
  },
  ssm: {
    DescribeInstanceInformation: { apart: [[["Filters"], ["InstanceInformationFilterList"]]] },
    DescribeParameters: { apart: [[["Filters"], ["ParameterFilters"]]] },
    PutParameter: { also: ["Type"], apart: [[["Tags"], ["Overwrite"]]] },
    SendCommand: { also: ["InstanceIds", "Parameters"], apart: [[["InstanceIds"], ["Targets"]]] },
  },
  cloudformation: {
    DescribeStackResources: {
      also: ["StackName"],
      apart: [[["StackName", "LogicalResourceId"], ["PhysicalResourceId"]]],
    },
    GetTemplate: { also: ["StackName"] },
    UpdateStack: {
      also: ["TemplateBody"],
      apart: [[["TemplateBody"], ["UsePreviousTemplate"]]],
    },
    CreateStack: {
      also: ["TemplateBody"],
      apart: [
        [["TemplateBody"], ["TemplateURL"]],
        [["DisableRollback"], ["OnFailure"]],
      ],
    },
  },
};

const rulesOf = (service, operation) => RULES[service]?.[operation] ?? {};

/** The value that the tables have for a member, if they have one. */
function givenValue(service, operation, path, draw) {
  const values = VALUES[service];
  const key = [[operation, ...path].join("."), path.at(-1)].find((it) => it in values);
  if (key === undefined) return undefined;
  return typeof values[key] === "function" ? values[key](draw) : values[key];
}

module.exports = { ABSENT, UNKNOWN, rulesOf, givenValue };
