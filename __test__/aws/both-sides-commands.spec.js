const { INSTANCE } = require("../support/aws.js");
const { describeBothSides } = require("./support/both-sides.js");

const INSTANCES = { InstanceIds: [INSTANCE] };

describeBothSides("commands", (both) => {
  const send = async (ssm) => {
    const input = { ...INSTANCES, DocumentName: "AWS-RunShellScript", Parameters: { commands: ["uptime"] } };
    return (await ssm.sendCommand(input)).Command.CommandId;
  };
  const look = (ssm, CommandId) => ssm.getCommandInvocation({ CommandId, InstanceId: INSTANCE });

  test("of a client are those of the methods", async () => {
    const { clients, store } = both();
    await store.updateInstanceState("running");
    const commandId = await send(clients.ssm);
    expect(await store.getCommands()).toMatchObject([{ commandId, commands: ["uptime"], status: "Success" }]);
  });

  test("that a method ends have ended for a client", async () => {
    const { clients, store } = both({ transitions: { "ssm:command": "manual" } });
    await store.updateInstanceState("running");
    const id = await send(clients.ssm);
    expect((await look(clients.ssm, id)).Status).toMatch(/^(Pending|InProgress)$/);
    await store.updateCommand(id, { status: "Failed", output: "o", error: "e" });
    expect(await look(clients.ssm, id)).toMatchObject({
      Status: "Failed",
      StandardOutputContent: "o",
      StandardErrorContent: "e",
    });
  });

  test("that a method adds can be looked at by a client", async () => {
    const { clients, store } = both();
    const id = await store.addCommand(["uptime"]);
    expect(await look(clients.ssm, id)).toMatchObject({ CommandId: id, Status: "Pending" });
    await store.updateCommand(id, { status: "Success", output: "up" });
    expect(await look(clients.ssm, id)).toMatchObject({ Status: "Success", StandardOutputContent: "up" });
  });

  test("that end as Cancelled have failed for the methods, with AWS's word beside it", async () => {
    const { clients, store } = both();
    await store.updateInstanceState("running");
    await store.patchState({ ssm: { commandResponses: [{ match: "uptime", status: "Cancelled" }] } });
    await send(clients.ssm);
    expect(await store.getCommands()).toMatchObject([{ status: "Failed", awsStatus: "Cancelled" }]);
  });
});
