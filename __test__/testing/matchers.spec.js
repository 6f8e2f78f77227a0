const {
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
  StartInstancesCommand,
} = require("@aws-sdk/client-ec2");
const { InvokeCommand } = require("@aws-sdk/client-lambda");
const { PutParameterCommand, SendCommandCommand } = require("@aws-sdk/client-ssm");
const { awsClientConfig } = require("mock-state-store/aws");
const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { matchers } = require("../../lib/testing/matchers.js");

expect.extend(matchers);

const start = new StartInstancesCommand({ InstanceIds: [INSTANCE] });
const describeAll = new DescribeInstancesCommand({});

describe("the matchers for the commands that an account has received", () => {
  it("see no command before there is one", () => {
    const { store } = account();
    expect(store).not.toHaveReceivedAnyCommand();
    expect(store).not.toHaveReceivedCommand(StartInstancesCommand);
    expect(store).toHaveReceivedCommandTimes(StartInstancesCommand, 0);
    expect(store).not.toHaveReceivedLastCommandWith(StartInstancesCommand, {});
    expect(store).not.toHaveReceivedNthCommandWith(1, StartInstancesCommand, {});
  });

  it("count the commands of a class", async () => {
    const { store, ec2 } = account();
    await ec2.send(start);
    expect(store).toHaveReceivedCommandOnce(StartInstancesCommand);
    await ec2.send(describeAll);
    await ec2.send(start);
    expect(store).toHaveReceivedAnyCommand();
    expect(store).toHaveReceivedCommand(StartInstancesCommand);
    expect(store).toHaveReceivedCommandTimes(StartInstancesCommand, 2);
    expect(store).not.toHaveReceivedCommandOnce(StartInstancesCommand);
    expect(store).not.toHaveReceivedCommand(RunInstancesCommand);
  });

  it("compare the members that are expected, with asymmetric matchers", async () => {
    const { store, ec2 } = account();
    await ec2.send(new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: 2 }));
    expect(store).toHaveReceivedCommandWith(RunInstancesCommand, { MaxCount: 2, ImageId: IMAGE });
    expect(store).toHaveReceivedCommandWith(RunInstancesCommand, { ImageId: expect.stringMatching(/^ami-/) });
    expect(store).toHaveReceivedCommandWith(RunInstancesCommand, expect.objectContaining({ MinCount: 1 }));
    expect(store).toHaveReceivedCommandWith(RunInstancesCommand, { KeyName: undefined });
    expect(store).not.toHaveReceivedCommandWith(RunInstancesCommand, { MaxCount: 3 });
    expect(store).not.toHaveReceivedCommandWith(RunInstancesCommand, { ImageId: undefined });
    expect(store).toHaveReceivedCommandExactlyOnceWith(RunInstancesCommand, { MaxCount: 2 });
  });

  it("compare times and bytes as calls record them", async () => {
    const { store, ec2, lambda } = account();
    const ValidUntil = new Date("2026-03-15T12:00:00.250Z");
    const InstanceMarketOptions = { MarketType: "spot", SpotOptions: { ValidUntil } };
    const launch = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceMarketOptions };
    await ec2.send(new RunInstancesCommand(launch)).catch(() => {});
    store.onInvoke("f", () => null);
    await lambda.send(new InvokeCommand({ FunctionName: "f", Payload: '{"a":1}' }));
    expect(store).toHaveReceivedCommandWith(RunInstancesCommand, { InstanceMarketOptions });
    expect(store).toHaveReceivedCommandWith(InvokeCommand, { Payload: '{"a":1}' });
    expect(store).toHaveReceivedCommandWith(InvokeCommand, { Payload: new TextEncoder().encode('{"a":1}') });
    expect(store).not.toHaveReceivedCommandWith(InvokeCommand, { Payload: '{"a":2}' });
  });

  it("go by place: among all commands, or among those of a class", async () => {
    const { store, ec2 } = account();
    const run = (count) => ec2.send(new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: count }));
    await run(1);
    await ec2.send(describeAll);
    await run(2);
    expect(store).toHaveReceivedNthCommandWith(1, RunInstancesCommand, { MaxCount: 1 });
    expect(store).toHaveReceivedNthCommandWith(3, RunInstancesCommand, { MaxCount: 2 });
    expect(store).not.toHaveReceivedNthCommandWith(2, RunInstancesCommand, {});
    expect(store).toHaveReceivedNthSpecificCommandWith(2, RunInstancesCommand, { MaxCount: 2 });
    expect(store).toHaveReceivedNthCommandWith(RunInstancesCommand, 2, { MaxCount: 2 });
    expect(store).toHaveReceivedLastCommandWith(RunInstancesCommand, { MaxCount: 2 });
    expect(store).not.toHaveReceivedLastCommandWith(RunInstancesCommand, { MaxCount: 1 });
  });

  it("take what the SDK has tried again for one command", async () => {
    const { store, ec2 } = account({}, { retryStrategy: undefined, maxAttempts: 3 });
    const failing = { failNext: true, alwaysFail: false, errorCode: "RequestLimitExceeded" };
    await store.setOperationFailure("StartInstances", failing);
    await ec2.send(start);
    await ec2.send(start);
    expect(await store.calls({ operation: "StartInstances" })).toHaveLength(3);
    expect(store).toHaveReceivedCommandTimes(StartInstancesCommand, 2);
    expect(store).toHaveReceivedNthCommandWith(2, StartInstancesCommand, { InstanceIds: [INSTANCE] });
    expect(() => expect(store).not.toHaveReceivedAnyCommand()).toThrow(`{"InstanceIds":["${INSTANCE}"]} (2 attempts)`);
  });

  it("do so where the connection broke", async () => {
    const { store, ec2 } = account();
    await store.addFault({ action: "ec2:StartInstances", connection: "reset", times: 1 });
    await ec2.send(start);
    expect(await store.calls()).toHaveLength(2);
    expect(store).toHaveReceivedCommandOnce(StartInstancesCommand);
  });

  it("take a client for the commands of its service", async () => {
    const { ec2, ssm } = account();
    await ssm
      .send(new SendCommandCommand({ DocumentName: "AWS-RunShellScript", InstanceIds: [INSTANCE] }))
      .catch(() => {});
    expect(ec2).not.toHaveReceivedAnyCommand();
    await ec2.send(start);
    expect(ec2).toHaveReceivedNthCommandWith(1, StartInstancesCommand, {});
    expect(ssm).toHaveReceivedCommandOnce(SendCommandCommand);
  });

  it("refuse a command that a client never sends", () => {
    const { ssm } = account();
    const sentence = "StartInstancesCommand is of ec2, and the client is one of ssm, which never sends it";
    expect(() => expect(ssm).not.toHaveReceivedCommand(StartInstancesCommand)).toThrow(sentence);
    expect(() => expect(ssm).toHaveReceivedCommandWith(StartInstancesCommand, {})).toThrow(sentence);
  });

  it("refuse a service that is not recorded", () => {
    const { store } = account();
    class GetObjectCommand {
      schema = [9, "com.amazonaws.s3", "GetObject"];
    }
    const sentence = "GetObjectCommand is of s3, which is not supported, and not recorded";
    expect(() => expect(store).toHaveReceivedCommand(GetObjectCommand)).toThrow(sentence);
    expect(() => expect(store).not.toHaveReceivedCommand(GetObjectCommand)).toThrow(sentence);
    const s3 = { config: { ...awsClientConfig(store), defaultSigningName: "s3" } };
    expect(() => expect(s3).not.toHaveReceivedAnyCommand()).toThrow("one of s3, which is not supported");
  });

  it("tell operations of one name in two services apart, where the class says its service", async () => {
    const { store, ec2 } = account();
    await ec2.send(start);
    const named = (namespace) =>
      class StartInstancesCommand {
        schema = [9, namespace, "StartInstances"];
      };
    expect(store).toHaveReceivedCommand(named("com.amazonaws.ec2"));
    expect(store).not.toHaveReceivedCommand(named("com.amazonaws.ssm"));
    expect(store).toHaveReceivedCommand(class StartInstancesCommand {});
  });

  it("have the shorter names of aws-sdk-client-mock too", async () => {
    const { store, ec2 } = account();
    await ec2.send(start);
    for (const name of Object.keys(matchers)) expect(matchers).toHaveProperty(name.replace("HaveReceived", "Receive"));
    expect(store).toReceiveCommandWith(StartInstancesCommand, { InstanceIds: [INSTANCE] });
    expect(store).not.toReceiveCommandTimes(StartInstancesCommand, 2);
  });

  it("refuse what they cannot judge", async () => {
    const { store } = account();
    expect(() => expect({}).toHaveReceivedAnyCommand()).toThrow("Expected a MockStateStore, or a client");
    expect(() => expect(store).not.toHaveReceivedCommand("StartInstances")).toThrow("Received 'StartInstances'");
    expect(() => expect(store).not.toHaveReceivedCommand(undefined)).toThrow("a class of the AWS SDK");
    expect(() => expect(store).not.toHaveReceivedCommand(EC2Client)).toThrow("Received the class EC2Client");
    expect(() => expect(store).not.toHaveReceivedCommandTimes(StartInstancesCommand)).toThrow("number of times");
    expect(() => expect(store).not.toHaveReceivedNthCommandWith(0, StartInstancesCommand, {})).toThrow("from 1 on");
    expect(() => expect(store).not.toHaveReceivedCommandWith(StartInstancesCommand, "i-1")).toThrow("Received 'i-1'");
    expect(() => expect(store).not.toHaveReceivedCommandWith(StartInstancesCommand)).toThrow(
      "Expected the input to be an object. Received undefined",
    );
    expect(() => expect(store).not.toHaveReceivedCommandTimes(StartInstancesCommand, "2")).toThrow("Received '2'");
    expect(() => expect(store).not.toHaveReceivedCommand(start)).toThrow(
      "Pass the class StartInstancesCommand, not an instance of it",
    );
    await store.close();
    expect(() => expect(store).not.toHaveReceivedAnyCommand()).toThrow("has been closed");
  });

  it.each([
    ["undefined", undefined],
    ["a promise; await it", Promise.resolve()],
    ["the class EC2Client", EC2Client],
    ["a plain EC2Client", new EC2Client({ region: "us-east-1" })],
  ])("say that they were given %s", (received, actual) => {
    expect(() => expect(actual).not.toHaveReceivedAnyCommand()).toThrow(`with awsClientConfig(). Received ${received}`);
  });

  it("do not show what is secret", async () => {
    const { store, ssm } = account();
    await ssm.send(new PutParameterCommand({ Name: "/token", Value: "hidden", Type: "SecureString" }));
    expect(store).toHaveReceivedCommandWith(PutParameterCommand, { Name: "/token", Value: "***" });
    expect(() => expect(store).toHaveReceivedCommandWith(PutParameterCommand, { Value: "hidden" })).toThrow(
      'Values of SecureString parameters are recorded as "***".',
    );
  });
});
