const { IMAGE, INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");
const { until } = require("../support/until.js");

const COMMAND = { InstanceIds: [INSTANCE], DocumentName: "AWS-RunShellScript", Parameters: { commands: ["uptime"] } };
const LAUNCH = { ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceType: "t3.micro" };
const ONCE = { maxAttempts: 1 };

/** What can become of the answer to a call that was made. */
const LOSSES = [
  ["an error of the service", { error: "internal" }],
  ["throttling", { error: "throttling" }],
  ["a connection that is reset", { connection: "reset" }],
  ["a connection that is closed", { connection: "empty" }],
  ["a timeout", { connection: "timeout", afterMs: 1 }],
];

async function running(clientOptions) {
  const clients = account({ transitions: { "*": "immediate" } }, clientOptions);
  await clients.store.updateInstanceState("running");
  return clients;
}

const launched = async (ec2) => {
  const { Reservations } = await ec2.describeInstances({ Filters: [{ Name: "instance-type", Values: ["t3.micro"] }] });
  return Reservations.flatMap(({ Instances }) => Instances);
};

describe.each(LOSSES)("where the answer is lost by %s", (_, loss) => {
  test("the SDK's retry of SendCommand runs the command twice", async () => {
    const { store, ssm } = await running();
    const handler = vi.fn(() => ({ output: "up" }));
    store.onCommand("uptime", handler);
    await store.addFault({ action: "ssm:SendCommand", after: true, times: 1, ...loss });
    const { Command } = await ssm.sendCommand(COMMAND);
    const commands = await until(async () => {
      const commands = await store.getCommands();
      return commands.every(({ status }) => status === "Success") && commands;
    });
    expect(commands).toMatchObject([{ output: "up" }, { output: "up" }]);
    const ids = commands.map(({ commandId }) => commandId);
    expect(handler.mock.calls).toEqual(ids.map((commandId) => [["uptime"], { commandId, instanceId: INSTANCE }]));
    expect(ids[1]).toBe(Command.CommandId);
  });

  test("the SDK's retry of RunInstances launches one instance", async () => {
    const { store, ec2 } = await running();
    await store.addFault({ action: "ec2:RunInstances", after: true, times: 1, ...loss });
    const { Instances } = await ec2.runInstances(LAUNCH);
    expect((await launched(ec2)).map(({ InstanceId }) => InstanceId)).toEqual([Instances[0].InstanceId]);
    const calls = await store.calls({ operation: "RunInstances" });
    expect(calls.map(({ attempt, error }) => [attempt, error === undefined])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test("a client that does not try again is told of a failure, and the change is made", async () => {
    const { store, ec2 } = await running(ONCE);
    await store.addFault({ action: "ec2:RunInstances", after: true, ...loss });
    await rejection(() => ec2.runInstances(LAUNCH));
    expect(await launched(ec2)).toHaveLength(1);
  });

  test("without after nothing is changed, and no handler runs", async () => {
    const { store, ssm } = await running(ONCE);
    const handler = vi.fn();
    store.onCommand("uptime", handler);
    await store.addFault({ action: "ssm:SendCommand", ...loss });
    await rejection(() => ssm.sendCommand(COMMAND));
    expect(await store.getCommands()).toEqual([]);
    expect(handler).not.toHaveBeenCalled();
  });
});

test("a function whose answer is lost has run each time", async () => {
  const { store, lambda } = await running();
  const handler = vi.fn(() => "answer");
  store.onInvoke("f", handler);
  await store.addFault({ action: "lambda:Invoke", after: true, times: 1, connection: "reset" });
  const { Payload } = await lambda.invoke({ FunctionName: "f" });
  expect(Payload.transformToString()).toBe('"answer"');
  expect(handler).toHaveBeenCalledTimes(2);
});

test("a command runs while its caller waits for an answer, and when that has given up", async () => {
  const { store, ssm } = await running(ONCE);
  const handler = vi.fn(() => ({ output: "up" }));
  store.onCommand("uptime", handler);
  await store.addFault({ action: "ssm:SendCommand", after: true, connection: "timeout" });
  const controller = new AbortController();
  const call = rejection(() => ssm.sendCommand(COMMAND, { abortSignal: controller.signal }));
  await until(async () => (await store.getCommands())[0]?.status === "Success");
  controller.abort();
  expect((await call).name).toBe("AbortError");
  expect(await store.getCommands()).toMatchObject([{ output: "up" }]);
});
