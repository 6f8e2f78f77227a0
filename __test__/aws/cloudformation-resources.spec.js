const { paginateListStackResources, paginateListStacks } = require("@aws-sdk/client-cloudformation");
const { INSTANCE, TEMPLATE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

async function pages(paginate, client, input = {}) {
  const all = [];
  for await (const page of paginate({ client }, input)) all.push(page);
  return all;
}

describe("the resources of a stack through the SDK", () => {
  it("are the same for all who ask", async () => {
    const { store, cloudformation } = account();
    const { StackId } = await cloudformation.createStack({ StackName: "mine", TemplateBody: TEMPLATE });
    await store.clock.advance(3000);
    const { StackResources } = await cloudformation.describeStackResources({ StackName: "mine" });
    const { StackResourceSummaries } = await cloudformation.listStackResources({ StackName: StackId });
    const { StackEvents } = await cloudformation.describeStackEvents({ StackName: "mine" });
    const resource = {
      LogicalResourceId: "Topic",
      PhysicalResourceId: expect.stringMatching(/^arn:aws:sns:us-east-1:123456789012:mine-Topic-[0-9A-Z]{12}$/),
      ResourceType: "AWS::SNS::Topic",
      ResourceStatus: "CREATE_COMPLETE",
    };
    expect(StackResources).toMatchObject([{ ...resource, StackId, StackName: "mine", Timestamp: expect.any(Date) }]);
    expect(StackResourceSummaries).toMatchObject([{ ...resource, LastUpdatedTimestamp: StackResources[0].Timestamp }]);
    const { PhysicalResourceId } = StackResources[0];
    expect(StackEvents[1]).toMatchObject({ ...resource, PhysicalResourceId, StackId, StackName: "mine" });
  });

  it("can be given by the state, and are found by their ids", async () => {
    const resources = { Server: { type: "AWS::EC2::Instance", physicalId: INSTANCE } };
    const { cloudformation } = account({ initialState: { cloudformation: { resources } } });
    const { StackResources } = await cloudformation.describeStackResources({ PhysicalResourceId: INSTANCE });
    expect(StackResources).toMatchObject([{ StackName: "minecraft-stack", LogicalResourceId: "Server" }]);
    const nobody = await rejection(() => cloudformation.describeStackResources({ PhysicalResourceId: "i-1" }));
    expect([nobody.name, nobody.message]).toEqual(["ValidationError", "Stack for i-1 does not exist"]);
    const input = { StackName: "minecraft-stack", LogicalResourceId: "Other" };
    const none = await rejection(() => cloudformation.describeStackResources(input));
    expect(none.message).toBe("Resource Other does not exist for stack minecraft-stack");
  });

  it("come in pages", async () => {
    const { cloudformation } = account();
    const names = Array.from({ length: 120 }, (_, i) => `T${i}`);
    const Resources = Object.fromEntries(names.map((name) => [name, { Type: "AWS::SNS::Topic" }]));
    await cloudformation.createStack({ StackName: "mine", TemplateBody: JSON.stringify({ Resources }) });
    const all = await pages(paginateListStackResources, cloudformation, { StackName: "mine" });
    const found = all.map(({ StackResourceSummaries }) => StackResourceSummaries.map((it) => it.LogicalResourceId));
    expect(found.map(({ length }) => length)).toEqual([100, 20]);
    expect(found.flat().sort()).toEqual(names.sort());
  });
});

it("stacks are listed, those too that were deleted", async () => {
  const { store, cloudformation } = account({ fixtures: "empty", transitions: { "*": "immediate" } });
  for (let i = 0; i < 101; i++) {
    await cloudformation.createStack({ StackName: "mine", TemplateBody: TEMPLATE });
    await cloudformation.deleteStack({ StackName: "mine" });
  }
  const all = await pages(paginateListStacks, cloudformation, { StackStatusFilter: ["DELETE_COMPLETE"] });
  expect(all.map(({ StackSummaries }) => StackSummaries.length)).toEqual([100, 1]);
  expect(all[0].StackSummaries[0]).toMatchObject({ StackName: "mine", DeletionTime: expect.any(Date) });
  expect((await cloudformation.listStacks({ StackStatusFilter: ["CREATE_COMPLETE"] })).StackSummaries ?? []).toEqual(
    [],
  );
  await store.clock.advance(90 * 86_400_000);
  expect((await cloudformation.listStacks({})).StackSummaries ?? []).toEqual([]);
});

describe("the template of a stack through the SDK", () => {
  it("is what was given", async () => {
    const { cloudformation } = account();
    const TemplateBody = 'Resources:\n  Topic:\n    Type: "AWS::SNS::Topic" # as it is\n';
    await cloudformation.createStack({ StackName: "mine", TemplateBody });
    for (const TemplateStage of ["Original", "Processed"]) {
      expect(await cloudformation.getTemplate({ StackName: "mine", TemplateStage })).toMatchObject({
        TemplateBody,
        StagesAvailable: ["Original", "Processed"],
      });
    }
  });

  it("of a stack or a change set that is not there is AWS's error", async () => {
    const { cloudformation } = account();
    const stack = await rejection(() => cloudformation.getTemplate({ StackName: "nope" }));
    expect([stack.name, stack.message]).toEqual(["ValidationError", "Stack with id nope does not exist"]);
    const set = await rejection(() => cloudformation.getTemplate({ ChangeSetName: "nope" }));
    expect([set.name, set.$metadata.httpStatusCode]).toEqual(["ChangeSetNotFoundException", 404]);
  });
});
