const { paginateListCommandInvocations, paginateListCommands } = require("@aws-sdk/client-ssm");
const { INSTANCE, IMAGE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("lists of commands", () => {
  let store;
  let ssm;
  let ec2;
  beforeEach(async () => {
    ({ store, ssm, ec2 } = account({ transitions: { "ec2:pending": "immediate" } }));
    await store.updateInstanceState("running");
    await store.clock.freeze();
  });

  const send = async (lines, input) => {
    const Parameters = { commands: [lines] };
    const document = { DocumentName: "AWS-RunShellScript", Parameters, InstanceIds: [INSTANCE] };
    return (await ssm.sendCommand({ ...document, ...input })).Command.CommandId;
  };
  const launch = async () => {
    const launched = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
    return launched.Instances[0].InstanceId;
  };
  const ids = async (input) => (await ssm.listCommands(input)).Commands.map(({ CommandId }) => CommandId);
  const invocations = async (input) => (await ssm.listCommandInvocations(input)).CommandInvocations;

  it("have what was sent, and how it goes", async () => {
    const CommandId = await send("true", {
      Comment: "a comment",
      DocumentVersion: "1",
      MaxConcurrency: "10%",
      MaxErrors: "1",
      OutputS3BucketName: "logs",
      OutputS3KeyPrefix: "run",
      TimeoutSeconds: 60,
      Parameters: { commands: ["true"], executionTimeout: ["30"], workingDirectory: ["/opt"] },
    });
    const [command] = (await ssm.listCommands({ CommandId })).Commands;
    expect(command).toMatchObject({
      CommandId,
      Comment: "a comment",
      DocumentName: "AWS-RunShellScript",
      DocumentVersion: "1",
      InstanceIds: [INSTANCE],
      Targets: [],
      Parameters: { commands: ["true"], executionTimeout: ["30"], workingDirectory: ["/opt"] },
      MaxConcurrency: "10%",
      MaxErrors: "1",
      OutputS3BucketName: "logs",
      OutputS3KeyPrefix: "run",
      Status: "InProgress",
      StatusDetails: "InProgress",
      TargetCount: 1,
      CompletedCount: 0,
      TimeoutSeconds: 60,
    });
    expect(command.ExpiresAfter - command.RequestedDateTime).toBe(90_000);
    await store.clock.advance(1000);
    const [done] = (await ssm.listCommands({ CommandId })).Commands;
    expect(done).toMatchObject({ Status: "Success", StatusDetails: "Success", CompletedCount: 1, ErrorCount: 0 });
  });

  it("begin with the newest, and have those of the methods", async () => {
    const added = await store.addCommand(["by a method"]);
    await store.clock.advance(1000);
    const sent = await send("true");
    expect(await ids({})).toEqual([sent, added]);
    expect(await ids({ InstanceId: INSTANCE })).toEqual([sent, added]);
    expect(await ids({ CommandId: "00000000-0000-4000-8000-000000000000" })).toEqual([]);
  });

  it("have no command that went elsewhere", async () => {
    const other = await launch();
    const [here, there] = [await send("true"), await send("true", { InstanceIds: [other] })];
    expect(await ids({ InstanceId: INSTANCE })).toEqual([here]);
    expect(await ids({ InstanceId: other })).toEqual([there]);
    expect(await invocations({ InstanceId: other })).toMatchObject([{ CommandId: there }]);
  });

  it("are filtered", async () => {
    await store.patchState({ ssm: { commandResponses: [{ match: "boom", status: "Failed" }] } });
    const failed = await send("boom");
    await store.clock.advance(5000);
    const middle = new Date(store.clock.now()).toISOString();
    await store.clock.advance(5000);
    const running = await send("true", { DocumentName: "AWS-RunPowerShellScript" });
    const by = (key, value) => ids({ Filters: [{ key, value }] });
    expect(await by("InvokedAfter", middle)).toEqual([running]);
    expect(await by("InvokedBefore", middle)).toEqual([failed]);
    expect(await by("Status", "Failed")).toEqual([failed]);
    expect(await by("Status", "InProgress")).toEqual([running]);
    expect(await by("ExecutionStage", "Complete")).toEqual([failed]);
    expect(await by("ExecutionStage", "Executing")).toEqual([running]);
    expect(await by("DocumentName", "AWS-RunPowerShellScript")).toEqual([running]);
    const both = {
      Filters: [
        { key: "Status", value: "Failed" },
        { key: "InvokedAfter", value: middle },
      ],
    };
    expect(await ids(both)).toEqual([]);
    expect(await invocations({ Filters: [{ key: "Status", value: "Failed" }] })).toMatchObject([{ CommandId: failed }]);
  });

  it("refuse filters that there are not", async () => {
    const refused = async (call, key, value) => (await rejection(() => call({ Filters: [{ key, value }] }))).name;
    const list = (input) => ssm.listCommands(input);
    expect(await refused(list, "Colour", "red")).toBe("ValidationException");
    expect(await refused(list, "Status", "Broken")).toBe("ValidationException");
    expect(await refused(list, "InvokedAfter", "soon")).toBe("ValidationException");
    expect(await refused(list, "ExecutionStage", "Never")).toBe("ValidationException");
    expect(await refused(invocations, "ExecutionStage", "Complete")).toBe("InvalidFilterKey");
    expect((await rejection(() => list({ NextToken: "x" }))).name).toBe("InvalidNextToken");
    expect((await rejection(() => invocations({ NextToken: "x" }))).name).toBe("InvalidNextToken");
  });

  it("come in pages", async () => {
    const InstanceIds = [INSTANCE, await launch()];
    const sent = [];
    for (let i = 0; i < 5; i += 1) sent.unshift(await send(`${i}`, { InstanceIds }));
    const pages = async (paginate, pick) => {
      const all = [];
      for await (const page of paginate({ client: ssm, pageSize: 3 }, {})) all.push(pick(page));
      return all;
    };
    const commands = await pages(paginateListCommands, (page) => page.Commands);
    expect(commands.map(({ length }) => length)).toEqual([3, 2]);
    expect(commands.flat().map(({ CommandId }) => CommandId)).toEqual(sent);
    const copies = await pages(paginateListCommandInvocations, (page) => page.CommandInvocations);
    expect(copies.map(({ length }) => length)).toEqual([3, 3, 3, 1]);
    const places = sent.flatMap((id) => InstanceIds.map((instance) => [id, instance]));
    expect(copies.flat().map(({ CommandId, InstanceId }) => [CommandId, InstanceId])).toEqual(places);
  });

  it("have the output with Details", async () => {
    const response = { match: "ls", output: "out\n", error: "err\n" };
    await store.patchState({ ssm: { commandResponses: [response] } });
    const CommandId = await send("ls");
    expect(await invocations({ CommandId, Details: true })).toMatchObject([
      { Status: "InProgress", CommandPlugins: [{ Status: "InProgress", ResponseCode: -1, Output: "" }] },
    ]);
    await store.clock.advance(1000);
    const [{ CommandPlugins, ...invocation }] = await invocations({ CommandId, Details: true });
    expect(invocation).toMatchObject({ CommandId, InstanceId: INSTANCE, Status: "Success", StatusDetails: "Success" });
    expect(invocation.InstanceName).toMatch(/^ip-172-31-\d+-\d+\.ec2\.internal$/);
    expect(CommandPlugins).toMatchObject([
      {
        Name: "aws:runShellScript",
        Status: "Success",
        ResponseCode: 0,
        Output: "out\n\n----------ERROR-------\nerr\n",
        ResponseFinishDateTime: new Date(store.clock.now()),
      },
    ]);
    expect((await invocations({ CommandId }))[0].CommandPlugins).toEqual([]);
  });

  it("show an invocation as soon as it can be seen, and the command before", async () => {
    await store.setTransitions({ "ssm:visibility": 100 });
    const CommandId = await send("true");
    expect((await ssm.listCommands({ CommandId })).Commands[0].Status).toBe("Pending");
    expect(await invocations({ CommandId })).toEqual([]);
    await store.clock.advance(100);
    expect(await invocations({ CommandId })).toMatchObject([{ Status: "InProgress" }]);
  });

  it("are looks", async () => {
    await store.setTransitions({ "ssm:command": { polls: 2 } });
    const CommandId = await send("true");
    expect((await ssm.listCommands({ CommandId })).Commands[0].Status).toBe("InProgress");
    expect(await invocations({ CommandId })).toMatchObject([{ Status: "Success" }]);
  });

  it("say how it went on all instances together", async () => {
    const InstanceIds = [INSTANCE, await launch()];
    await store.patchState({ ssm: { commandResponses: [{ match: "boom", status: "Failed" }] } });
    await send("boom", { InstanceIds });
    await send("boom", { InstanceIds, MaxErrors: "100%" });
    await store.clock.advance(1000);
    const { Commands } = await ssm.listCommands({});
    expect(Commands.map(({ Status, StatusDetails, ErrorCount }) => [Status, StatusDetails, ErrorCount])).toEqual([
      ["Failed", "Incomplete", 2],
      ["Failed", "Failed", 2],
    ]);
  });

  it("have commands whose targets are none", async () => {
    const sent = [];
    store.onCommand(/./, (lines) => void sent.push(lines));
    const Targets = [{ Key: "tag:role", Values: ["none"] }];
    const CommandId = await send("true", { InstanceIds: undefined, Targets });
    await store.clock.advance(1000);
    expect((await ssm.listCommands({ CommandId })).Commands).toMatchObject([
      { Status: "Success", StatusDetails: "NoInstancesInTag", TargetCount: 0, InstanceIds: [], Targets },
    ]);
    expect(await invocations({ CommandId })).toEqual([]);
    expect(sent).toEqual([]);
  });

  it("have commands whose targets were found by tags", async () => {
    await ec2.createTags({ Resources: [INSTANCE], Tags: [{ Key: "role", Value: "game" }] });
    let told;
    store.onCommand(/./, (_, { instanceId }) => {
      told = instanceId;
    });
    for (const target of [
      { Key: "tag:role", Values: ["game"] },
      { Key: "tag-key", Values: ["role"] },
    ]) {
      told = undefined;
      const CommandId = await send("true", { InstanceIds: undefined, Targets: [target] });
      expect((await ssm.listCommands({ CommandId })).Commands[0]).toMatchObject({ TargetCount: 1, Targets: [target] });
      expect(await invocations({ CommandId })).toMatchObject([{ InstanceId: INSTANCE }]);
      expect(told).toBe(INSTANCE);
    }
    const Targets = [{ Key: "resource-groups:Name", Values: ["x"] }];
    const error = await rejection(() => send("true", { InstanceIds: undefined, Targets }));
    expect(error.message).toContain("not supported by mock-state-store");
  });
});
