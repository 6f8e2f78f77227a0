//! The mails that SES has sent, oldest first.

use super::draft::Draft;
use super::transitions::Transition;
use super::{Area, Key, Presence, Record, Spec, Stored};
use crate::document::{Text, record};

/// How many mails are kept.
pub const LIMIT: usize = 1000;

record! {
    /// Who gets a mail.
    pub struct Destination {
        /// Its recipients.
        to: Option<Vec<Text>> = "to",
        /// Those who get a copy.
        cc: Option<Vec<Text>> = "cc",
        /// Those who get a copy that the others do not see.
        bcc: Option<Vec<Text>> = "bcc",
    }
}

impl Destination {
    /// How many recipients there are in all.
    #[must_use]
    pub fn count(&self) -> usize {
        [&self.to, &self.cc, &self.bcc].into_iter().flatten().map(Vec::len).sum()
    }
}

record! {
    /// What a mail says.
    pub struct Body {
        /// As plain text.
        text: Option<Text> = "text",
        /// As HTML.
        html: Option<Text> = "html",
    }
}

record! {
    /// A mail.
    pub struct SentEmail {
        /// Its id.
        message_id: Text = "messageId",
        /// The sender's address.
        source: Text = "source",
        /// Who gets it.
        destination: Destination = "destination",
        /// Where answers go, if not to the sender.
        reply_to: Option<Vec<Text>> = "replyTo",
        /// Its subject.
        subject: Text = "subject",
        /// What it says.
        body: Body = "body",
        /// When it was accepted, ISO 8601.
        created_at: Text = "createdAt",
        /// When it was sent, ISO 8601; absent before.
        sent_at: Option<Text> = "sentAt",
    }
}

impl Record for SentEmail {
    const SPEC: Spec =
        Spec { section: "emails", presence: Presence::NotEmpty, ..Spec::list("sentEmail", &["ses", "sentEmails"]) };

    fn id(&self) -> &str {
        &self.message_id
    }

    fn under_way(&self) -> Option<Transition> {
        self.sent_at.is_none().then_some(Transition::Send)
    }

    fn is_as_far(&self, before: &Self) -> bool {
        self.sent_at == before.sent_at
    }
}

/// A mail is sent.
pub(super) fn send(draft: &mut Draft, message_id: &str) {
    let found = draft.state().list(Area::SentEmail).find(message_id);
    let found = found.and_then(|(number, document)| Some((number, SentEmail::from_document(document)?)));
    let Some((number, mut email)) = found.map(|(number, email)| (number, SentEmail::clone(email))) else { return };
    email.sent_at = Some(draft.now().iso());
    draft.set(Key::Number(number), email);
}
