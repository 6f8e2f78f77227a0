const { GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
const { account } = require("./support/account.js");

it("everyone who calls is a user of the account", async () => {
  const { send } = account(STSClient, { accountId: "210987654321" });
  expect(await send(new GetCallerIdentityCommand())).toMatchObject({
    Account: "210987654321",
    Arn: "arn:aws:iam::210987654321:user/mock",
    UserId: expect.stringMatching(/^AIDA[0-9A-Z]{17}$/),
  });
});
