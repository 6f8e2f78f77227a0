const { TEMPLATE, account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const ROLE = { RoleArn: "arn:aws:iam::123456789012:role/path/Deploy", RoleSessionName: "me" };
const CALLS = [
  ["a stack", "minecraft-stack", ({ cloudformation: it }) => it.listStackResources({ StackName: "minecraft-stack" })],
  [
    "the ARN of a stack",
    "arn:aws:cloudformation:*:*:stack/minecraft-stack/*",
    ({ cloudformation: it }) => it.updateStack({ StackName: "minecraft-stack", TemplateBody: TEMPLATE }),
  ],
  ["a resource", "i-1", ({ cloudformation: it }) => it.describeStackResources({ PhysicalResourceId: "i-1" })],
  [
    "the ARN of a function",
    "arn:aws:lambda:*:*:function:greet",
    ({ lambda: it }) => it.getFunction({ FunctionName: "greet" }),
  ],
  ["a role", "Deploy", ({ sts: it }) => it.assumeRole(ROLE)],
  ["an address", "*@example.com", ({ ses: it }) => it.verifyEmailIdentity({ EmailAddress: "a@example.com" })],
];

it.each(CALLS)("a rule for %s is for the calls that name it", async (_, resource, call) => {
  const clients = account({}, { maxAttempts: 1 });
  await clients.store.addFault({ action: "*", resource, error: { code: "Broken", message: "as told" } });
  expect((await rejection(() => call(clients))).message).toBe("as told");
});
