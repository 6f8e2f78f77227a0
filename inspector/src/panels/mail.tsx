import type { MockSentEmail } from "../../../index.d.ts";
import { emails } from "../data/account.ts";
import { write } from "../data/api.ts";
import { act } from "../ui/action.ts";
import { confirm } from "../ui/confirm.tsx";
import { useMore } from "../ui/more.tsx";
import { Card, Code, Empty, Facts, Moment, Panel, Waiting } from "../ui/parts.tsx";

export function Mail() {
  const all = emails.use();
  const clear = async () => {
    if (!(await confirm("Clear the mails?", "All mails that were sent are forgotten.", "Clear"))) return;
    await act("The mails were cleared", () => write("PATCH", "state", { ses: { sentEmails: [] } }));
  };
  return (
    <Panel
      title="Sent mail"
      about="What was sent by SES. It went nowhere."
      actions={
        <button type="button" disabled={!all?.length} onClick={clear}>
          Clear…
        </button>
      }
    >
      {all === undefined ? <Waiting for={emails} /> : <MailList mails={all} />}
    </Panel>
  );
}

function MailList({ mails }: { mails: MockSentEmail[] }) {
  const [some, more] = useMore([...mails].reverse(), 20);
  if (mails.length === 0) return <Empty>No mail was sent yet.</Empty>;
  return (
    <>
      {some.map(({ messageId, subject, source, destination, body, createdAt, sentAt }) => (
        <Card key={messageId} title={subject || "(no subject)"}>
          <Facts
            facts={[
              ["From", source],
              ["To", [destination.to, destination.cc, destination.bcc].flatMap((list) => list ?? []).join(", ")],
              ["Sent", sentAt === undefined ? "not yet" : <Moment key="sent" time={sentAt} />],
              ["Accepted", <Moment key="accepted" time={createdAt} />],
            ]}
          />
          {body.text !== undefined && <Code label="Text" text={body.text} />}
          {body.html !== undefined && (
            <details>
              <summary>Source of the HTML</summary>
              <Code label="Source of the HTML" text={body.html} />
            </details>
          )}
        </Card>
      ))}
      {more}
    </>
  );
}
