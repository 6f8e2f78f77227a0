const { account, clientsOf } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const ROLE = { RoleArn: "arn:aws:iam::210987654321:role/path/Deploy", RoleSessionName: "me" };

/** The credentials of the SDK for those of an answer. */
const credentials = ({ Credentials: { AccessKeyId, SecretAccessKey, SessionToken } }) => ({
  credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
});

describe("an assumed role through the SDK", () => {
  it("is whoever has its credentials, until they expire by the account's clock", async () => {
    const { store, sts } = account();
    await store.clock.freeze();
    const output = await sts.assumeRole({ ...ROLE, DurationSeconds: 900 });
    expect(output.Credentials).toMatchObject({
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[0-9a-zA-Z+/]{40}$/),
      Expiration: new Date(store.clock.now() + 900_000),
    });
    const { Arn, AssumedRoleId } = output.AssumedRoleUser;
    expect([Arn, AssumedRoleId]).toEqual([
      "arn:aws:sts::210987654321:assumed-role/Deploy/me",
      expect.stringMatching(/^AROA[A-Z2-7]{17}:me$/),
    ]);
    const role = clientsOf(store, credentials(output)).sts;
    expect(await role.getCallerIdentity({})).toMatchObject({ Account: "210987654321", Arn, UserId: AssumedRoleId });
    expect((await sts.getCallerIdentity({})).Arn).toBe("arn:aws:iam::123456789012:user/mock");
  });

  it("is who is denied a call", async () => {
    const { store, sts } = account();
    const output = await sts.assumeRole(ROLE);
    const { ssm } = clientsOf(store, credentials(output));
    await store.addFault({ action: "ssm:*", error: "access-denied" });
    const error = await rejection(() => ssm.getParameter({ Name: "/a" }));
    expect(error.message).toContain(`User: ${output.AssumedRoleUser.Arn} is not authorized`);
  });

  const refusals = [
    ["that is none", { RoleArn: "arn:aws:iam::123456789012:user/mock" }, "ValidationError", "Request ARN is invalid"],
    ["with a name that is too short", { RoleSessionName: "x" }, "ValidationError", /greater than or equal to 2$/],
    ["for too short a time", { DurationSeconds: 899 }, "ValidationError", /greater than or equal to 900$/],
    ["for too long a time", { DurationSeconds: 43_201 }, "ValidationError", /less than or equal to 43200$/],
    ["with a policy that is no JSON", { Policy: "{" }, "MalformedPolicyDocumentException", /invalid Json/],
    ["with tags that are not there", { TransitiveTagKeys: ["a"] }, "InvalidParameterValue", /transitive tag key/],
  ];
  it.each(refusals)("%s is refused", async (_, input, name, message) => {
    const { sts } = account();
    const error = await rejection(() => sts.assumeRole({ ...ROLE, ...input }));
    expect([error.name, error.message]).toEqual([name, expect.stringMatching(message)]);
  });

  it("is assumed from another for an hour at most", async () => {
    const { store, sts } = account();
    const chained = clientsOf(store, credentials(await sts.assumeRole({ ...ROLE, DurationSeconds: 43_200 }))).sts;
    await chained.assumeRole(ROLE);
    const error = await rejection(() => chained.assumeRole({ ...ROLE, DurationSeconds: 3601 }));
    expect(error.message).toBe(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  });
});
