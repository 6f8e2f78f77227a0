const { SendEmailCommand, SESClient } = require("@aws-sdk/client-ses");
const { account, caught } = require("./support/account.js");

const EMAIL = {
  Source: "server@example.com",
  Destination: { ToAddresses: ["you@example.com"] },
  Message: { Subject: { Data: "Hi" }, Body: { Html: { Data: "<p>It runs.</p>" } } },
};

describe("a mail through the SDK", () => {
  it("is kept", async () => {
    const { store, send } = account(SESClient);
    const { MessageId } = await send(new SendEmailCommand(EMAIL));
    expect(MessageId).toMatch(/^01[0-9a-f]{14}-[0-9a-f-]{36}-000000$/);
    expect((await store.getState()).ses.sentEmails).toMatchObject([
      {
        messageId: MessageId,
        source: "server@example.com",
        destination: { to: ["you@example.com"] },
        subject: "Hi",
        body: { html: "<p>It runs.</p>" },
      },
    ]);
  });

  it("from nowhere is refused", async () => {
    const { send } = account(SESClient);
    const error = await caught(send(new SendEmailCommand({ ...EMAIL, Source: "server" })));
    expect([error.name, error.message]).toEqual(["InvalidParameterValue", "Missing final '@domain'"]);
  });
});
