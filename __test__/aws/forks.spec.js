const { INSTANCE, account, clientsOf } = require("../support/aws.js");

const OPTIONS = { transitions: { "*": "immediate" }, enablePersistence: false };
const DOCUMENT = { InstanceIds: [INSTANCE], DocumentName: "AWS-RunShellScript" };

async function outputOf({ ssm }, line) {
  const { Command } = await ssm.sendCommand({ ...DOCUMENT, Parameters: { commands: [line] } });
  const invocation = { CommandId: Command.CommandId, InstanceId: INSTANCE };
  return (await ssm.getCommandInvocation(invocation)).StandardOutputContent;
}

describe("a fork on the wire", () => {
  it("has the handlers of its store, which each side can add to and take back alone", async () => {
    const original = account(OPTIONS);
    await original.store.updateInstanceState("running");
    original.store.onCommand("who", () => ({ output: "both" }));
    const takeBack = original.store.onInvoke("f", () => "both");
    const fork = clientsOf(await original.store.fork());
    fork.store.onCommand("who", () => ({ output: "fork" }));
    takeBack();
    expect([await outputOf(original, "who"), await outputOf(fork, "who")]).toEqual(["both", "fork"]);
    const { Payload } = await fork.lambda.invoke({ FunctionName: "f" });
    expect(JSON.parse(Payload.transformToString())).toBe("both");
    const { name } = await original.lambda.invoke({ FunctionName: "f" }).catch((error) => error);
    expect(name).toBe("ResourceNotFoundException");
  });

  it("is the same account, without its calls", async () => {
    const original = account({ ...OPTIONS, accountId: "210987654321", region: "eu-west-1" });
    await original.sts.getCallerIdentity({});
    const fork = clientsOf(await original.store.fork());
    expect(await fork.store.calls()).toEqual([]);
    expect((await fork.sts.getCallerIdentity({})).Account).toBe("210987654321");
    expect(await fork.sts.config.region()).toBe("eu-west-1");
    expect([(await original.store.calls()).length, (await fork.store.calls()).length]).toEqual([1, 1]);
  });

  it("keeps as many calls as its store, or as its own option says", async () => {
    const original = account({ ...OPTIONS, callHistoryLimit: 2 });
    for (const [options, count] of [
      [undefined, 2],
      [{ callHistoryLimit: 1 }, 1],
    ]) {
      const fork = clientsOf(await original.store.fork(options));
      for (let call = 0; call < 3; call += 1) await fork.sts.getCallerIdentity({});
      expect(await fork.store.calls()).toHaveLength(count);
    }
  });

  it("draws what its store would draw next", async () => {
    const original = account({ ...OPTIONS, seed: 5 });
    const fork = clientsOf(await original.store.fork());
    const image = { ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1 };
    const idOf = async ({ ec2 }) => (await ec2.runInstances(image)).Instances[0].InstanceId;
    expect(await idOf(fork)).toBe(await idOf(original));
    const other = clientsOf(await original.store.fork({ seed: 6 }));
    expect(await idOf(other)).not.toBe(await idOf(fork));
  });
});

describe("a restore on the wire", () => {
  it("shows in what clients see, and leaves the calls", async () => {
    const { store, ec2, ssm } = account(OPTIONS);
    await store.snapshot("base");
    await ec2.startInstances({ InstanceIds: [INSTANCE] });
    await ssm.putParameter({ Name: "a", Value: "1", Type: "String" });
    await store.restore("base");
    const { Reservations } = await ec2.describeInstances({});
    expect(Reservations[0].Instances[0].State.Name).toBe("stopped");
    const { name } = await ssm.getParameter({ Name: "a" }).catch((error) => error);
    expect(name).toBe("ParameterNotFound");
    const operations = (await store.calls()).map(({ operation }) => operation);
    expect(operations).toEqual(["StartInstances", "PutParameter", "DescribeInstances", "GetParameter"]);
  });
});
