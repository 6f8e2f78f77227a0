const { account } = require("../support/aws.js");
const { rejection } = require("../support/errors.js");

const EMAIL = {
  Source: "server@example.com",
  Destination: { ToAddresses: ["you@example.com"] },
  Message: { Subject: { Data: "Hi" }, Body: { Html: { Data: "<p>It runs.</p>" } } },
};

describe("a mail through the SDK", () => {
  it("is kept", async () => {
    const { store, ses } = account();
    const { MessageId } = await ses.sendEmail(EMAIL);
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
    const { ses } = account();
    const error = await rejection(() => ses.sendEmail({ ...EMAIL, Source: "server" }));
    expect([error.name, error.message]).toEqual(["InvalidParameterValue", "Missing final '@domain'"]);
  });
});
