//! Client tokens: a request that was carried out under a token is not carried out again.

use compact_str::format_compact;
use serde::Serialize;

use super::errors::invalid_value;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::client_tokens::ClientToken;
use crate::state::{Draft, Entry, Key, Stored};
use crate::time::parse;

/// How long a token is known.
const KNOWN_MS: i64 = 86_400_000;

/// How many characters a token may have.
const LENGTH: usize = 64;

/// A request that may have a token.
#[derive(Debug)]
pub struct Request {
    /// The operation and the token.
    name: Option<String>,
    checksum: Text,
}

impl Request {
    /// A request of an operation, with all that has to be the same when its token comes again.
    ///
    /// # Errors
    /// `InvalidParameterValue` where the token is too long.
    pub fn new(operation: &str, token: Option<&Text>, input: &impl Serialize) -> Result<Self> {
        let token = token.filter(|token| !token.is_empty());
        if token.is_some_and(|token| token.len() > LENGTH) {
            return Err(invalid_value(format!("The client token must have at most {LENGTH} characters")));
        }
        let input = serde_json::to_vec(input).unwrap_or_default();
        let name = token.map(|token| format!("{operation}/{token}"));
        Ok(Self { name, checksum: format_compact!("{:08x}", crc32fast::hash(&input)) })
    }

    /// The ids of what it made, if it was carried out.
    ///
    /// # Errors
    /// `IdempotentParameterMismatch` where another request of the operation was, under its token.
    pub fn made(&self, draft: &Draft) -> Result<Option<Vec<Text>>> {
        let known = self.name.as_ref().and_then(|name| draft.state().named::<ClientToken>(name));
        let Some(known) = known.filter(|known| is_known(known, draft)) else { return Ok(None) };
        if known.request == self.checksum {
            return Ok(Some(known.resources.clone()));
        }
        let text = "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).";
        Err(AwsError::new("IdempotentParameterMismatch", text))
    }

    /// Remembers what it made, and forgets the tokens that nobody uses any more.
    pub fn remember(self, draft: &mut Draft, resources: Vec<Text>) {
        let old = draft.state().all::<ClientToken>().filter(|(_, known)| !is_known(known, draft));
        let old: Vec<_> = old.map(|(token, _)| Entry::gone(ClientToken::AREA, Key::Name(token.clone()))).collect();
        draft.apply(old);
        if let Some(name) = self.name {
            let created_at = draft.now().iso();
            let made = ClientToken { request: self.checksum, resources, created_at, unknown: UnknownKeys::default() };
            draft.set(Key::Name(name.into()), made);
        }
    }
}

fn is_known(token: &ClientToken, draft: &Draft) -> bool {
    parse(&token.created_at).is_some_and(|then| draft.now().millis() - then < KNOWN_MS)
}
