const { rejection } = require("../support/errors.js");
const { IMAGE, INSTANCE, VOLUME, account } = require("../support/aws.js");

const MISSING = "i-0123456789abcdef0";
const RUN = { ImageId: IMAGE, MinCount: 1, MaxCount: 1 };
const CREATE = { AvailabilityZone: "us-east-1a", Size: 8 };

describe("EC2's errors", () => {
  it.each([
    ["describeInstances", { InstanceIds: ["x"] }, "InvalidInstanceID.Malformed", 'Invalid id: "x"'],
    [
      "startInstances",
      { InstanceIds: [MISSING] },
      "InvalidInstanceID.NotFound",
      `The instance ID '${MISSING}' does not exist`,
    ],
    [
      "describeInstances",
      { InstanceIds: [MISSING, "i-01234567"] },
      "InvalidInstanceID.NotFound",
      `The instance IDs '${MISSING}, i-01234567' do not exist`,
    ],
    [
      "describeInstances",
      { MaxResults: 4 },
      "InvalidParameterValue",
      "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.",
    ],
    [
      "describeInstances",
      { MaxResults: 5, InstanceIds: [INSTANCE] },
      "InvalidParameterCombination",
      "The parameter instancesSet cannot be used with the parameter maxResults",
    ],
    [
      "describeInstances",
      { Filters: [{ Name: "x", Values: ["y"] }] },
      "InvalidParameterValue",
      "The filter 'x' is invalid",
    ],
    [
      "describeInstances",
      { NextToken: "x" },
      "InvalidParameterValue",
      "Value ( x ) for parameter nextToken is invalid. The token is invalid.",
    ],
    ["startInstances", {}, "MissingParameter", "The request must contain the parameter InstanceId"],
    ["runInstances", { ...RUN, ImageId: "x" }, "InvalidAMIID.Malformed", 'Invalid id: "x" (expecting "ami-...")'],
    ["describeImages", { ImageIds: [IMAGE] }, "InvalidAMIID.NotFound", `The image id '[${IMAGE}]' does not exist`],
    [
      "describeVolumes",
      { VolumeIds: ["vol-01234567"] },
      "InvalidVolume.NotFound",
      "The volume 'vol-01234567' does not exist.",
    ],
    ["deleteVolume", { VolumeId: VOLUME }, "VolumeInUse", `Volume ${VOLUME} is currently attached to ${INSTANCE}`],
    [
      "createVolume",
      { ...CREATE, SnapshotId: "snap-01234567" },
      "InvalidSnapshot.NotFound",
      "The snapshot 'snap-01234567' does not exist.",
    ],
    [
      "createVolume",
      { ...CREATE, VolumeType: "st1" },
      "InvalidParameterValue",
      "Volume of 8GiB is too small for volume type st1; minimum is 125GiB.",
    ],
  ])("%s with %j", async (operation, input, name, message) => {
    const { ec2 } = account();
    const error = await rejection(() => ec2[operation](input));
    expect(error).toMatchObject({ name, message, $metadata: { httpStatusCode: 400, attempts: 1 } });
  });

  it("say what a dry run would do", async () => {
    const { store, ec2 } = account();
    const error = await rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE], DryRun: true }));
    expect(error).toMatchObject({
      name: "DryRunOperation",
      message: "Request would have succeeded, but DryRun flag is set.",
      $metadata: { httpStatusCode: 412 },
    });
    expect(await store.getInstance()).toMatchObject({ state: "stopped" });
  });

  it("say that the root volume is missing", async () => {
    const { store, ec2 } = account();
    await store.setHasVolume(false);
    expect(await rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE] }))).toMatchObject({
      name: "InvalidParameterValue",
      message: `Invalid value '${INSTANCE}' for instanceId. Instance does not have a volume attached at root (/dev/sda1)`,
    });
  });

  it("say what state an instance would have to be in", async () => {
    const { store, ec2 } = account();
    await store.updateInstanceState("stopping");
    expect(await rejection(() => ec2.startInstances({ InstanceIds: [INSTANCE] }))).toMatchObject({
      name: "IncorrectInstanceState",
      message: `The instance '${INSTANCE}' is not in a state from which it can be started.`,
    });
    await store.updateInstanceState("terminated");
    expect(await rejection(() => ec2.stopInstances({ InstanceIds: [INSTANCE] }))).toMatchObject({
      name: "IncorrectInstanceState",
      message: `This instance '${INSTANCE}' is not in a state from which it can be stopped.`,
    });
  });
});
