const { account } = require("../support/aws.js");

it("everyone who calls is a user of the account", async () => {
  const { sts } = account({ accountId: "210987654321" });
  expect(await sts.getCallerIdentity()).toMatchObject({
    Account: "210987654321",
    Arn: "arn:aws:iam::210987654321:user/mock",
    UserId: expect.stringMatching(/^AIDA[0-9A-Z]{17}$/),
  });
});
