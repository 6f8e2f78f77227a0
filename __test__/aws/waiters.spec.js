const { waitUntilStackCreateComplete, waitUntilStackDeleteComplete } = require("@aws-sdk/client-cloudformation");
const {
  waitUntilInstanceRunning,
  waitUntilInstanceStopped,
  waitUntilInstanceTerminated,
  waitUntilVolumeAvailable,
  waitUntilVolumeDeleted,
  waitUntilVolumeInUse,
} = require("@aws-sdk/client-ec2");
const { waitUntilCommandExecuted } = require("@aws-sdk/client-ssm");
const { IMAGE, INSTANCE, TEMPLATE, VOLUME, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const INSTANCES = { InstanceIds: [INSTANCE] };
const STACK = { StackName: "game", TemplateBody: TEMPLATE };

/** A waiter polls at once, and then each second. */
const wait = (waiter, client, input) => waiter({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, input);
const isWaitedFor = async (...call) => expect((await wait(...call)).state).toBe("SUCCESS");
const fails = async (...call) => expect((await rejection(() => wait(...call))).message).toContain('"FAILURE"');
const found = (code) => ({ failNext: true, alwaysFail: false, errorCode: code });

/** What is begun is over at the second look: no waiter is told so at its first. */
const slow = () => account({ transitions: { "*": { polls: 2 } } });

async function runningInstance(options) {
  const clients = account(options);
  await clients.store.updateInstanceState("running");
  return clients;
}

describe.concurrent("instances", () => {
  it("InstanceRunning", async () => {
    const { ec2 } = slow();
    await ec2.startInstances(INSTANCES);
    await isWaitedFor(waitUntilInstanceRunning, ec2, INSTANCES);
  });

  it("InstanceRunning by the clock", async () => {
    const { store, ec2 } = account({ transitions: { "ec2:pending": 20 } });
    await ec2.startInstances(INSTANCES);
    await isWaitedFor(waitUntilInstanceRunning, ec2, INSTANCES);
    expect((await store.getInstance()).publicIp).toBe("203.0.113.42");
  });

  it("InstanceRunning goes on where there is no such instance yet", async () => {
    const { store, ec2 } = await runningInstance();
    await store.setOperationFailure("DescribeInstances", found("InvalidInstanceID.NotFound"));
    await isWaitedFor(waitUntilInstanceRunning, ec2, INSTANCES);
    expect(await store.calls()).toHaveLength(2);
  });

  it.each(["stopping", "terminated", "shutting-down"])("InstanceRunning fails at %s", async (state) => {
    const { store, ec2 } = await runningInstance({
      transitions: { "*": state === "terminated" ? "immediate" : "manual" },
    });
    if (state === "stopping") await ec2.stopInstances(INSTANCES);
    else await ec2.terminateInstances(INSTANCES);
    await fails(waitUntilInstanceRunning, ec2, INSTANCES);
    expect(await store.calls({ operation: "DescribeInstances" })).toHaveLength(1);
  });

  it("InstanceStopped", async () => {
    const { ec2 } = await runningInstance({ transitions: { "*": { polls: 2 } } });
    await ec2.stopInstances(INSTANCES);
    await isWaitedFor(waitUntilInstanceStopped, ec2, INSTANCES);
  });

  it("InstanceStopped fails at pending and terminated", async () => {
    const { ec2, store } = account({ transitions: { "*": "manual" } });
    await ec2.startInstances(INSTANCES);
    await fails(waitUntilInstanceStopped, ec2, INSTANCES);
    await store.updateInstanceState("terminated");
    await fails(waitUntilInstanceStopped, ec2, INSTANCES);
  });

  it("InstanceTerminated", async () => {
    const { ec2 } = slow();
    await ec2.terminateInstances(INSTANCES);
    await isWaitedFor(waitUntilInstanceTerminated, ec2, INSTANCES);
  });

  it("InstanceTerminated fails at pending", async () => {
    const { ec2 } = account({ transitions: { "*": "manual" } });
    await ec2.startInstances(INSTANCES);
    await fails(waitUntilInstanceTerminated, ec2, INSTANCES);
  });

  it("several launched at once", async () => {
    const { ec2 } = slow();
    const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 3, MaxCount: 3 });
    const InstanceIds = Instances.map(({ InstanceId }) => InstanceId);
    await isWaitedFor(waitUntilInstanceRunning, ec2, { InstanceIds });
  });
});

describe.concurrent("volumes", () => {
  const create = async (ec2) => {
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 8 });
    return { VolumeIds: [VolumeId] };
  };

  it("VolumeAvailable", async () => {
    const { ec2 } = slow();
    await isWaitedFor(waitUntilVolumeAvailable, ec2, await create(ec2));
  });

  it("VolumeAvailable after it was detached", async () => {
    const { ec2 } = slow();
    await ec2.detachVolume({ VolumeId: VOLUME });
    await isWaitedFor(waitUntilVolumeAvailable, ec2, { VolumeIds: [VOLUME] });
  });

  it("VolumeInUse", async () => {
    const { ec2, store } = account({ transitions: { "*": "immediate" } });
    await store.updateInstanceState("running");
    const { VolumeIds } = await create(ec2);
    await store.setTransitions({ "*": { polls: 2 } });
    await ec2.attachVolume({ VolumeId: VolumeIds[0], InstanceId: INSTANCE, Device: "/dev/sdf" });
    await isWaitedFor(waitUntilVolumeInUse, ec2, { VolumeIds });
  });

  it("VolumeDeleted", async () => {
    const { ec2, store } = account({ transitions: { "*": "immediate" } });
    const volumes = await create(ec2);
    await store.setTransitions({ "*": { polls: 2 } });
    await ec2.deleteVolume({ VolumeId: volumes.VolumeIds[0] });
    await isWaitedFor(waitUntilVolumeDeleted, ec2, volumes);
    expect(await store.scheduled()).toEqual([]);
  });

  it("VolumeAvailable and VolumeInUse fail at deleted", async () => {
    const { ec2, store } = account({ transitions: { "*": "immediate" } });
    const volumes = await create(ec2);
    await store.patchState({ ec2: { volumes: { [volumes.VolumeIds[0]]: { state: "deleted" } } } });
    await fails(waitUntilVolumeAvailable, ec2, volumes);
    await fails(waitUntilVolumeInUse, ec2, volumes);
    await isWaitedFor(waitUntilVolumeDeleted, ec2, volumes);
  });

  it("VolumeDeleted for one that never was", async () => {
    const { ec2 } = account();
    await isWaitedFor(waitUntilVolumeDeleted, ec2, { VolumeIds: ["vol-0123456789abcdef0"] });
  });
});

describe.concurrent("commands", () => {
  const send = async (ssm, commands = ["uptime"]) => {
    const { Command } = await ssm.sendCommand({
      ...INSTANCES,
      DocumentName: "AWS-RunShellScript",
      Parameters: { commands },
    });
    return { CommandId: Command.CommandId, InstanceId: INSTANCE };
  };

  it("CommandExecuted", async () => {
    const { ssm } = await runningInstance({ transitions: { "ssm:command": { polls: 2 } } });
    await isWaitedFor(waitUntilCommandExecuted, ssm, await send(ssm));
  });

  it("CommandExecuted goes on where the invocation cannot be seen yet", async () => {
    const { store, ssm } = await runningInstance({
      transitions: { "ssm:visibility": { polls: 2 }, "ssm:command": "immediate" },
    });
    await isWaitedFor(waitUntilCommandExecuted, ssm, await send(ssm));
    const [first] = await store.calls({ operation: "GetCommandInvocation" });
    expect(first.error.code).toBe("InvocationDoesNotExist");
  });

  it.each(["Failed", "TimedOut", "Cancelled"])("CommandExecuted fails at %s", async (status) => {
    const { store, ssm } = await runningInstance({ transitions: { "*": "immediate" } });
    store.onCommand("uptime", () => ({ status }));
    await fails(waitUntilCommandExecuted, ssm, await send(ssm));
  });

  it.each([
    ["Delayed", "InProgress"],
    ["Cancelling", "InProgress"],
  ])("CommandExecuted looks at AWS's status %s, not at the methods' %s", async (awsStatus, status) => {
    const { store, ssm } = await runningInstance({ transitions: { "ssm:command": "manual" } });
    const ids = await send(ssm);
    const [command] = await store.getCommands();
    await store.patchState({ ssm: { commands: [{ ...command, status, awsStatus }] } });
    expect((await ssm.getCommandInvocation(ids)).Status).toBe(awsStatus);
    if (awsStatus === "Cancelling") await fails(waitUntilCommandExecuted, ssm, ids);
  });
});

describe.concurrent("stacks", () => {
  it("StackCreateComplete", async () => {
    const { cloudformation } = slow();
    await cloudformation.createStack(STACK);
    await isWaitedFor(waitUntilStackCreateComplete, cloudformation, { StackName: "game" });
  });

  it.each(["UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"])(
    "StackCreateComplete has come at %s",
    async (status) => {
      const { store, cloudformation } = account();
      await store.setStackStatus({ status });
      await isWaitedFor(waitUntilStackCreateComplete, cloudformation, { StackName: "minecraft-stack" });
    },
  );

  it.each(["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_COMPLETE"])(
    "StackCreateComplete fails at %s",
    async (status) => {
      const { store, cloudformation } = account();
      await store.setStackStatus({ status });
      await fails(waitUntilStackCreateComplete, cloudformation, { StackName: "minecraft-stack" });
    },
  );

  it("StackCreateComplete fails where there is no such stack", async () => {
    const { cloudformation } = account();
    await fails(waitUntilStackCreateComplete, cloudformation, { StackName: "none" });
  });

  it("StackDeleteComplete by name", async () => {
    const { store, cloudformation } = slow();
    await cloudformation.deleteStack({ StackName: "minecraft-stack" });
    await isWaitedFor(waitUntilStackDeleteComplete, cloudformation, { StackName: "minecraft-stack" });
    // The look that finds it gone is an error, and counts.
    expect(await store.getStackStatus()).toMatchObject({ exists: false });
    expect(await store.scheduled()).toEqual([]);
  });

  it("StackDeleteComplete by id", async () => {
    const { store, cloudformation } = slow();
    await cloudformation.deleteStack({ StackName: "minecraft-stack" });
    const { stackId } = await store.getStackStatus();
    await isWaitedFor(waitUntilStackDeleteComplete, cloudformation, { StackName: stackId });
  });
});

it("a waiter gives up after its maxWaitTime", async () => {
  const { ec2 } = account({ transitions: { "*": "manual" } });
  await ec2.startInstances(INSTANCES);
  const options = { client: ec2, maxWaitTime: 2, minDelay: 1, maxDelay: 1 };
  const error = await rejection(() => waitUntilInstanceRunning(options, INSTANCES));
  expect(error.name).toBe("TimeoutError");
});
