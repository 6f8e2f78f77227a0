const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

describe("the value of a SecureString", () => {
  test("is masked in what was put, got and listed", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a/b", Value: "hush", Type: "SecureString" });
    await ssm.putParameter({ Name: "/a/b", Value: "hush again", Overwrite: true });
    for (const WithDecryption of [true, false]) {
      await ssm.getParameter({ Name: "/a/b", WithDecryption });
      await ssm.getParameters({ Names: ["/a/b"], WithDecryption });
      await ssm.getParametersByPath({ Path: "/a", WithDecryption });
      await ssm.getParameterHistory({ Name: "/a/b", WithDecryption });
    }
    const calls = await store.calls();
    expect(calls).toHaveLength(10);
    expect(JSON.stringify(calls)).not.toContain("hush");
    expect(calls[2].output.Parameter).toMatchObject({ Type: "SecureString", Value: "***" });
  });

  test("is masked where the call fails", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a", Value: "hush", Type: "SecureString" });
    const repeated = { Name: "/a", Value: "hush", Type: "SecureString" };
    await rejection(() => ssm.putParameter(repeated));
    await rejection(() => ssm.putParameter({ ...repeated, Type: undefined }));
    await rejection(() => ssm.putParameter({ ...repeated, Value: "hush".repeat(3000), Overwrite: true }));
    await rejection(() => ssm.putParameter({ Name: "/b", Value: "hush", Type: "SecureSting" }));
    await store.setOperationFailure("PutParameter", {
      failNext: true,
      alwaysFail: false,
      errorCode: "ValidationException",
    });
    await rejection(() => ssm.putParameter({ ...repeated, Overwrite: true }));
    const calls = await store.calls();
    expect(calls).toHaveLength(6);
    expect(JSON.stringify(calls)).not.toContain("hush");
  });

  test("is masked where the parameter was addressed by its ARN", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a", Value: "one", Type: "SecureString" });
    const { Parameter } = await ssm.getParameter({ Name: "/a" });
    await rejection(() => ssm.putParameter({ Name: Parameter.ARN, Value: "hush", Overwrite: true }));
    expect(JSON.stringify(await store.calls())).not.toContain("hush");
  });

  test("is not masked in the account", async () => {
    const { store, ssm } = account();
    await ssm.putParameter({ Name: "/a", Value: "hush", Type: "SecureString" });
    expect(await store.getParameter("/a")).toBe("hush");
  });
});

describe("a parameter of a stack without an echo", () => {
  const TemplateBody = `Parameters: { P: { Type: String, NoEcho: true }, Q: { Type: String } }
Resources: { T: { Type: T } }`;
  const Parameters = [
    { ParameterKey: "P", ParameterValue: "hush" },
    { ParameterKey: "Q", ParameterValue: "plain" },
  ];

  test("is masked where a stack is created and updated, and where that fails", async () => {
    const { store, cloudformation } = account({ transitions: { "*": "immediate" } });
    const input = { StackName: "a", TemplateBody, Parameters };
    await cloudformation.createStack(input);
    await rejection(() => cloudformation.createStack(input));
    await cloudformation.updateStack({
      StackName: "a",
      UsePreviousTemplate: true,
      Parameters: [{ ParameterKey: "P", ParameterValue: "hush again" }, Parameters[1]],
    });
    await cloudformation.describeStacks({ StackName: "a" });
    const calls = await store.calls();
    expect(calls).toHaveLength(4);
    expect(JSON.stringify(calls)).not.toContain("hush");
    for (const { input } of calls.slice(0, 3)) expect(input.Parameters[1].ParameterValue).toBe("plain");
  });

  test("is each one whose template nobody knows", async () => {
    const { store, cloudformation } = account();
    await cloudformation.createStack({ StackName: "a", TemplateURL: "https://x.example/t", Parameters });
    await rejection(() => cloudformation.createStack({ StackName: "b", TemplateBody: "{", Parameters }));
    expect(JSON.stringify(await store.calls())).not.toMatch(/hush|plain/);
  });
});

test("the credentials of an assumed role are masked but for their id", async () => {
  const { store, sts } = account();
  const RoleArn = "arn:aws:iam::123456789012:role/Deploy";
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: "me" });
  const [{ output }] = await store.calls();
  expect(output.Credentials).toMatchObject({
    AccessKeyId: Credentials.AccessKeyId,
    SecretAccessKey: "***",
    SessionToken: "***",
  });
});
