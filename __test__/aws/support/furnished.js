"use strict";

/* An account in which there is something for every operation. */

const { IMAGE, INSTANCE, TEMPLATE, account } = require("../../support/aws.js");

const IMMEDIATE = { transitions: { "*": "immediate" } };

/** Clients of an account in which a scenario has been applied, and each operation that makes something was called. */
async function furnished() {
  const clients = account({ ...IMMEDIATE, seed: 1 });
  const { store, ec2, ssm, cloudformation, ses } = clients;
  await store.applyScenario("running");
  await store.patchState({ lambda: { functions: { version: { response: "1.21" } } } });
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 8, VolumeType: "gp3" });
  const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 2, MaxCount: 2 });
  await ec2.attachVolume({ VolumeId, InstanceId: INSTANCE, Device: "/dev/sdf" });
  await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 8, VolumeType: "gp3" });
  await ec2.createTags({ Resources: [INSTANCE, VolumeId], Tags: [{ Key: "Name", Value: "x" }] });
  await ec2.createSnapshot({ VolumeId });
  await ec2.createImage({ InstanceId: INSTANCE, Name: "image" });
  await ec2.allocateAddress({});
  const { AllocationId } = await ec2.allocateAddress({});
  await ec2.associateAddress({ AllocationId, InstanceId: Instances[0].InstanceId });
  await ssm.putParameter({ Name: "/a/b", Value: "x", Type: "String", Tags: [{ Key: "Name", Value: "x" }] });
  await ssm.labelParameterVersion({ Name: "/a/b", Labels: ["label"] });
  const commands = { DocumentName: "AWS-RunShellScript", Parameters: { commands: ["ls"] } };
  await ssm.sendCommand({ ...commands, InstanceIds: [INSTANCE] });
  await store.setTransitions({ "ssm:command": "manual" });
  await ssm.sendCommand({ ...commands, InstanceIds: [INSTANCE] });
  await store.setTransitions(IMMEDIATE.transitions);
  await cloudformation.createStack({ StackName: "other", TemplateBody: TEMPLATE });
  await ses.verifyEmailIdentity({ EmailAddress: "a@example.com" });
  return clients;
}

module.exports = { furnished };
