/// <reference types="node" />

/**
 * The seven states of the mocked EC2 instance, as EC2's `DescribeInstances` names them
 * (plus `hibernating` and `unknown`, which the dashboard derives).
 */
export type ServerStateValue =
  | "running"
  | "stopped"
  | "hibernating"
  | "pending"
  | "stopping"
  | "terminated"
  | "unknown";

/**
 * Extension point for a project that has a string `enum` of its own for the instance state and
 * wants it back in results. Say so once, anywhere in the project:
 *
 * ```ts
 * declare module "mock-state-store" {
 *   interface Register { ServerState: MyServerState }
 * }
 * ```
 *
 * Arguments accept such an enum without this.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
export interface Register {}

/** The instance state in results: {@link ServerStateValue}, or the enum given by {@link Register}. */
export type ServerState = Register extends { ServerState: infer T extends string } ? T : ServerStateValue;

/** The instance states by name, as a frozen object: `ServerState.Running === "running"`. */
export declare const ServerState: {
  readonly Running: "running";
  readonly Stopped: "stopped";
  readonly Hibernating: "hibernating";
  readonly Pending: "pending";
  readonly Stopping: "stopping";
  readonly Terminated: "terminated";
  readonly Unknown: "unknown";
};

/**
 * An instance state as an argument: one of the literals, or a member of any string enum whose
 * value is one of them.
 */
export type ServerStateArgument<S extends string> = `${S}` extends ServerStateValue ? S : never;

/** One EBS volume of the instance (EC2 `InstanceBlockDeviceMapping`). */
export interface BlockDeviceMapping {
  /** For example `/dev/sda1`. */
  deviceName: string;
  /** For example `vol-mock1234567890abcdef`. */
  volumeId: string;
  /** The state of the attachment. */
  status: "attaching" | "attached" | "detached" | "detaching";
  /** Whether the volume goes when the instance is terminated. */
  deleteOnTermination: boolean;
  /** When it was attached over the wire, ISO 8601. */
  attachTime?: string;
}

/** The options of a launch that none of EC2's operations here changes. */
export interface MockLaunchOptions {
  /** Default `optional`. */
  httpTokens?: string;
  /** Default 1. */
  httpPutResponseHopLimit?: number;
  /** Default `enabled`. */
  httpEndpoint?: string;
  /** Default `disabled`. */
  httpProtocolIpv6?: string;
  /** Default `disabled`. */
  instanceMetadataTags?: string;
  /** Default `default`. */
  autoRecovery?: string;
  /** Default `ip-name`. */
  hostnameType?: string;
  /** Whether the resource name has an A record. Default `false`. */
  resourceNameDnsA?: boolean;
  /** Whether the resource name has an AAAA record. Default `false`. */
  resourceNameDnsAaaa?: boolean;
  /** Default `open`. */
  capacityReservationPreference?: string;
  /** Default `default`. */
  bandwidthWeighting?: string;
}

/** The EC2 instance (a part of what `DescribeInstances` answers). */
export interface MockInstanceState {
  /** For example `i-mock1234567890abcdef`. */
  instanceId: string;
  /** The state of the instance. */
  state: ServerState;
  /** EC2's own name of the state where {@link ServerState} has none: `shutting-down`, which is `stopping` there. */
  awsState?: "shutting-down";
  /** The public IPv4 address; absent while the instance has none. */
  publicIp?: string;
  /** Whether a volume is attached. */
  hasVolume: boolean;
  /** For example `us-east-1a`. */
  availabilityZone?: string;
  /** The attached volumes. */
  blockDeviceMappings?: BlockDeviceMapping[];
  /** For example `ami-0abcdef1234567890`. */
  imageId?: string;
  /** For example `t3.medium`. */
  instanceType?: string;
  /** The key pair it was launched with. */
  keyName?: string;
  /** When it was launched, ISO 8601. */
  launchTime?: string;
  /** The private IPv4 address. */
  privateIpAddress?: string;
  /** For example `/dev/sda1`. */
  rootDeviceName?: string;
  /** Its tags, by key. */
  tags?: Record<string, string>;
  /** The launch that it belongs to, for example `r-0abcdef1234567890`. */
  reservationId?: string;
  /** Its place among those that were launched with it, from 0. */
  launchIndex?: number;
  /** Default: the account's subnet in its zone. */
  subnetId?: string;
  /** Default: the account's VPC. */
  vpcId?: string;
  /** Default: the security group of the account's VPC. */
  securityGroupIds?: string[];
  /** Whether it gets a public address when it runs. Default `true`. */
  associatePublicIp?: boolean;
  /** The `ClientToken` of the launch. */
  clientToken?: string;
  /** Whether `StopInstances` may hibernate it. Default `true`. */
  hibernationConfigured?: boolean;
  /** Whether `TerminateInstances` is refused. */
  disableApiTermination?: boolean;
  /** Whether `StopInstances` and `TerminateInstances` are refused. */
  disableApiStop?: boolean;
  /** Default `stop`. */
  instanceInitiatedShutdownBehavior?: "stop" | "terminate";
  /** Base64. */
  userData?: string;
  /** Default `true`. */
  sourceDestCheck?: boolean;
  /** Default `false`. */
  ebsOptimized?: boolean;
  /** Default `true`. */
  enaSupport?: boolean;
  /** For example `simple`. */
  sriovNetSupport?: string;
  /** For example `aki-0abcdef1234567890`. */
  kernelId?: string;
  /** For example `ari-0abcdef1234567890`. */
  ramdiskId?: string;
  /** Whether it is monitored in detail. Default `false`. */
  monitoring?: boolean;
  /** For example `arn:aws:iam::123456789012:instance-profile/server`. */
  iamInstanceProfileArn?: string;
  /** Default `false`. */
  enclaveEnabled?: boolean;
  /** Default `default`. */
  tenancy?: string;
  /** Default: none. */
  placementGroupName?: string;
  /** What else it was launched with; AWS's defaults where nothing is said. */
  launchOptions?: MockLaunchOptions;
  /** Why it left `running`, for example `Client.UserInitiatedShutdown`. */
  stateReason?: string;
  /** The same for people, for example `User initiated (2026-01-29 12:00:00 GMT)`. */
  stateTransitionReason?: string;
  /** When the instance last changed, ISO 8601. */
  lastUpdated: string;
}

/** An SSM parameter (`GetParameter`). */
export interface MockSSMParameter {
  value: string;
  type: "String" | "SecureString" | "StringList";
  /** When the value was last set, ISO 8601. */
  lastModified: string;
  /** What AWS knows beside that; absent as long as no AWS client has set the parameter. */
  metadata?: MockSSMParameterMetadata;
}

/** What AWS knows of a parameter beside its value (SSM `ParameterMetadata`). What is absent has AWS's default. */
export interface MockSSMParameterMetadata {
  /** How often the value was set. Default `1`. */
  version?: number;
  description?: string;
  /** Default `"Standard"`. */
  tier?: "Standard" | "Advanced";
  /** `"text"` (the default), `"aws:ec2:image"` or `"aws:ssm:integration"`. */
  dataType?: string;
  /** The key of a `SecureString`. Default `alias/aws/ssm`. */
  keyId?: string;
  /** A regular expression that a value must match. */
  allowedPattern?: string;
  /** The policies, each as the JSON that AWS has for it: `{"Type":"Expiration","Version":"1.0","Attributes":{…}}`. */
  policies?: string[];
  /** The labels of this version. */
  labels?: string[];
  /** The parameter's tags, by key. */
  tags?: Record<string, string>;
}

/** An SSM command and its outcome (`SendCommand`, `GetCommandInvocation`). */
export interface MockSSMCommand {
  /** `cmd-<epoch ms>-<7 characters 0-9a-z>`, unique in a store; a UUID where an AWS client has sent it. */
  commandId: string;
  /** The shell lines that were sent. */
  commands: string[];
  status: "Pending" | "InProgress" | "Success" | "Failed";
  /** AWS's own status, where it is another: `Delayed` and `Cancelling` are in progress, the others have failed. */
  awsStatus?: AwsCommandStatus;
  /** Standard output. */
  output?: string;
  /** Standard error. */
  error?: string;
  /** ISO 8601. */
  createdAt: string;
  /** When it began, ISO 8601; like all that follows but `completedAt`, only of a command that an AWS client has sent. */
  startedAt?: string;
  /** ISO 8601. */
  completedAt?: string;
  /** `AWS-RunShellScript` or `AWS-RunPowerShellScript`. */
  documentName?: string;
  /** The instances that it was sent to. */
  instanceIds?: string[];
  comment?: string;
  /** How many seconds it may run. Default `3600`. */
  executionTimeout?: number;
  /** How many seconds an instance has to take it. */
  timeoutSeconds?: number;
  /** What it will end with, while it is under way. */
  outcome?: { status?: CommandResult["status"]; output?: string; error?: string };
  /** Whether a handler of `onCommand()` runs it, while it does. */
  handled?: boolean;
  /** What it was sent with, beside what it runs. */
  request?: MockSSMCommandRequest;
  /** Of a command that was cancelled on some of its instances alone: how it is there, by instance id. */
  cancelled?: Record<string, { status: AwsCommandStatus; completedAt?: string }>;
}

/** What a command was sent with (`SendCommand`). What is absent has AWS's default. */
export interface MockSSMCommandRequest {
  /** Default `"$DEFAULT"`. */
  documentVersion?: string;
  workingDirectory?: string;
  /** What has found its instances, where they were not named. */
  targets?: { key: string; values: string[] }[];
  /** Default `"50"`. */
  maxConcurrency?: string;
  /** Default `"0"`. */
  maxErrors?: string;
  outputS3BucketName?: string;
  outputS3KeyPrefix?: string;
  serviceRoleArn?: string;
}

/** The status of a command in AWS (SSM `CommandInvocationStatus`). */
export type AwsCommandStatus = MockSSMCommand["status"] | "Delayed" | "Cancelled" | "TimedOut" | "Cancelling";

/** What commands that an AWS client sends end with, where no handler of `onCommand()` answers them. */
export interface MockCommandResponse {
  /**
   * The lines of the command, joined by newlines; or a regular expression that is found in them, written as
   * `/pattern/flags`.
   */
  match: string;
  /** Default `"Success"`. */
  status?: "Success" | "Failed" | "TimedOut" | "Cancelled";
  /** Standard output. */
  output?: string;
  /** Standard error. */
  error?: string;
  /** How many milliseconds of the account's time it takes. Default: as the transition `ssm:command` says. */
  delayMs?: number;
  /** How many more commands it answers: each counts it down by one. Default: all. */
  times?: number;
}

/** A Lambda function (`GetFunction`), and what it answers where no handler of `onInvoke()` does. */
export interface MockFunction {
  /** The payload, any JSON. Default `null`. */
  response?: unknown;
  /** How it fails, in place of a response. */
  error?: { errorType?: string; errorMessage?: string };
  description?: string;
  /** Default `nodejs22.x`. */
  runtime?: string;
  /** Default `index.handler`. */
  handler?: string;
  /** In MB. Default 128. */
  memorySize?: number;
  /** In seconds. Default 3. It is told, and nothing is stopped by it. */
  timeout?: number;
  /** The ARN of its role. */
  role?: string;
  /** Its environment variables. */
  environment?: Record<string, string>;
  /** When it was last changed, ISO 8601. */
  lastModified?: string;
}

/** An address or a domain that mails are sent from (SES `ListIdentities`). */
export interface MockSenderIdentity {
  /** One that is not `Success` sends no mails. */
  verificationStatus: "Pending" | "Success" | "Failed" | "TemporaryFailure" | "NotStarted";
}

/** A mail that was sent (SES `SendEmail`). */
export interface MockSentEmail {
  messageId: string;
  /** The sender. */
  source: string;
  destination: { to?: string[]; cc?: string[]; bcc?: string[] };
  replyTo?: string[];
  subject: string;
  body: { text?: string; html?: string };
  /** When it was accepted, ISO 8601. */
  createdAt: string;
  /** When it was sent, ISO 8601: as the transition `ses:send` says. */
  sentAt?: string;
}

/** A backup of the game server. */
export interface MockBackup {
  name: string;
  /** ISO 8601, RFC 2822, or another of the usual forms that `Date.parse` reads; the newest comes first. */
  date: string;
  /** For people, for example `2.1 GB`. */
  size: string;
}

/** The costs of a period (Cost Explorer `GetCostAndUsage`). */
export interface MockCostData {
  /** First and last moment of the period, ISO 8601. */
  period: { start: string; end: string };
  /** A decimal string, for example `15.50`. */
  totalCost: string;
  /** ISO 4217, for example `USD`. */
  currency: string;
  /** The total by service, amounts as decimal strings. */
  breakdown: { service: string; cost: string }[];
  /** ISO 8601. */
  fetchedAt: string;
}

/** The periods costs are kept for. */
export type CostPeriod = "current-month" | "last-month" | "last-30-days";

/** The CloudFormation stack (`DescribeStacks`). */
export interface MockCloudFormationStack {
  exists: boolean;
  /** For example `CREATE_COMPLETE`. */
  status: string;
  /** The stack's ARN. */
  stackId: string;
  /** Its outputs, by key. */
  outputs?: Record<string, string>;
  description?: string;
  /** Its parameters, by key. */
  parameters?: Record<string, string>;
  /** Those of its parameters whose values are not to be shown (`NoEcho`). */
  noEcho?: string[];
  /** For example `CAPABILITY_IAM`. */
  capabilities?: string[];
  /** Its tags, by key. */
  tags?: Record<string, string>;
  /** The body of its template. */
  template?: string;
  /** ISO 8601. */
  creationTime?: string;
  /** When it was deleted, ISO 8601. */
  deletionTime?: string;
  /** The token of the latest request for it. */
  clientRequestToken?: string;
  /** Whether it cannot be deleted. */
  terminationProtection?: boolean;
  /** Its resources, by logical id. */
  resources?: Record<string, MockStackResource>;
  /** When an update began last, ISO 8601. */
  lastUpdatedTime?: string;
  /** The ARN of the role that it is made by. */
  roleArn?: string;
  /** The ARNs of the topics that are told of its events. */
  notificationArns?: string[];
  /** Whether what fails is left as it is. */
  disableRollback?: boolean;
}

/** A resource of a stack (CloudFormation `DescribeStackResources`): it is listed, and there is no such thing. */
export interface MockStackResource {
  /** For example `AWS::SNS::Topic`. */
  type: string;
  /** Its id in the service that it is of. */
  physicalId?: string;
  /** Default `CREATE_COMPLETE`. */
  status?: string;
  /** When it got its status, ISO 8601. By default with the stack. */
  updatedAt?: string;
  /** Whether the update that is under way deletes it in the end. */
  isRemoved?: boolean;
}

/** A change of the status of a stack, or of one of its resources (CloudFormation `DescribeStackEvents`). */
export interface MockStackEvent {
  eventId: string;
  /** The stack's ARN. */
  stackId: string;
  /** The logical id of the resource; absent for the stack itself. */
  logicalResourceId?: string;
  physicalResourceId?: string;
  resourceType?: string;
  /** The status from then on. */
  status: string;
  reason?: string;
  clientRequestToken?: string;
  /** ISO 8601. */
  timestamp: string;
}

/** An EBS volume (EC2 `DescribeVolumes`). */
export interface MockVolume {
  volumeId: string;
  /** In GiB. */
  size: number;
  /** For example `gp3`. */
  volumeType: string;
  /** For example `us-east-1a`. */
  availabilityZone: string;
  state: "creating" | "available" | "in-use" | "deleting" | "deleted" | "error";
  encrypted: boolean;
  /** The snapshot it was made from. */
  snapshotId?: string;
  /** ISO 8601. */
  createTime: string;
  /** Operations a second, where they were asked for. */
  iops?: number;
  /** MiB a second, where they were asked for. */
  throughput?: number;
  /** The key it is encrypted with. */
  kmsKeyId?: string;
  /** What `ModifyVolume` changes it to; absent once it has. */
  modification?: {
    /** ISO 8601. */
    startTime: string;
    /** In GiB. */
    size: number;
    /** For example `gp3`. */
    volumeType: string;
    iops?: number;
    throughput?: number;
  };
  /**
   * Where it is attached. EC2 answers by the `blockDeviceMappings` of the instances, and writes these along.
   */
  attachments: {
    instanceId: string;
    /** For example `/dev/sda1`. */
    device: string;
    state: "attaching" | "attached" | "detaching" | "detached" | "busy";
    /** ISO 8601. */
    attachTime?: string;
    /** Whether the volume goes when the instance is terminated. */
    deleteOnTermination: boolean;
  }[];
  /** By key. */
  tags: Record<string, string>;
}

/** A snapshot of a volume (EC2 `DescribeSnapshots`). */
export interface MockVolumeSnapshot {
  snapshotId: string;
  /** The volume it was made of. */
  volumeId: string;
  /** The size of that volume in GiB. */
  volumeSize: number;
  state: "pending" | "completed" | "error";
  description?: string;
  encrypted: boolean;
  /** The key it is encrypted with. */
  kmsKeyId?: string;
  /** ISO 8601. */
  startTime: string;
  /** ISO 8601. */
  completionTime?: string;
  /** The account that owns it. Default: this one. */
  ownerId?: string;
  /** AWS's name for the owner: `amazon`. */
  ownerAlias?: string;
  /** By key. */
  tags: Record<string, string>;
}

/** A machine image (EC2 `DescribeImages`). */
export interface MockImage {
  imageId: string;
  name: string;
  description?: string;
  state: "pending" | "available" | "failed" | "deregistered";
  /** The account that owns it. Default: this one. */
  ownerId?: string;
  /** AWS's name for the owner: `amazon`. */
  ownerAlias?: string;
  /** ISO 8601. */
  creationDate: string;
  /** For example `x86_64`. */
  architecture: string;
  /** For example `/dev/sda1`. */
  rootDeviceName: string;
  /** The volumes that its instances get. */
  blockDeviceMappings: {
    /** For example `/dev/sda1`. */
    deviceName: string;
    /** For example `snap-0abcdef1234567890`; an empty volume has none. */
    snapshotId?: string;
    /** In GiB. */
    volumeSize: number;
    /** For example `gp3`. */
    volumeType: string;
    /** Whether the volume goes when the instance is terminated. */
    deleteOnTermination: boolean;
    encrypted: boolean;
    /** Operations a second, where they were asked for. */
    iops?: number;
    /** MiB a second, where they were asked for. */
    throughput?: number;
  }[];
  /** The instance it was made from. */
  sourceInstanceId?: string;
  /** The image of that instance. */
  sourceImageId?: string;
  /** ISO 8601. A deregistered image is remembered for 24 hours, so that nothing is launched from it. */
  deregisteredAt?: string;
  /** By key. */
  tags: Record<string, string>;
}

/** An Elastic IP address. */
export interface MockAddress {
  /** For example `eipalloc-0abcdef1234567890`. */
  allocationId: string;
  /** For example `198.19.0.4`. */
  publicIp: string;
  /** The id of its association. */
  associationId?: string;
  /** The instance that it is associated with. */
  instanceId?: string;
  /** By key. */
  tags: Record<string, string>;
}

/** The tags of a VPC, a subnet or a security group. */
export interface MockNetworkTags {
  /** By key. */
  tags: Record<string, string>;
}

/** What EC2 did for a `ClientToken`: it does nothing again for 24 hours. */
export interface MockClientToken {
  /** A checksum of the request. */
  request: string;
  /** The ids of what was made. */
  resources: string[];
  /** ISO 8601. */
  createdAt: string;
}

/** How an operation is to fail. */
export interface OperationFailureConfig {
  /** Fail the next call only. */
  failNext: boolean;
  /** Fail every call. */
  alwaysFail: boolean;
  /** The AWS error code to fail with. */
  errorCode?: string;
  /** The message to fail with. */
  errorMessage?: string;
}

/** The injected faults. */
export interface MockFaultInjection {
  /** How long the caller's provider is to wait before each answer, in milliseconds. */
  globalLatencyMs: number;
  /** The failing operations by name. */
  operationFailures: Map<string, OperationFailureConfig>;
  /** The rules, in the order in which they are tried. Absent where there is none. */
  rules?: MockFaultRule[];
}

/** How long something takes: milliseconds, or a distribution that each call draws from. */
export type FaultLatency =
  | number
  | { distribution: "uniform"; min: number; max: number }
  | { distribution: "normal"; mean: number; stdDev: number }
  | { distribution: "lognormal"; median: number; sigma: number; max?: number };

/** The errors that each service has words of its own for. */
export type FaultErrorName = "throttling" | "unavailable" | "internal" | "access-denied" | "capacity";

/**
 * A fault: the calls that it is for, and what becomes of them. All conditions must hold. `operationFailures` come first,
 * then the rules in their order; the first one with an error, a connection or an empty bucket decides. One with latency
 * only never ends the search, and latencies add up.
 */
export interface FaultRule {
  /** By default a new one; that of another rule replaces it. */
  id?: string;
  /** What calls show as their fault; the id where there is none. */
  name?: string;
  /** The calls, as IAM names actions: `"ec2:StartInstances"`, `"ssm:Get*"`, `"*"`; one of a list. */
  action: string | string[];
  /** The instance id, parameter name, stack, function… that the call names; `*` and `?` are wildcards. */
  resource?: string | string[];
  /** How many of 1 it hits, drawn by the store's `seed`. Default 1. */
  probability?: number;
  /** The first so many calls that action, resource and time match are let through. */
  skip?: number;
  /** Of the calls after those, only each so-manieth. */
  every?: number;
  /** How often it hits in all. */
  times?: number;
  /** From this moment of the account's time on, ISO 8601. */
  from?: string;
  /** Before this moment of the account's time, ISO 8601. */
  until?: string;
  /**
   * The error to answer: a code, one with message and HTTP status, or a name for the service's own words. Without a
   * status it has that of its code in AWS; 400 if that is unknown, which SDKs do not retry.
   */
  error?: FaultErrorName | (string & {}) | { code: string; message?: string; statusCode?: number };
  /** How long the call takes longer, before the change, or with `after` after it. */
  latencyMs?: FaultLatency;
  /** A token bucket on the account's time, shared by all processes; a call that finds it empty is throttled. */
  throttle?: { ratePerSecond: number; burst: number };
  /**
   * What happens instead of an answer: the connection is reset, closed without an answer (`"empty"`), answered with
   * bytes that are no HTTP (`"malformed"`), or never answered (`"timeout"`).
   */
  connection?: "reset" | "timeout" | "empty" | "malformed";
  /** When it happens; by default at once, and for `"timeout"` never. */
  afterMs?: number;
  /** True if the change is made all the same, and then the call fails or waits. */
  after?: boolean;
}

/** A rule as it stands in the state. */
export interface MockFaultRule extends FaultRule {
  id: string;
  /** How often it has hit. */
  hits?: number;
  /** How many calls action, resource and time have matched, where `skip` or `every` count them. */
  matched?: number;
  /** What its bucket held, and when. */
  bucket?: { tokens: number; at: string };
}

/** A rule as a patch or a file has it: with or without an id, and with how far it has come. */
export type FaultRuleEntry = Omit<MockFaultRule, "id"> & { id?: string | undefined };

/** The options of {@link MockStateStore.applyFaults}. */
export interface ApplyFaultsOptions {
  /** The instance id, parameter name, stack, function… that the call names. */
  resource?: string | undefined;
  /** Ends the waits. */
  signal?: AbortSignal | undefined;
}

/** A state, rules, and what happens later, under a name. */
export interface Scenario {
  name: string;
  description: string;
  /** Laid over the fixtures and `initialState`. What it puts into an intermediate state goes on as the transitions say. */
  state?: InitialState;
  /** The rules, in place of all that there are. */
  faults?: FaultRule[];
  /** How long things take while the scenario lasts. */
  transitions?: TransitionsPatch;
  /** What happens so many milliseconds later: a patch, and rules in place of those until then. */
  timeline?: { atMs: number; state?: MockStatePatch; faults?: FaultRule[] }[];
}

/** A scenario that can be applied. */
export interface ScenarioInfo {
  name: string;
  description: string;
  /** True if this package brings it along. */
  builtIn: boolean;
}

/** A snapshot that was kept. */
export interface SnapshotInfo {
  name: string;
  /** The account's time then, ISO 8601. */
  takenAt: string;
}

/** An operation of a JSON Patch (RFC 6902). */
export type JsonPatchOperation =
  | { op: "add" | "replace"; path: string; value: unknown }
  | { op: "remove"; path: string };

/** A lease as it stands in the state: held by its owner until it expires. */
export interface MockLeaseState {
  owner: string;
  /** A whole number larger than that of every lease that the store gave out before. */
  fencingToken: number;
  /** ISO 8601; from this moment on the lease is free. */
  expiresAt: string;
}

/** A lease, with its name. */
export interface MockLease extends MockLeaseState {
  name: string;
}

/** The leases (they have no counterpart in AWS). */
export interface MockLeases {
  /** The largest token that was ever given out. */
  lastFencingToken: number;
  /** By name. One that has expired may still be there. */
  held: Record<string, MockLeaseState>;
}

/** What {@link MockStateStore.acquireLease} resolves to. */
export interface LeaseAcquisition {
  /** Whether the caller's owner holds the lease now. */
  acquired: boolean;
  /** The caller's lease, or that of the present holder. */
  lease: MockLease;
}

/** What {@link MockStateStore.renewLease} resolves to. */
export type LeaseRenewal = { renewed: true; lease: MockLease } | { renewed: false; lease?: undefined };

/** Everything the store holds. */
export interface MockState {
  instance: MockInstanceState;
  ssm: {
    /** By name. */
    parameters: Record<string, MockSSMParameter>;
    /**
     * The earlier versions of parameters, by `<name>:<version>`: the last 99 of each, from the first version on that an
     * AWS client has set. Absent as long as there is none.
     */
    parameterHistory?: Record<string, MockSSMParameter>;
    /** Oldest first. */
    commands: MockSSMCommand[];
    /** What commands answer; the first that matches counts. Absent as long as nobody has set it. */
    commandResponses?: MockCommandResponse[];
  };
  /** Newest first. */
  backups: MockBackup[];
  costs: Record<CostPeriod, MockCostData>;
  cloudformation: MockCloudFormationStack;
  /** The stacks beside it, by name, or by ARN once they are deleted; absent as long as there is none. */
  stacks?: Record<string, MockCloudFormationStack>;
  /** What has happened to stacks, oldest first, the last 1,000; absent as long as nothing has. */
  stackEvents?: MockStackEvent[];
  /** Absent as long as it is empty. */
  lambda?: {
    /** By name. A function exists once it is here, or has a handler of `onInvoke()`. */
    functions?: Record<string, MockFunction>;
  };
  /** Absent as long as it is empty. */
  ses?: {
    /** Oldest first, the last 1,000. */
    sentEmails?: MockSentEmail[];
    /** By address or domain. An address of none of them sends mails like a verified one. */
    identities?: Record<string, MockSenderIdentity>;
  };
  faults: MockFaultInjection;
  /**
   * Absent as long as there never was a lease. Only a file and the methods for leases set it: a patch,
   * the initial state and a transaction ignore it.
   */
  leases?: MockLeases;
  /** Absent as long as it is empty. */
  ec2?: {
    /** The instances beside `instance`, by id; absent as long as there is none. */
    instances?: Record<string, MockInstanceState>;
    /**
     * By id; absent as long as there is none. A volume of an instance that nobody has changed is not here: it has
     * 8 GiB of `gp3`.
     */
    volumes?: Record<string, MockVolume>;
    /** By id; absent as long as there is none. One that only instances were launched from is not here. */
    images?: Record<string, MockImage>;
    /** By allocation id; absent as long as there is none. */
    addresses?: Record<string, MockAddress>;
    /** By the id of a VPC, subnet or security group; absent as long as none has had tags. */
    networkTags?: Record<string, MockNetworkTags>;
    /** By id; absent as long as there is none. One that an image has, and nobody has changed, is not here. */
    snapshots?: Record<string, MockVolumeSnapshot>;
    /** By operation and token: `RunInstances/<token>`; absent as long as there is none. */
    clientTokens?: Record<string, MockClientToken>;
  };
  /** Absent without a seed: the seed, and how many operations have drawn from it. Only the option `seed` sets it. */
  random?: { seed: number; position: number };
  /** Absent as long as the account's clock shows the time of `Date.now()`. Only the methods of {@link MockClock} set it. */
  clock?: {
    /** How many milliseconds it is ahead of `Date.now()`. */
    offsetMs: number;
    /** The moment at which it stands still, ISO 8601. */
    frozenAt?: string;
  };
  /** How long things take, where that was chosen; absent as long as nothing was. A reset keeps it. */
  transitions?: { [T in Transition | "*"]?: TransitionDuration };
  /** What is to happen, by id; absent as long as it is empty. Only methods and calls on the wire set it. */
  scheduled?: Record<string, Omit<ScheduledChange, "id">>;
  /** The scenario that was applied last; absent where none was since the last reset. */
  scenario?: {
    name: string;
    description: string;
    /** ISO 8601, in the account's time. */
    appliedAt: string;
    /** The durations that were chosen before it, where it has chosen others; after it they hold again. */
    transitionsBefore?: { [T in Transition | "*"]?: TransitionDuration };
  };
  /** This realm's registered timers; never persisted, and not enumerable in what `getState()` returns. */
  pendingTimeouts: NodeJS.Timeout[];
}

/** What takes time in the account. */
export type Transition =
  | "ec2:pending"
  | "ec2:stopping"
  | "ec2:shutting-down"
  | "ec2:volume"
  | "ec2:snapshot"
  | "ssm:command"
  | "ssm:visibility"
  | "cloudformation:stack"
  | "ses:send";

/**
 * How long a transition takes: so many milliseconds; `"immediate"`, it is over with the call that begins it;
 * `"manual"`, until the account's clock is moved or a method sets what it leads to; or until the resource has been
 * looked at so many times, by calls on the wire that return it.
 */
export type TransitionDuration = number | "immediate" | "manual" | { polls: number };

/** How long each transition takes. */
export type Transitions = Record<Transition, TransitionDuration>;

/** How long some transitions take; `"*"` stands for all that are not named. `null` takes a choice back. */
export type TransitionsPatch = { readonly [T in Transition | "*"]?: Readable<TransitionDuration> | null | undefined };

/** What is to happen: a transition that is under way, or a patch. */
export interface ScheduledChange {
  id: string;
  /** When it is due, ISO 8601 in the account's time; absent where that is not a matter of time. */
  dueAt?: string;
  /** How many more looks it takes. */
  polls?: number;
  /** The transition that is under way. */
  transition?: Transition;
  /** The resource that it is under way for. */
  resource?: string;
  /** The parameter that is deleted then, if its policies still say so. */
  expires?: string;
  /** The patch that is laid over the state when it is due. */
  patch?: MockStatePatch;
  /** The rules that take the place of all others when it is due. */
  faults?: MockFaultRule[];
  /** The scenario whose timeline it belongs to. */
  scenario?: string;
}

/**
 * The account's clock: `Date.now()` of this realm plus an offset, or frozen. Offset and moment are part of the state,
 * and so the same in every process. Fake timers govern it as they govern `Date`.
 */
export interface MockClock {
  /** The account's time in epoch milliseconds. */
  now(): number;
  /**
   * Moves the clock on. Resolves when everything that has come due by then is committed, in order, each stamped with
   * its own time; `"manual"` transitions are over too.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`.
   */
  advance(ms: number): Promise<void>;
  /**
   * Moves the clock to a moment: epoch milliseconds, ISO 8601 text or a `Date`. As {@link MockClock.advance}.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_VALUE` where the moment is past: time does not go back.
   */
  set(time: number | string | Date): Promise<void>;
  /** Stops the clock where it is. */
  freeze(): Promise<void>;
  /** Lets the clock go on from where it stands. */
  resume(): Promise<void>;
}

/** A call that was made on the wire. */
export interface MockCall {
  /** The request id that was answered. */
  id: string;
  /** When it came, ISO 8601 in the account's time. */
  time: string;
  /** As credentials name it: `ec2`, `ssm`, `cloudformation`, `ce`, `lambda`, `sts`, `ses`. */
  service: string;
  /** The action, for example `StartInstances`. */
  operation: string;
  /** The input by AWS's member names; secrets (a `SecureString`, a stack's parameter with `NoEcho`) are masked. */
  input: Record<string, unknown>;
  /** The output, where the call succeeded. */
  output?: Record<string, unknown>;
  /** The error that was answered. It has no status where the connection broke instead. */
  error?: { code: string; message: string; statusCode?: number };
  /** Which attempt of the SDK it was, from 1. */
  attempt: number;
  /** How long the answer took in real time. */
  durationMs: number;
  /** The fault that was applied: the name of an `operationFailures` entry, or the name or id of the rule that decided, or else of those that delayed it. */
  fault?: string;
  accessKeyId: string;
  region: string;
  /** The process that answered. */
  pid: number;
}

/** Which calls are wanted. */
export interface CallFilter {
  service?: string | undefined;
  operation?: string | undefined;
  /** Calls from this moment on: epoch milliseconds, ISO 8601 text or a `Date`, in the account's time. */
  since?: number | string | Date | undefined;
}

/** What a Lambda function is called with. */
export interface LambdaInvocation {
  functionName: string;
  /** The payload, parsed where it is JSON, otherwise its text; `undefined` where there is none. */
  payload: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: what a payload is, its function knows
type Payload = any;

/** The code of a Lambda function: what it returns or resolves to is the payload that is answered, as JSON. */
export type InvokeHandler = (payload: Payload, invocation: LambdaInvocation) => unknown;

/** How a command ends. */
export interface CommandResult {
  /** Default `"Success"`. */
  status?: "Success" | "Failed" | "TimedOut" | "Cancelled" | undefined;
  /** Standard output. */
  output?: string | undefined;
  /** Standard error. */
  error?: string | undefined;
  /** How many milliseconds of the account's time later it ends. Default `0`. */
  delayMs?: number | undefined;
}

/** What a {@link CommandHandler} answers: nothing stands for success without output. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is a handler
export type CommandOutcome = CommandResult | undefined | void;

/** Runs the shell lines of a command. */
export type CommandHandler = (
  commands: string[],
  command: { commandId: string; instanceId: string },
) => CommandOutcome | Promise<CommandOutcome>;

type OptionalKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T];

/** `T` as an argument, which may be read-only. */
export type Readable<T> = T extends readonly (infer Element)[]
  ? readonly Readable<Element>[]
  : T extends object
    ? { readonly [K in keyof T]: Readable<T[K]> }
    : T;

/**
 * A part of `T`: an absent key leaves the field alone, an optional field given as `undefined` or
 * `null` is removed, a required field given as `undefined` is left alone.
 */
export type Patch<T> = {
  readonly [K in keyof T]?: Readable<T[K]> | undefined | (K extends OptionalKeys<T> ? null : never);
};

/** A patch of the instance; `state` may be a member of a project's own string enum. */
export type InstancePatch<S extends string = ServerState> = Patch<Omit<MockInstanceState, "state">> & {
  state?: ServerStateArgument<S> | ServerState | ServerStateValue | undefined;
};

/** The argument of {@link MockStateStore.patchState}. */
export interface MockStatePatch<S extends string = ServerState> {
  /** Merged shallowly; `lastUpdated` is not touched unless given. */
  instance?: InstancePatch<S> | undefined;
  ssm?:
    | {
        /** Each name given is set; one given as `null` is removed. */
        parameters?: Readonly<Record<string, Readable<MockSSMParameter> | null | undefined>> | undefined;
        /** Each version given is set; one given as `null` is removed. */
        parameterHistory?: Readonly<Record<string, Readable<MockSSMParameter> | null | undefined>> | undefined;
        /** Replaces all commands. */
        commands?: Readable<MockSSMCommand[]> | undefined;
        /** Replaces all responses. */
        commandResponses?: Readable<MockCommandResponse[]> | undefined;
      }
    | undefined;
  /** Replaces all backups, in the order given. */
  backups?: Readable<MockBackup[]> | undefined;
  /** Each period given is replaced. */
  costs?: { readonly [P in CostPeriod]?: Readable<MockCostData> | undefined } | undefined;
  /** Merged shallowly. */
  cloudformation?: Patch<MockCloudFormationStack> | undefined;
  /** Each stack given is merged into the one of its name, or set whole; one given as `null` is removed. */
  stacks?: Readonly<Record<string, Patch<MockCloudFormationStack> | null | undefined>> | undefined;
  /** Replaces all events. */
  stackEvents?: Readable<MockStackEvent[]> | undefined;
  lambda?:
    | {
        /** Each function given is merged into the one of its name, or set whole; one given as `null` is removed. */
        functions?: Readonly<Record<string, Patch<MockFunction> | null | undefined>> | undefined;
      }
    | undefined;
  ses?:
    | {
        /** Replaces all mails. */
        sentEmails?: Readable<MockSentEmail[]> | undefined;
        /** Each identity given is merged into the one of its name, or set whole; one given as `null` is removed. */
        identities?: Readonly<Record<string, Patch<MockSenderIdentity> | null | undefined>> | undefined;
      }
    | undefined;
  faults?:
    | {
        globalLatencyMs?: number | undefined;
        /** Replaces all operation failures. */
        operationFailures?:
          | ReadonlyMap<string, Readable<OperationFailureConfig>>
          | Readonly<Record<string, Readable<OperationFailureConfig>>>
          | undefined;
        /** Replaces all rules. One without an id gets one. */
        rules?: Readable<FaultRuleEntry[]> | null | undefined;
      }
    | undefined;
  ec2?:
    | {
        /** Each instance given is merged into the one of its id, or set whole; one given as `null` is removed. */
        instances?: Readonly<Record<string, InstancePatch<S> | null | undefined>> | undefined;
        /** As `instances`. */
        volumes?: Readonly<Record<string, Patch<MockVolume> | null | undefined>> | undefined;
        /** As `instances`. */
        images?: Readonly<Record<string, Patch<MockImage> | null | undefined>> | undefined;
        /** As `instances`. */
        addresses?: Readonly<Record<string, Patch<MockAddress> | null | undefined>> | undefined;
        /** As `instances`. */
        networkTags?: Readonly<Record<string, Patch<MockNetworkTags> | null | undefined>> | undefined;
        snapshots?: Readonly<Record<string, Patch<MockVolumeSnapshot> | null | undefined>> | undefined;
        /** Each token given is set; one given as `null` is removed. */
        clientTokens?: Readonly<Record<string, Readable<MockClientToken> | null | undefined>> | undefined;
      }
    | undefined;
  /** Ignored. */
  leases?: unknown;
  /** Ignored. */
  pendingTimeouts?: unknown;
}

type DeepPatch<T> = T extends readonly unknown[]
  ? Readable<T>
  : T extends object
    ? { [K in keyof T]?: DeepPatch<T[K]> | undefined | (K extends OptionalKeys<T> ? null : never) }
    : T;

/**
 * A deep partial of the state, laid over the defaults. An entry given as `null` is removed; a new
 * parameter needs only its `value`; arrays replace the default ones.
 */
export interface InitialState<S extends string = ServerState> {
  instance?:
    | (DeepPatch<Omit<MockInstanceState, "state">> & {
        state?: ServerStateArgument<S> | ServerState | ServerStateValue | undefined;
      })
    | undefined;
  ssm?:
    | {
        parameters?: Record<string, Patch<MockSSMParameter> | null | undefined> | undefined;
        parameterHistory?: Record<string, Readable<MockSSMParameter> | null | undefined> | undefined;
        commands?: Readable<MockSSMCommand[]> | undefined;
        commandResponses?: Readable<MockCommandResponse[]> | undefined;
      }
    | undefined;
  backups?: Readable<MockBackup[]> | undefined;
  costs?: { [P in CostPeriod]?: DeepPatch<MockCostData> | undefined } | undefined;
  cloudformation?: Patch<MockCloudFormationStack> | undefined;
  stacks?: Record<string, Readable<MockCloudFormationStack> | null | undefined> | undefined;
  stackEvents?: Readable<MockStackEvent[]> | undefined;
  lambda?: { functions?: Record<string, Readable<MockFunction> | null | undefined> | undefined } | undefined;
  ses?:
    | {
        sentEmails?: Readable<MockSentEmail[]> | undefined;
        identities?: Record<string, Readable<MockSenderIdentity> | null | undefined> | undefined;
      }
    | undefined;
  faults?:
    | {
        globalLatencyMs?: number | undefined;
        operationFailures?:
          | ReadonlyMap<string, OperationFailureConfig>
          | Record<string, OperationFailureConfig | null | undefined>
          | undefined;
        rules?: Readable<FaultRuleEntry[]> | null | undefined;
      }
    | undefined;
  ec2?:
    | {
        /** A new instance needs nothing: it is `running`, without a volume. */
        instances?: Record<string, InstancePatch<S> | null | undefined> | undefined;
        /** A new volume needs only its `size` and `availabilityZone`. */
        volumes?: Record<string, Patch<MockVolume> | null | undefined> | undefined;
        /** A new image needs nothing: it has a root volume of 8 GiB. */
        images?: Record<string, Patch<MockImage> | null | undefined> | undefined;
        /** A new address needs only its `publicIp`. */
        addresses?: Record<string, Patch<MockAddress> | null | undefined> | undefined;
        /** As in a patch. */
        networkTags?: Record<string, Patch<MockNetworkTags> | null | undefined> | undefined;
        /** A new snapshot needs nothing: it is completed, of 8 GiB. */
        snapshots?: Record<string, Patch<MockVolumeSnapshot> | null | undefined> | undefined;
      }
    | undefined;
}

/** What a store is made with. */
export interface MockStateStoreOptions<S extends string = ServerState> {
  /**
   * Keep the state in a file. Default `false`; where it is not given and the environment variable
   * `MOCK_STATE_STORE_PATH` is set, the store persists there.
   */
  enablePersistence?: boolean | undefined;
  /** The file. Default `.mock-state.json` in the working directory; resolved when the store is made. */
  persistencePath?: string | undefined;
  /**
   * How many milliseconds after a change the JSON file is brought up to date; it is sooner where the log beside it has
   * grown large. Default `1000`.
   */
  persistenceDebounceMs?: number | undefined;
  /** Laid over the defaults, at creation and at every reset. */
  initialState?: InitialState<S> | undefined;
  /** How many commands are kept; the oldest go first. A positive integer or `Infinity`. Default `1000`. */
  commandHistoryLimit?: number | undefined;
  /**
   * What a change survives once its promise has resolved: `"process"`, any death of any process; `"power"`, also the
   * loss of power, because each change waits until it is on the disk. Default `"process"`.
   */
  durability?: "process" | "power" | undefined;
  /**
   * How many milliseconds another process that holds the file is waited for, before a call rejects with
   * `ERR_BUSY`. Default `5000`.
   */
  lockTimeoutMs?: number | undefined;
  /**
   * What the account begins with: `"default"`, the server, its parameters, backups, costs and stack; `"empty"`, none
   * of them: no parameters, commands and backups, costs of `0.00`, no stack, and an instance that was terminated long
   * ago, so that EC2 no longer lists it. Default `"default"`.
   */
  fixtures?: "default" | "empty" | undefined;
  /** The account's number, 12 digits. Default `"123456789012"`. */
  accountId?: string | undefined;
  /** The account's region. Default `"us-east-1"`. */
  region?: string | undefined;
  /** The name of the stack that the account begins with. Default `"minecraft-stack"`. */
  stackName?: string | undefined;
  /** How many calls on the wire are kept; the oldest go first. A positive integer or `Infinity`. Default `1000`. */
  callHistoryLimit?: number | undefined;
  /** How long things take; see {@link MockStateStore.setTransitions}. */
  transitions?: TransitionsPatch | undefined;
  /**
   * Makes ids, probabilities and latencies repeatable: the same seed and the same calls, the same answers. A whole number
   * from 0. A file keeps it, and how far its numbers have been drawn.
   */
  seed?: number | undefined;
  /**
   * The project's own scenarios: a list, or the path of a folder of JSON files, one scenario each, which is read when one
   * is asked for. One of the same name goes before a built-in one.
   */
  scenarios?: readonly Scenario[] | string | undefined;
}

/** The options of a fork; what is not given is as in the store that it starts from. */
export type ForkOptions = Pick<
  MockStateStoreOptions,
  "commandHistoryLimit" | "callHistoryLimit" | "transitions" | "seed" | "scenarios"
>;

/**
 * The parts of the state that can be watched by themselves. `other` is the keys that the store does not
 * know, beside those of the state, of `ssm`, of `costs` and of `faults`; unknown keys inside a record
 * belong to the record.
 */
export type MockStateSection =
  | "instance"
  | "parameters"
  | "commands"
  | "backups"
  | "costs"
  | "cloudformation"
  | "stacks"
  | "functions"
  | "emails"
  | "faults"
  | "leases"
  | "instances"
  | "volumes"
  | "images"
  | "addresses"
  | "networkTags"
  | "volumeSnapshots"
  | "clientTokens"
  | "random"
  | "clock"
  | "transitions"
  | "scheduled"
  | "scenario"
  | "other";

/** The new value of one entry of the state, as the caller's own copy; the type says which entry. */
export type MockStateEntry =
  /** Section `instance`. */
  | { type: "instance"; value: MockInstanceState }
  /** Section `parameters`; `null` where the parameter was deleted. */
  | { type: "parameter"; name: string; value: MockSSMParameter | null }
  /** Section `parameters`: an earlier version, by `<name>:<version>`; `null` where it is no longer kept. */
  | { type: "parameterVersion"; name: string; value: MockSSMParameter | null }
  /** Section `parameters`: no earlier version is kept any more. */
  | { type: "parameterVersionsCleared" }
  /**
   * Section `commands`: a command that is new or was updated. Commands are numbered as they are added,
   * and a number is never used again.
   */
  | { type: "command"; number: number; value: MockSSMCommand }
  /** Section `commands`: all commands with a number below this one are gone. */
  | { type: "commandsRemoved"; below: number }
  /** Section `commands`: all of the responses. */
  | { type: "commandResponses"; value: MockCommandResponse[] | null }
  /** Section `backups`: all of them. */
  | { type: "backups"; value: MockBackup[] }
  /** Section `costs`. */
  | { type: "costs"; period: CostPeriod; value: MockCostData }
  /** Section `cloudformation`. */
  | { type: "cloudformation"; value: MockCloudFormationStack }
  /** Section `stacks`; `null` where the stack is gone from under that name. */
  | { type: "stack"; name: string; value: MockCloudFormationStack | null }
  /** Section `stacks`: all are gone. */
  | { type: "stacksCleared" }
  /** Section `stacks`: an event that is new. Events are numbered as commands are. */
  | { type: "stackEvent"; number: number; value: MockStackEvent }
  /** Section `stacks`: all events with a number below this one are gone. */
  | { type: "stackEventsRemoved"; below: number }
  /** Section `functions`; `null` where the function was removed. */
  | { type: "function"; name: string; value: MockFunction | null }
  /** Section `functions`: all are gone. */
  | { type: "functionsCleared" }
  /** Section `emails`: a mail that is new or was sent. Mails are numbered as commands are. */
  | { type: "sentEmail"; number: number; value: MockSentEmail }
  /** Section `emails`: all mails with a number below this one are gone. */
  | { type: "sentEmailsRemoved"; below: number }
  /** Section `emails`; `null` where the identity is gone. */
  | { type: "sender"; name: string; value: MockSenderIdentity | null }
  /** Section `emails`: all identities are gone. */
  | { type: "sendersCleared" }
  /** Section `faults`. */
  | { type: "globalLatency"; value: number }
  /** Section `faults`; `null` where the failure was removed. */
  | { type: "operationFailure"; operation: string; value: OperationFailureConfig | null }
  /** Section `faults`: all failures are gone. */
  | { type: "operationFailuresCleared" }
  /** Section `faults`: all of the rules; `null` where there is none any more. */
  | { type: "faultRules"; value: MockFaultRule[] | null }
  /** Section `leases`; `null` where the lease was given back. */
  | { type: "lease"; name: string; value: MockLeaseState | null }
  /** Section `leases`: the largest token that was ever given out. */
  | { type: "lastFencingToken"; value: number }
  /** Section `instances`; `null` where the instance was removed. */
  | { type: "ec2Instance"; name: string; value: MockInstanceState | null }
  /** Section `instances`: all instances beside `instance` are gone. */
  | { type: "ec2InstancesCleared" }
  /** Section `volumes`; `null` where the volume was removed. */
  | { type: "volume"; name: string; value: MockVolume | null }
  /** Section `volumes`: all volumes are gone. */
  | { type: "volumesCleared" }
  /** Section `images`; `null` where the image was removed. */
  | { type: "image"; name: string; value: MockImage | null }
  /** Section `images`: all images are gone. */
  | { type: "imagesCleared" }
  /** Section `addresses`; `null` where the address was released. */
  | { type: "elasticIp"; name: string; value: MockAddress | null }
  /** Section `addresses`: all addresses are gone. */
  | { type: "elasticIpsCleared" }
  /** Section `networkTags`; `null` where they were removed. */
  | { type: "networkTagSet"; name: string; value: MockNetworkTags | null }
  /** Section `networkTags`: all are gone. */
  | { type: "networkTagSetsCleared" }
  /** Section `volumeSnapshots`; `null` where the snapshot was removed. */
  | { type: "volumeSnapshot"; name: string; value: MockVolumeSnapshot | null }
  /** Section `volumeSnapshots`: all snapshots of volumes are gone. */
  | { type: "volumeSnapshotsCleared" }
  /** Section `clientTokens`; `null` where the token was forgotten. */
  | { type: "clientToken"; name: string; value: MockClientToken | null }
  /** Section `clientTokens`: all tokens are forgotten. */
  | { type: "clientTokensCleared" }
  /** Section `random`; `null` where there is no seed any more. */
  | { type: "random"; value: NonNullable<MockState["random"]> | null }
  /** Section `clock`; `null` where it shows the time of `Date.now()` again. */
  | { type: "clock"; value: NonNullable<MockState["clock"]> | null }
  /** Section `transitions`; `null` where the choice was taken back. */
  | { type: "transition"; name: Transition | "*"; value: TransitionDuration | null }
  /** Section `transitions`: no duration is chosen any more. */
  | { type: "transitionsCleared" }
  /** Section `scheduled`; `null` where it has happened or was taken back. */
  | { type: "scheduled"; id: string; value: Omit<ScheduledChange, "id"> | null }
  /** Section `scheduled`: nothing is to happen any more. */
  | { type: "scheduledsCleared" }
  /** Section `scenario`; `null` where it was applied no longer. */
  | { type: "scenario"; value: NonNullable<MockState["scenario"]> | null }
  /** Section `other`: all the unknown keys beside the known ones of the state or of one of its parts. */
  | { type: "unknownKeys"; of: "state" | "ssm" | "costs" | "faults"; value: Record<string, unknown> };

/**
 * What has changed after `previousRevision` up to and including `revision`. That is one step for a
 * watcher that is up to date. For one that is more than 1,000 revisions behind it is all of them, with
 * the last value of each entry. Where sections were chosen, it holds nothing of the others.
 *
 * - `entries`: the entries that have changed; applied in their order to the state at
 *   `previousRevision`, they make that at `revision`.
 * - `state`: any entry of those sections may have changed, so read what you need. That is so after
 *   `resetState()`, where a file edited by others was taken over, and for a watcher so far behind that
 *   the store has forgotten the entries.
 */
export type MockStateChange =
  | {
      type: "entries";
      revision: number;
      previousRevision: number;
      /** The sections of the entries. */
      sections: MockStateSection[];
      entries: MockStateEntry[];
    }
  | {
      type: "state";
      revision: number;
      previousRevision: number;
      /** All sections, or those that were chosen. */
      sections: MockStateSection[];
    };

/** What is watched. */
export interface WatchOptions {
  /** Only changes of these parts of the state. Default: all. */
  sections?: readonly MockStateSection[] | undefined;
}

/** What is watched, and for how long. */
export interface ChangesOptions extends WatchOptions {
  /** Ends the iteration: it rejects with an `AbortError` whose `cause` is the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * The mocked AWS account: one EC2 instance, its SSM parameters and commands, its backups, costs,
 * CloudFormation stack and injected faults.
 *
 * Every method takes its arguments when it is called and takes effect at once, before its promise
 * resolves. What it returns is a deep copy; what it is given is copied. A call with a wrong argument
 * rejects with a `TypeError` whose `code` is `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`,
 * whose message names the argument by path, and changes nothing.
 */
export interface MockStateStore {
  /** The instance (EC2 `DescribeInstances`). */
  getInstance(): Promise<MockInstanceState>;
  /** Merges into the instance, shallowly; `lastUpdated` becomes now. */
  setInstance<S extends string = ServerState>(instance: InstancePatch<S>): Promise<void>;
  /**
   * Sets the state and `lastUpdated`. Entering `running` without an IP assigns `203.0.113.42`; every
   * other state removes the IP (EC2 `StartInstances`, `StopInstances`, `TerminateInstances`).
   */
  updateInstanceState<S extends string = ServerState>(
    state: ServerStateArgument<S> | ServerState | ServerStateValue,
  ): Promise<void>;
  /** The public IP, or `undefined` while there is none. */
  getPublicIp(): Promise<string | undefined>;
  /** Sets the public IP, or removes it with `undefined`, and sets `lastUpdated`. */
  setPublicIp(publicIp: string | null | undefined): Promise<void>;
  /** Whether a volume is attached. */
  hasVolume(): Promise<boolean>;
  /**
   * `true` adds a mapping where there is none (EC2 `AttachVolume`); `false` empties the mappings
   * (EC2 `DetachVolume`). Sets `lastUpdated`.
   */
  setHasVolume(hasVolume: boolean): Promise<void>;

  /** The value of a parameter, or `null` (SSM `GetParameter`). */
  getParameter(name: string): Promise<string | null>;
  /** Sets a parameter (SSM `PutParameter`); `type` is `String` by default. */
  setParameter(name: string, value: string, type?: MockSSMParameter["type"]): Promise<void>;
  /** Deletes a parameter (SSM `DeleteParameter`); an unknown name resolves. */
  deleteParameter(name: string): Promise<void>;
  /**
   * Sets a parameter (SSM `PutParameter`) unless there is one and `overwrite` is `false`; it is `true`
   * by default. Resolves to whether it wrote.
   */
  putParameter(
    name: string,
    value: string,
    type?: MockSSMParameter["type"] | undefined,
    overwrite?: boolean | undefined,
  ): Promise<boolean>;
  /** Deletes a parameter if it has that value; resolves to whether it did. */
  deleteParameterIfValue(name: string, expected: string): Promise<boolean>;
  /** All parameters by name (SSM `GetParametersByPath`). */
  getAllParameters(): Promise<Record<string, MockSSMParameter>>;

  /** All commands, oldest first (SSM `ListCommandInvocations`). */
  getCommands(): Promise<MockSSMCommand[]>;
  /** Appends a `Pending` command and resolves to its id (SSM `SendCommand`). */
  addCommand(commands: readonly string[]): Promise<string>;
  /** Merges into a command; an unknown id resolves and changes nothing. */
  updateCommand(
    commandId: string,
    updates: Patch<Pick<MockSSMCommand, "status" | "output" | "error" | "completedAt">>,
  ): Promise<void>;
  /** Removes all commands. */
  clearCommands(): Promise<void>;

  /** All backups, newest first. */
  getBackups(): Promise<MockBackup[]>;
  /** Adds a backup, keeping the newest first; dates no one can parse come last. */
  addBackup(backup: Readable<MockBackup>): Promise<void>;
  /** Removes the backups of that name; an unknown name resolves. */
  removeBackup(name: string): Promise<void>;
  /** Removes all backups. */
  clearBackups(): Promise<void>;

  /** The costs of a period (Cost Explorer `GetCostAndUsage`). */
  getCosts(period: CostPeriod): Promise<MockCostData>;
  /** Replaces the costs of a period. */
  setCosts(period: CostPeriod, costs: Readable<MockCostData>): Promise<void>;

  /** The stack (CloudFormation `DescribeStacks`). */
  getStackStatus(): Promise<MockCloudFormationStack>;
  /** Merges into the stack, shallowly. */
  setStackStatus(stack: Patch<MockCloudFormationStack>): Promise<void>;

  /** The configured latency in milliseconds. */
  getGlobalLatency(): Promise<number>;
  /** Configures the latency, a finite number of milliseconds from 0; the caller's provider does the waiting. */
  setGlobalLatency(ms: number): Promise<void>;
  /** The failure configured for an operation, or `undefined`. */
  getOperationFailure(operation: string): Promise<OperationFailureConfig | undefined>;
  /** Configures the failure of an operation. */
  setOperationFailure(operation: string, config: Readable<OperationFailureConfig>): Promise<void>;
  /** Removes the failure of an operation. */
  clearOperationFailure(operation: string): Promise<void>;
  /**
   * What an AWS provider asks before an operation: the failure of the operation where it is active
   * (`failNext` or `alwaysFail`), else `undefined`. One that is for the next call only (`failNext`
   * without `alwaysFail`) is removed in the same step: of many callers exactly one gets it.
   */
  takeOperationFailure(operation: string): Promise<OperationFailureConfig | undefined>;
  /** Removes all operation failures and sets the latency to 0. The rules of `addFault()` stay. */
  clearAllFailures(): Promise<void>;

  /**
   * Gives the lease of that name to an owner for `ttlMs` milliseconds (more than 0), if it is free: there
   * is none, or it has expired by the caller's `Date.now()`. An owner that holds it renews it under the
   * token it has, so an owner stands for one task, not for a program that runs several.
   *
   * The token is larger than every one that the store gave out before, whatever has expired, been
   * released or reset since. Pass the token along with the work that is done under the lease; a receiver
   * that has seen a larger token refuses the work.
   */
  acquireLease(name: string, options: { owner: string; ttlMs: number }): Promise<LeaseAcquisition>;
  /** Has a lease last for `ttlMs` milliseconds from now, if it is held under that token; an expired one is not. */
  renewLease(name: string, fencingToken: number, options: { ttlMs: number }): Promise<LeaseRenewal>;
  /** Frees a lease, if it is held under that token; resolves to whether it was. */
  releaseLease(name: string, fencingToken: number): Promise<boolean>;

  /**
   * Runs `fn` on a draft of the state, and commits what it has made of it as one change, if nobody else
   * has changed meanwhile what it has read; else `fn` runs again on a new draft, up to 100 times, with
   * growing pauses. Resolves to what `fn` returns, or a promise of it resolves to.
   *
   * All that a draft shows is of one revision. A part of it counts as read where it was touched: the
   * instance, a parameter by name, the parameters' names where they are listed, the commands, the
   * backups, the costs of a period, the stack, the latency, the operation failures, the leases, the
   * unknown keys of an object. What `fn` sets without touching it before replaces what is there then.
   *
   * The draft takes what `patchState` takes: times such as `lastUpdated` are the caller's to set, lists
   * stay in the order given, and commands beyond `commandHistoryLimit` go where some are added. Its
   * `leases` and `pendingTimeouts` (always empty) are read-only. `fn` can call the store's other
   * methods, and `transact` itself; those are calls of their own, which no conflict takes back. Once `fn`
   * is done, nothing that is done to its draft has an effect; what it had not read is refused with
   * `ERR_CLOSED`.
   *
   * Rejects with the very error that `fn` throws or rejects with, and then changes nothing; with a
   * {@link MockStateStoreError} with `code` `ERR_CONFLICT` where each attempt met a change by others.
   */
  transact<T>(fn: (draft: MockState) => T | PromiseLike<T>): Promise<T>;

  /** The whole state, all of it as it was at one moment, whatever other processes change meanwhile. */
  getState(): Promise<MockState>;
  /** Lays a partial state over the state, as {@link MockStatePatch} says. */
  patchState<S extends string = ServerState>(state: MockStatePatch<S>): Promise<void>;
  /**
   * Clears the registered timeouts, restores the defaults (with `initialState` over them) with fresh
   * times, frees the leases, and writes the file where there is one.
   */
  resetState(): Promise<void>;
  /**
   * Resolves when the file on disk holds every change acknowledged before the call; does nothing
   * without persistence. Rejects with a {@link MockStateStoreError} with `code` `ERR_PERSISTENCE`
   * where the file cannot be written; nothing in memory is lost, and the next change tries again.
   */
  persistNow(): Promise<void>;
  /**
   * Cancels the registered timeouts, waits for the calls that have been made, saves what the file lacks,
   * and gives the store back; the last one to leave a file leaves nothing beside it. Every later call
   * rejects with `ERR_CLOSED`. Rejects with `ERR_PERSISTENCE` where the file cannot be written: what it
   * lacks is then in the journal, for the next store that opens the file.
   */
  close(): Promise<void>;
  /** {@link MockStateStore.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;

  /**
   * The revision of the state: 0 when the store is made, and one more with every change, in
   * whichever process. Rejects with `ERR_CLOSED` where the store no longer answers.
   */
  revision(): Promise<number>;
  /**
   * Calls a function with every change from now on, in order, also those that another bundle, realm,
   * worker thread or process makes. It is called from the event loop, never from within the call that makes the
   * change. Returns the function that ends the subscription.
   *
   * As with an `EventTarget`, an error that a listener throws is an uncaught exception of the process
   * and keeps no other listener from being called. A subscription keeps the store, but not the process,
   * alive. Where the store breaks down, it ends with a warning of the code `ERR_CLOSED`.
   *
   * Where the file of the store is not open yet, it begins when it is, and is first told of a change of
   * the type `state`, with the `previousRevision` 0, if something was changed in between.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE` for a wrong
   * argument; a {@link MockStateStoreError} with `code` `ERR_CLOSED` where the store no longer answers.
   */
  subscribe(listener: (change: MockStateChange) => void, options?: WatchOptions): () => void;
  /**
   * Every change from now on, in order, from every process, for `for await`. Nothing is buffered: a
   * consumer that takes its time gets several changes in one. `break`, `return()` or the signal end it.
   *
   * Waiting for a change does not keep the process alive: where nothing else does, Node exits, with code
   * 13 where a module awaits it at its top level.
   *
   * The iteration rejects with an `AbortError` (`code` `ABORT_ERR`) where the signal is aborted, and
   * with a {@link MockStateStoreError} with `code` `ERR_CLOSED` where the store no longer answers, or
   * `ERR_BUSY` where the file of the store could not be opened.
   *
   * @throws an `AbortError` where the signal is aborted already, and what {@link MockStateStore.subscribe} throws.
   */
  changes(options?: ChangesOptions): AsyncIterableIterator<MockStateChange>;

  /** The account's clock. */
  readonly clock: MockClock;
  /** How long each transition takes. */
  getTransitions(): Promise<Transitions>;
  /**
   * Says how long things take that calls on the wire begin, from now on. Without a choice: `ec2:pending` and
   * `ec2:stopping` 2500 ms, `ec2:shutting-down`, `ec2:volume` and `ssm:command` 1000, `ec2:snapshot` 2000,
   * `cloudformation:stack` 3000, `ssm:visibility` and `ses:send` 0. The methods of the store set what they are told at
   * once.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`.
   */
  setTransitions(transitions: TransitionsPatch): Promise<void>;
  /**
   * Has a patch laid over the state, as {@link MockStateStore.patchState} does, after so many milliseconds of the
   * account's time, by whichever process is there then, or by the next that opens the file. Resolves to its id.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, also for what is wrong in the
   * patch: then nothing is scheduled.
   */
  schedule(delayMs: number, patch: MockStatePatch): Promise<string>;
  /** Cancels what is scheduled under an id; resolves to whether it was. */
  cancel(id: string): Promise<boolean>;
  /** What is to happen, in its order: patches, and the transitions that are under way. */
  scheduled(): Promise<ScheduledChange[]>;

  /**
   * Adds a rule, or replaces the one of its id; resolves to its id.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`; then there is none more.
   */
  addFault(rule: FaultRule): Promise<string>;
  /** Removes a rule; resolves to whether there was one. */
  removeFault(id: string): Promise<boolean>;
  /** The rules, in the order in which they are tried. */
  getFaults(): Promise<MockFaultRule[]>;
  /** Removes all rules. `operationFailures` and the latency stay. */
  clearFaults(): Promise<void>;
  /**
   * For code that plays AWS itself: waits and rejects as a call of that action on the wire would. With a function, that is
   * the change: it runs after what comes before it, and before what `after` rules do; resolves to what it returns, and
   * rejects with what it throws.
   *
   * Rejects as the SDK does at its first attempt: with an `Error` named as the code, with `$fault` and `$metadata`
   * (`httpStatusCode`, `requestId`, `attempts`), or with that of a broken connection. One that times out without `afterMs`
   * rejects only when the signal is aborted, then as every wait does, with an `AbortError`.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`.
   */
  applyFaults(action: string, options?: ApplyFaultsOptions): Promise<void>;
  applyFaults<T>(action: string, options: ApplyFaultsOptions | undefined, change: () => T | PromiseLike<T>): Promise<T>;

  /**
   * Puts a scenario in the place of all there is, in one change: nobody sees half of it. Snapshots, calls, the seed and the
   * clock stay.
   *
   * @param scenario the name of a built-in one or of one of the option `scenarios`, or one itself.
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, with the path of what is wrong;
   * then nothing has changed.
   */
  applyScenario(scenario: string | Scenario): Promise<void>;
  /** The scenarios that can be applied by name, in the order of their names. */
  listScenarios(): Promise<ScenarioInfo[]>;
  /** The scenario that was applied last; `undefined` where none was since the last reset. */
  currentScenario(): Promise<{ name: string; description: string; appliedAt: string } | undefined>;

  /**
   * Keeps the whole account under a name: the state, its clock, and what is under way. With a file, as
   * `<file>.snapshots/<name>.json`; in memory otherwise. One of the same name is replaced.
   *
   * @param name ASCII letters, digits, spaces and `._-`, from 1 to 100, the first a letter or a digit, the last no dot or
   * space, and no name of a device of Windows. Where the file system does not tell case, neither do names.
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`; a {@link MockStateStoreError} with
   * `code` `ERR_PERSISTENCE` where it cannot be written.
   */
  snapshot(name: string): Promise<void>;
  /**
   * Puts a snapshot in the place of all there is, in one change. Time goes on from the snapshot's moment, or stands still
   * there. Calls stay; registered timeouts are cancelled, as by a reset.
   *
   * @throws what {@link MockStateStore.snapshot} throws: `ERR_INVALID_ARG_VALUE` where there is no such snapshot,
   * `ERR_PERSISTENCE` where its file is none of this version; then nothing has changed, and the file stays as it is.
   */
  restore(name: string): Promise<void>;
  /** The snapshots, in the order of their names. A file that cannot be one is left out, with a warning. */
  listSnapshots(): Promise<SnapshotInfo[]>;
  /** Forgets a snapshot; resolves to whether there was one. */
  deleteSnapshot(name: string): Promise<boolean>;
  /**
   * A store of its own, in memory, that starts with all that this one holds, in constant time; handlers of `onInvoke` and
   * `onCommand` too. Calls, snapshots and registered timeouts stay here.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, also for an option that a fork has
   * from its store.
   */
  fork(options?: ForkOptions): Promise<MockStateStore>;
  /**
   * What leads from a snapshot to another one, or to the present state, as operations of a JSON Patch (RFC 6902) on the
   * JSON of the state. Right after {@link MockStateStore.restore} the offset of the clock is in it, for time goes on from the
   * snapshot's moment.
   *
   * @throws what {@link MockStateStore.restore} throws.
   */
  diff(from: string, to?: string): Promise<JsonPatchOperation[]>;

  /** The mails that were sent through SES, oldest first: the last 1,000. */
  getSentEmails(): Promise<MockSentEmail[]>;
  /**
   * The calls that were made on the wire, oldest first, by every process that has the file open. They are no part of
   * the state: bounded by `callHistoryLimit` and 8 MiB, and gone with the last process.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`.
   */
  calls(filter?: CallFilter): Promise<MockCall[]>;
  /** Forgets all calls. */
  clearCalls(): Promise<void>;
  /**
   * Gives Lambda functions their code: it runs in this process, for the calls that this process answers. The latest
   * handler that fits a name runs. Returns the function that takes it back.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE`.
   */
  onInvoke(functionName: string | RegExp, handler: InvokeHandler): () => void;
  /**
   * Answers commands of `SendCommand`: those whose lines, joined by newlines, are that text or match that expression,
   * or which a function accepts. It runs once, in the process that answers the call; where that dies first, the command
   * ends as `TimedOut` after its execution timeout. The latest handler that fits runs. Returns the function that takes
   * it back.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE`.
   */
  onCommand(match: string | RegExp | ((commands: string[]) => boolean), handler: CommandHandler): () => void;

  /** Registers a timer that a reset must cancel. */
  registerTimeout(timeout: NodeJS.Timeout): void;
  /** Forgets a registered timer without cancelling it. */
  unregisterTimeout(timeout: NodeJS.Timeout): void;
  /** Cancels and forgets all registered timers. */
  clearAllTimeouts(): void;
}

export declare const MockStateStore: {
  /**
   * Makes a store and, where it persists, loads its file. A file that cannot be parsed or has
   * another shape is moved aside to `<name>.corrupt-<time>` with a warning.
   *
   * It waits for nobody: where another process holds the file, the calls of the store wait until it can
   * be opened. Where that takes longer than `lockTimeoutMs`, those that wait reject with `ERR_BUSY`, and
   * the next one tries again; an error of the file that shows only then rejects them likewise.
   *
   * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE` for a wrong
   * option; a {@link MockStateStoreError} with `code` `ERR_NATIVE_BINDING` where the native binary
   * cannot be loaded, `ERR_PERSISTENCE` where others have the file open and it cannot be read, and
   * `ERR_UNSUPPORTED_RUNTIME` outside Node.js.
   */
  new <S extends string = ServerState>(options?: MockStateStoreOptions<S>): MockStateStore;
  readonly prototype: MockStateStore;
};

/**
 * Makes the store on first use and afterwards returns that same object, whichever copy, bundle or
 * reload of this module asks. Options on a later call that differ from the first are a warning.
 *
 * Within a test that `mock-state-store/vitest` or `mock-state-store/jest` has given an account, it returns the store of that
 * account, whatever the options.
 *
 * @throws what the constructor of {@link MockStateStore} throws.
 */
export declare function getMockStateStore<S extends string = ServerState>(
  options?: MockStateStoreOptions<S>,
): MockStateStore;

/**
 * Cancels the store's timeouts, saves what is pending, and forgets it: the next `getMockStateStore()`
 * makes a new one. Where another process holds the file, it is saved in the background.
 *
 * Within a test that has been given an account, that account goes back to what the test began with, and its calls are
 * forgotten; the store is the same object.
 */
export declare function resetMockStateStore(): void;

/** The codes of the errors of this package. */
export type MockStateStoreErrorCode =
  | "ERR_INVALID_ARG_TYPE"
  | "ERR_INVALID_ARG_VALUE"
  | "ERR_PERSISTENCE"
  | "ERR_BUSY"
  | "ERR_CONFLICT"
  | "ERR_CLOSED"
  | "ERR_NATIVE_BINDING"
  | "ERR_UNSUPPORTED_RUNTIME";

/**
 * The errors of this package. `instanceof` holds for all of them, whichever copy of the module made
 * them; those for a wrong argument are also `TypeError`s.
 */
export declare class MockStateStoreError extends Error {
  private constructor();
  /**
   * - `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`: an argument is wrong; the message names it by path.
   * - `ERR_PERSISTENCE`: the file cannot be read or written; the message says why.
   * - `ERR_BUSY`: another process, named by its pid, holds the file and has not let go of it within
   *   `lockTimeoutMs`; nothing was changed.
   * - `ERR_CONFLICT`: others changed what a transaction reads each time that it ran; it changed nothing.
   * - `ERR_CLOSED`: the store has been closed, or broke down in an earlier call; or a transaction has
   *   ended, and its draft is read or changed.
   * - `ERR_NATIVE_BINDING`: the native binary cannot be loaded; the message says what mends it.
   * - `ERR_UNSUPPORTED_RUNTIME`: this runtime cannot load native addons.
   */
  readonly code: MockStateStoreErrorCode;
}
