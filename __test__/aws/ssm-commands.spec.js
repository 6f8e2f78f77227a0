const { waitUntilCommandExecuted } = require("@aws-sdk/client-ssm");
const { INSTANCE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("a command through the SDK", () => {
  let store;
  let ssm;
  beforeEach(async () => {
    ({ store, ssm } = account());
    await store.updateInstanceState("running");
  });

  const run = async (...commands) => {
    const input = { DocumentName: "AWS-RunShellScript", InstanceIds: [INSTANCE], Parameters: { commands } };
    return (await ssm.sendCommand(input)).Command;
  };
  const invocation = (CommandId) => ssm.getCommandInvocation({ CommandId, InstanceId: INSTANCE });

  it("succeeds without output if nobody answers it", async () => {
    const { CommandId, Status } = await run("true");
    expect(Status).toBe("Pending");
    expect((await invocation(CommandId)).Status).toBe("InProgress");
    await store.clock.advance(1000);
    expect(await invocation(CommandId)).toMatchObject({
      Status: "Success",
      StatusDetails: "Success",
      ResponseCode: 0,
      StandardOutputContent: "",
      StandardErrorContent: "",
    });
    expect(await store.getCommands()).toMatchObject([{ commandId: CommandId, commands: ["true"], status: "Success" }]);
  });

  it("is waited for", async () => {
    await store.patchState({ ssm: { commandResponses: [{ match: "/^boom/", status: "Failed", error: "no" }] } });
    await store.setTransitions({ "ssm:command": { polls: 2 } });
    const wait = ({ CommandId }) =>
      waitUntilCommandExecuted({ client: ssm, maxWaitTime: 10, minDelay: 1 }, { CommandId, InstanceId: INSTANCE });
    expect((await wait(await run("true"))).state).toBe("SUCCESS");
    expect((await rejection(async () => wait(await run("boom")))).message).toContain('"Failed"');
  });

  it("ends as a handler of onCommand() says", async () => {
    store.onCommand(/^list/, async ([line]) => ({ output: `${line}: 3 players\n` }));
    const { CommandId } = await run("list");
    await expect.poll(async () => (await invocation(CommandId)).StandardOutputContent).toBe("list: 3 players\n");
  });

  it("can be invisible at first", async () => {
    await store.setTransitions({ "ssm:visibility": { polls: 2 } });
    const { CommandId } = await run("true");
    expect((await rejection(() => invocation(CommandId))).name).toBe("InvocationDoesNotExist");
    expect((await invocation(CommandId)).Status).toBe("InProgress");
  });

  it("needs a running instance", async () => {
    await store.updateInstanceState("stopped");
    const error = await rejection(() => run("true"));
    expect([error.name, error.message]).toEqual([
      "InvalidInstanceId",
      `Instances [[${INSTANCE}]] not in a valid state for account 123456789012`,
    ]);
  });
});
