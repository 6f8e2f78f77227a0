//! Lambda.

use serde_json::Value;

use super::{Operations, Question};

/// The operations.
pub const OPERATIONS: Operations = super::operations![];

/// What is asked before a call is answered.
pub(super) fn question(_input: &Value) -> Option<Question> {
    None
}
