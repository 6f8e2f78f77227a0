//! Sending a mail.

use compact_str::format_compact;
use serde::Deserialize;
use serde_json::{Value, json};

use super::identities::{self, has_domain};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::Area;
use crate::state::sent_emails::{self, SentEmail};
use crate::state::transitions::Transition;

/// How many recipients a mail has at most.
const MOST_RECIPIENTS: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendEmail {
    source: Text,
    destination: Destination,
    message: Message,
    reply_to_addresses: Vec<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Destination {
    #[serde(rename = "ToAddresses")]
    to: Vec<Text>,
    #[serde(rename = "CcAddresses")]
    cc: Vec<Text>,
    #[serde(rename = "BccAddresses")]
    bcc: Vec<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Message {
    subject: Content,
    body: Body,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Body {
    text: Option<Content>,
    html: Option<Content>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Content {
    data: Text,
}

pub fn send(call: &mut Call, input: SendEmail) -> Result<Value> {
    check(&input)?;
    let draft = &mut call.draft;
    identities::check_sender(draft, &input.source)?;
    let message_id = format_compact!("01000{:011x}-{}-000000", draft.now().millis(), draft.new_uuid());
    let unknown = UnknownKeys::default;
    let given = |addresses: Vec<Text>| Some(addresses).filter(|addresses| !addresses.is_empty());
    let Destination { to, cc, bcc } = input.destination;
    let Body { text, html } = input.message.body;
    let email = SentEmail {
        message_id: message_id.clone(),
        source: input.source,
        destination: sent_emails::Destination { to: given(to), cc: given(cc), bcc: given(bcc), unknown: unknown() },
        reply_to: given(input.reply_to_addresses),
        subject: input.message.subject.data,
        body: sent_emails::Body { text: text.map(|it| it.data), html: html.map(|it| it.data), unknown: unknown() },
        created_at: draft.now().iso(),
        sent_at: None,
        unknown: unknown(),
    };
    draft.apply(draft.state().list(Area::SentEmail).append(email, sent_emails::LIMIT));
    draft.begin(Transition::Send, &message_id);
    Ok(json!({ "MessageId": message_id }))
}

fn check(SendEmail { source, destination, message, reply_to_addresses }: &SendEmail) -> Result<()> {
    let refused = |message: &str| Err(AwsError::new("InvalidParameterValue", message));
    let Destination { to, cc, bcc } = destination;
    let recipients = || [to, cc, bcc].into_iter().flatten();
    let mut addresses = recipients().chain(reply_to_addresses).chain([source]);
    if recipients().next().is_none() {
        return refused("Missing required header 'To'.");
    }
    if recipients().count() > MOST_RECIPIENTS {
        return refused("Recipient count exceeds 50.");
    }
    if addresses.any(|address| !has_domain(address)) {
        return refused("Missing final '@domain'");
    }
    if message.body.text.is_none() && message.body.html.is_none() {
        return refused("Message body must contain text or HTML.");
    }
    Ok(())
}
