//! What a handler works on.

use serde_json::Value;

use crate::state::Draft;

/// One call of an operation, once its input has been read and checked.
#[derive(Debug)]
pub struct Call {
    /// The account, with what the call has changed so far.
    pub draft: Draft,
    /// What the application's own code has answered, where the operation asks it and there is any: see
    /// [`question`](super::services::question).
    pub answer: Option<Value>,
    /// How many commands are kept.
    pub command_limit: usize,
    /// The access key that signed the request.
    pub access_key_id: String,
    /// The token that came with it, empty where it has none.
    pub session_token: String,
}
