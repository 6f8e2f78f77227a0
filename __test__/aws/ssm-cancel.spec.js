const { INSTANCE, IMAGE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("cancelling a command", () => {
  let store;
  let ssm;
  let ec2;
  beforeEach(async () => {
    ({ store, ssm, ec2 } = account({ transitions: { "ec2:pending": "immediate", "ssm:command": 5000 } }));
    await store.updateInstanceState("running");
    await store.clock.freeze();
  });

  const send = async (InstanceIds = [INSTANCE], commands = ["sleep 60"]) => {
    const input = { DocumentName: "AWS-RunShellScript", InstanceIds, Parameters: { commands } };
    return (await ssm.sendCommand(input)).Command.CommandId;
  };
  const cancel = (CommandId, InstanceIds) => ssm.cancelCommand({ CommandId, InstanceIds });
  const invocation = (CommandId, InstanceId = INSTANCE) => ssm.getCommandInvocation({ CommandId, InstanceId });
  const command = async (CommandId) => (await ssm.listCommands({ CommandId })).Commands[0];

  it("takes a while", async () => {
    const id = await send();
    await store.clock.advance(4000);
    await cancel(id);
    expect(await invocation(id)).toMatchObject({ Status: "Cancelling", StatusDetails: "Cancelling", ResponseCode: -1 });
    expect(await command(id)).toMatchObject({ Status: "Cancelling", CompletedCount: 0 });
    expect(await store.getCommands()).toMatchObject([{ status: "InProgress", awsStatus: "Cancelling" }]);
    await store.clock.advance(4999);
    expect((await invocation(id)).Status).toBe("Cancelling");
    await store.clock.advance(1);
    expect(await invocation(id)).toMatchObject({ Status: "Cancelled", StatusDetails: "Cancelled", ResponseCode: 137 });
    expect(await command(id)).toMatchObject({ Status: "Cancelled", CompletedCount: 1, ErrorCount: 0 });
    expect(await store.getCommands()).toMatchObject([{ status: "Failed", awsStatus: "Cancelled" }]);
  });

  it("is over at once where transitions are", async () => {
    const id = await send();
    await store.setTransitions({ "*": "immediate" });
    await cancel(id);
    expect((await invocation(id)).Status).toBe("Cancelled");
  });

  it("leaves a command that has ended as it is", async () => {
    const id = await send();
    await store.clock.advance(5000);
    await cancel(id);
    expect((await invocation(id)).Status).toBe("Success");
  });

  it("once more changes nothing", async () => {
    const id = await send();
    await cancel(id);
    await store.clock.advance(4000);
    await cancel(id);
    await store.clock.advance(1000);
    expect((await invocation(id)).Status).toBe("Cancelled");
  });

  it("has what a handler answers come too late", async () => {
    let finish;
    store.onCommand(/./, () => new Promise((resolve) => (finish = resolve)));
    const id = await send();
    await cancel(id);
    finish({ output: "too late" });
    await store.clock.advance(5000);
    expect(await invocation(id)).toMatchObject({ Status: "Cancelled", StandardOutputContent: "" });
  });

  it("is on the instances that are named", async () => {
    const launched = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    const other = launched.Instances[0].InstanceId;
    const id = await send([INSTANCE, other]);
    await store.clock.advance(2000);
    await cancel(id, [other]);
    expect((await invocation(id)).Status).toBe("InProgress");
    expect((await invocation(id, other)).Status).toBe("Cancelling");
    expect(await command(id)).toMatchObject({ Status: "Cancelling", CompletedCount: 0 });
    await store.clock.advance(3000);
    expect((await invocation(id)).Status).toBe("Success");
    await store.clock.advance(2000);
    expect((await invocation(id, other)).Status).toBe("Cancelled");
    expect(await command(id)).toMatchObject({ Status: "Failed", StatusDetails: "Incomplete", CompletedCount: 2 });
  });

  it("on one instance after the other is of the whole command", async () => {
    const launched = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    const other = launched.Instances[0].InstanceId;
    const id = await send([INSTANCE, other]);
    await cancel(id, [other]);
    await cancel(id, [INSTANCE]);
    await store.clock.advance(5000);
    expect(await command(id)).toMatchObject({ Status: "Cancelled", CompletedCount: 2 });
  });

  it("on an instance ends where a method says how the command is doing", async () => {
    const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    const id = await send([INSTANCE, Instances[0].InstanceId]);
    await cancel(id, [INSTANCE]);
    await store.updateCommand(id, { status: "Success" });
    expect(await store.scheduled()).toEqual([]);
    for (const ms of [0, 60_000]) {
      await store.clock.advance(ms);
      expect(await command(id)).toMatchObject({ Status: "Success", CompletedCount: 2 });
    }
  });

  it("is over after as many looks as the transitions say", async () => {
    const launched = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    const other = launched.Instances[0].InstanceId;
    const id = await send([INSTANCE, other]);
    await store.setTransitions({ "ssm:command": { polls: 2 } });
    await cancel(id, [other]);
    expect((await invocation(id, other)).Status).toBe("Cancelling");
    expect((await invocation(id, other)).Status).toBe("Cancelled");
    expect((await invocation(id)).Status).toBe("InProgress");
  });

  it("goes on in another store of the file's state", async () => {
    const id = await send();
    await cancel(id);
    const fork = await store.fork();
    await fork.clock.advance(5000);
    expect(await fork.getCommands()).toMatchObject([{ commandId: id, awsStatus: "Cancelled" }]);
    await fork.close();
  });

  it("needs a command that there is, and instances that it was sent to", async () => {
    const missing = await rejection(() => cancel("00000000-0000-4000-8000-000000000000"));
    expect([missing.name, missing.message]).toEqual([
      "InvalidCommandId",
      "Command id 00000000-0000-4000-8000-000000000000 does not exist.",
    ]);
    const id = await send();
    expect((await rejection(() => cancel(id, ["i-0123456789abcdef0"]))).name).toBe("InvalidInstanceId");
    expect((await rejection(() => cancel(id, [INSTANCE, INSTANCE]))).name).toBe("DuplicateInstanceId");
    expect((await rejection(() => send([INSTANCE, INSTANCE]))).name).toBe("DuplicateInstanceId");
    expect((await invocation(id)).Status).toBe("InProgress");
  });
});
