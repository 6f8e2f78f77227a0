const { paginateListIdentities } = require("@aws-sdk/client-ses");
const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const EMAIL = {
  Source: "server@example.com",
  Destination: { ToAddresses: ["you@example.com"], CcAddresses: ["me@example.com"] },
  Message: { Subject: { Data: "Hi" }, Body: { Text: { Data: "It runs." } } },
};
const PENDING = { verificationStatus: "Pending" };

describe("identities through the SDK", () => {
  it("are verified at once, and listed by type in pages", async () => {
    const { store, ses } = account({ initialState: { ses: { identities: { "example.org": PENDING } } } });
    for (const name of ["a", "b"]) await ses.verifyEmailIdentity({ EmailAddress: `${name}@example.com` });
    expect((await store.getState()).ses.identities["a@example.com"]).toEqual({ verificationStatus: "Success" });
    expect((await ses.listIdentities({})).Identities).toEqual(["a@example.com", "b@example.com", "example.org"]);
    expect((await ses.listIdentities({ IdentityType: "Domain" })).Identities).toEqual(["example.org"]);
    const pages = [];
    const input = { IdentityType: "EmailAddress" };
    for await (const page of paginateListIdentities({ client: ses, pageSize: 1 }, input)) pages.push(page.Identities);
    expect(pages).toEqual([["a@example.com"], ["b@example.com"]]);
  });

  it.each(["server", "a@b@example.com", `${"a".repeat(309)}@example.com`])(
    "that are no addresses are refused: %s",
    async (EmailAddress) => {
      const { ses } = account();
      const error = await rejection(() => ses.verifyEmailIdentity({ EmailAddress }));
      expect([error.name, error.message]).toEqual(["InvalidParameterValue", `Invalid email address<${EmailAddress}>.`]);
    },
  );

  it("that are not verified send no mails", async () => {
    const { ses } = account({ initialState: { ses: { identities: { "server@example.com": PENDING } } } });
    const error = await rejection(() => ses.sendEmail(EMAIL));
    expect([error.name, error.message]).toEqual([
      "MessageRejected",
      "Email address is not verified. The following identities failed the check in region US-EAST-1: server@example.com",
    ]);
    await ses.verifyEmailIdentity({ EmailAddress: "server@example.com" });
    expect((await ses.sendEmail(EMAIL)).MessageId).toBeDefined();
  });
});

it("the quota counts the recipients of the last 24 hours", async () => {
  const { store, ses } = account();
  await ses.sendEmail(EMAIL);
  expect(await ses.getSendQuota({})).toMatchObject({ Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 2 });
  await store.clock.advance(86_400_000);
  expect((await ses.getSendQuota({})).SentLast24Hours).toBe(0);
});
