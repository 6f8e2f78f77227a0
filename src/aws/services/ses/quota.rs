//! How much may be sent: the quota of an account in the sandbox, which is told and not enforced.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::state::sent_emails::SentEmail;
use crate::state::{Area, Stored};
use crate::time::parse;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Debug, Default, Deserialize)]
pub struct GetSendQuota {}

pub fn get(call: &mut Call, _input: GetSendQuota) -> Result<Value> {
    let begin = call.draft.now().millis() - DAY_MS;
    let emails = call.draft.state().list(Area::SentEmail).iter();
    let emails = emails.filter_map(|(_, document)| SentEmail::from_document(document));
    let recent = emails.filter(|email| parse(&email.created_at).is_some_and(|created| created > begin));
    let sent: usize = recent.map(|email| email.destination.count()).sum();
    Ok(json!({ "Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": sent }))
}
