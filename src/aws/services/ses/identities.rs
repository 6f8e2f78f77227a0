//! The addresses and domains that mails are sent from.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::aws::services::page::{Page, name_in};
use crate::document::{Text, UnknownKeys};
use crate::state::senders::{Sender, VerificationStatus};
use crate::state::{Draft, Key};

/// What tokens are of.
const OF: &str = "Identities";

/// How many characters an address has at most.
const MOST_CHARACTERS: usize = 320;

/// How many identities a page has at most.
const PAGE: usize = 1000;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct VerifyEmailIdentity {
    email_address: Text,
}

/// An address is verified at once: nobody reads the mail that AWS would send.
pub fn verify(call: &mut Call, VerifyEmailIdentity { email_address }: VerifyEmailIdentity) -> Result<Value> {
    if !is_address(&email_address) {
        return Err(refused(format!("Invalid email address<{email_address}>.")));
    }
    let key = Key::Name(email_address.as_str().into());
    let identity = call.draft.state().named::<Sender>(&email_address);
    let unknown = identity.map_or_else(UnknownKeys::default, |identity| identity.unknown.clone());
    call.draft.set(key, Sender { verification_status: VerificationStatus::Success, unknown });
    Ok(json!({}))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListIdentities {
    identity_type: Option<Text>,
    max_items: Option<i64>,
    next_token: Option<String>,
}

pub fn list(call: &mut Call, input: ListIdentities) -> Result<Value> {
    let after = match input.next_token {
        Some(token) => Some(name_in(OF, &token).ok_or_else(|| refused(format!("Invalid token: <{token}>.")))?),
        None => None,
    };
    let limit = input.max_items.and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit > 0);
    let is_asked = |name: &&str| match input.identity_type.as_deref() {
        Some("EmailAddress") => name.contains('@'),
        Some("Domain") => !name.contains('@'),
        _ => true,
    };
    let names = call.draft.state().all::<Sender>().map(|(name, _)| &**name);
    let names = names.filter(is_asked).filter(|name| after.as_deref().is_none_or(|after| *name > after));
    let page = Page::new(OF, names, limit.unwrap_or(PAGE).min(PAGE), |name| (*name).to_owned());
    Ok(page.output("Identities", |name| name))
}

/// Refuses a sender whose address, or else whose domain, is an identity that is not verified. All others may send.
pub fn check_sender(draft: &Draft, source: &str) -> Result<()> {
    let address = address_of(source);
    let domain = address.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    let identity = |name: &str| draft.state().named::<Sender>(name);
    let identity = identity(address).or_else(|| identity(domain));
    if identity.is_none_or(|identity| identity.verification_status == VerificationStatus::Success) {
        return Ok(());
    }
    let region = draft.profile().region.to_uppercase();
    Err(AwsError::new(
        "MessageRejected",
        format!(
            "Email address is not verified. The following identities failed the check in region {region}: {source}"
        ),
    ))
}

/// True for `user@domain` and `Name <user@domain>`.
pub fn has_domain(address: &str) -> bool {
    address_of(address).rsplit_once('@').is_some_and(|(user, domain)| !user.is_empty() && !domain.is_empty())
}

/// True for `user@domain` alone.
fn is_address(text: &str) -> bool {
    let is_one = text.matches('@').count() == 1 && text.len() <= MOST_CHARACTERS;
    is_one && has_domain(text) && !text.contains(|it: char| it.is_whitespace() || "<>,".contains(it))
}

fn address_of(text: &str) -> &str {
    text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>')).trim()
}

fn refused(message: String) -> AwsError {
    AwsError::new("InvalidParameterValue", message)
}
