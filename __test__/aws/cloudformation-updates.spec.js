const { waitUntilStackUpdateComplete } = require("@aws-sdk/client-cloudformation");
const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

/** A queue whose name is a parameter, and an output. */
const TemplateBody = `
Parameters:
  Name: { Type: String, Default: first }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: !Ref Name }
Outputs:
  Name: { Value: !Ref Name }
`;
const NAMED = [{ ParameterKey: "Name", ParameterValue: "second" }];
const StackName = "mine";

describe("an update of a stack through the SDK", () => {
  let store;
  let cloudformation;
  beforeEach(async () => {
    ({ store, cloudformation } = account({ transitions: { "cloudformation:stack": "immediate" } }));
    await cloudformation.createStack({ StackName, TemplateBody });
  });

  const stack = async () => (await cloudformation.describeStacks({ StackName })).Stacks[0];
  const update = (input) => cloudformation.updateStack({ StackName, UsePreviousTemplate: true, ...input });
  const refusal = async (input) => {
    const { name, message, $metadata } = await rejection(() => update(input));
    return [name, message, $metadata.httpStatusCode];
  };

  it("goes through its states in its time", async () => {
    await store.setTransitions({ "cloudformation:stack": 3000 });
    await update({ Parameters: NAMED });
    const seen = [(await stack()).StackStatus];
    for (let i = 0; i < 2; i++) {
      await store.clock.advance(3000);
      seen.push((await stack()).StackStatus);
    }
    expect(seen).toEqual(["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"]);
    expect(await stack()).toMatchObject({
      LastUpdatedTime: expect.any(Date),
      Outputs: [{ OutputKey: "Name", OutputValue: "second" }],
    });
  });

  it("is waited for", async () => {
    await store.setTransitions({ "cloudformation:stack": { polls: 2 } });
    await update({ Parameters: NAMED });
    const done = await waitUntilStackUpdateComplete(
      { client: cloudformation, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.01 },
      { StackName },
    );
    expect(done.state).toBe("SUCCESS");
  });

  it("takes previous values, tags and a role", async () => {
    await update({ Parameters: NAMED });
    const RoleARN = "arn:aws:iam::123456789012:role/deploy";
    const Tags = [{ Key: "a", Value: "b" }];
    await update({ Parameters: [{ ParameterKey: "Name", UsePreviousValue: true }], Tags, RoleARN });
    expect(await stack()).toMatchObject({ Parameters: NAMED, Tags, RoleARN });
    // No tags are given, or an empty list of them.
    await update({});
    expect((await stack()).Tags).toEqual(Tags);
    await update({ Tags: [] });
    expect((await stack()).Tags ?? []).toEqual([]);
  });

  it("that changes nothing is refused", async () => {
    expect(await refusal()).toEqual(["ValidationError", "No updates are to be performed.", 400]);
  });

  it("is refused while another is under way", async () => {
    await store.setTransitions({ "cloudformation:stack": "manual" });
    const { StackId } = await update({ Parameters: NAMED });
    const message = `Stack:${StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`;
    expect(await refusal()).toEqual(["ValidationError", message, 400]);
  });

  it("of a stack that is not there is refused", async () => {
    expect(await refusal({ StackName: "nope" })).toEqual(["ValidationError", "Stack [nope] does not exist", 400]);
  });

  it("needs the capabilities of its template", async () => {
    const template = JSON.stringify({ Resources: { Role: { Type: "AWS::IAM::Role" } } });
    const input = { UsePreviousTemplate: undefined, TemplateBody: template };
    const message = "Requires capabilities : [CAPABILITY_IAM]";
    expect(await refusal(input)).toEqual(["InsufficientCapabilitiesException", message, 400]);
    await update({ ...input, Capabilities: ["CAPABILITY_IAM"] });
    expect((await stack()).Capabilities).toEqual(["CAPABILITY_IAM"]);
  });

  it("shows no parameter without an echo, even where nobody knows the new template", async () => {
    const secret = "Parameters: { P: { Type: String, NoEcho: true } }\nResources: { T: { Type: T } }";
    const Parameters = [{ ParameterKey: "P", ParameterValue: "hush" }];
    await update({ UsePreviousTemplate: undefined, TemplateBody: secret, Parameters });
    await update({ UsePreviousTemplate: undefined, TemplateURL: "https://x.example/template" });
    expect((await stack()).Parameters).toEqual([{ ParameterKey: "P", ParameterValue: "****" }]);
  });
});
