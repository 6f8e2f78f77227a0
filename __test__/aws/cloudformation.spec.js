const { waitUntilStackCreateComplete, waitUntilStackDeleteComplete } = require("@aws-sdk/client-cloudformation");
const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const Resources = { Topic: { Type: "AWS::SNS::Topic" } };
const TemplateBody = JSON.stringify({ Resources });

describe("a stack through the SDK", () => {
  let store;
  let cloudformation;
  beforeEach(() => {
    ({ store, cloudformation } = account());
  });

  const describeStack = async (StackName) => (await cloudformation.describeStacks({ StackName })).Stacks[0];

  it("is that of the methods", async () => {
    await store.setStackStatus({ outputs: { Address: "203.0.113.42" } });
    expect(await describeStack("minecraft-stack")).toMatchObject({
      StackName: "minecraft-stack",
      StackId: "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123",
      StackStatus: "CREATE_COMPLETE",
      Outputs: [{ OutputKey: "Address", OutputValue: "203.0.113.42" }],
      CreationTime: expect.any(Date),
    });
    await cloudformation.deleteStack({ StackName: "minecraft-stack" });
    expect(await store.getStackStatus()).toMatchObject({ exists: true, status: "DELETE_IN_PROGRESS" });
    await store.clock.advance(3000);
    expect(await store.getStackStatus()).toMatchObject({ exists: false, status: "DELETE_COMPLETE" });
  });

  it("that does not exist is AWS's error", async () => {
    const error = await rejection(() => describeStack("nope"));
    expect([error.name, error.message, error.$metadata.httpStatusCode]).toEqual([
      "ValidationError",
      "Stack with id nope does not exist",
      400,
    ]);
  });

  it("is created and deleted while others wait", async () => {
    await store.setTransitions({ "cloudformation:stack": { polls: 2 } });
    const wait = (until) => until({ client: cloudformation, maxWaitTime: 10, minDelay: 1 }, { StackName: "mine" });
    const Parameters = [{ ParameterKey: "Size", ParameterValue: "small" }];
    const TemplateBody = JSON.stringify({ Parameters: { Size: { Type: "String" } }, Resources });
    const { StackId } = await cloudformation.createStack({ StackName: "mine", TemplateBody, Parameters });
    expect((await wait(waitUntilStackCreateComplete)).state).toBe("SUCCESS");
    expect(await describeStack(StackId)).toMatchObject({ StackName: "mine", Parameters });
    await cloudformation.deleteStack({ StackName: "mine" });
    expect((await wait(waitUntilStackDeleteComplete)).state).toBe("SUCCESS");
    const { StackEvents } = await cloudformation.describeStackEvents({ StackName: StackId });
    expect(StackEvents.map(({ LogicalResourceId: id, ResourceStatus: status }) => `${id} ${status}`)).toEqual([
      "mine DELETE_COMPLETE",
      "Topic DELETE_COMPLETE",
      "Topic DELETE_IN_PROGRESS",
      "mine DELETE_IN_PROGRESS",
      "mine CREATE_COMPLETE",
      "Topic CREATE_COMPLETE",
      "Topic CREATE_IN_PROGRESS",
      "mine CREATE_IN_PROGRESS",
    ]);
  });

  it("that exists is not created again", async () => {
    const error = await rejection(() => cloudformation.createStack({ StackName: "minecraft-stack", TemplateBody }));
    expect([error.name, error.message]).toEqual(["AlreadyExistsException", "Stack [minecraft-stack] already exists"]);
  });

  it("that is being deleted is not what a request with the token of that creates", async () => {
    const input = { StackName: "mine", TemplateBody, ClientRequestToken: "once" };
    await cloudformation.createStack(input);
    await cloudformation.deleteStack({ StackName: "mine", ClientRequestToken: "once" });
    expect((await rejection(() => cloudformation.createStack(input))).name).toBe("AlreadyExistsException");
  });
});
