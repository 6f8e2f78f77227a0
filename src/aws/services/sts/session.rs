//! The session of an assumed role. All that is known of it is in its token, so that there is no state to keep.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// Begins a token, as it begins AWS's.
const PREFIX: &[u8] = b"!\n\torigin_ec";

/// The session of an assumed role.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The account of the role.
    pub account: String,
    /// The id of the role and the name of the session.
    pub user_id: String,
    /// The ARN of the session.
    pub arn: String,
}

impl Session {
    /// The session of a token; `None` for a token that is none of ours.
    pub fn of_token(token: &str) -> Option<Self> {
        let bytes = STANDARD.decode(token).ok()?;
        serde_json::from_slice(bytes.strip_prefix(PREFIX)?).ok()
    }

    /// Its token.
    pub fn token(&self) -> String {
        let session = serde_json::to_vec(self).unwrap_or_default();
        STANDARD.encode([PREFIX, &session].concat())
    }
}
