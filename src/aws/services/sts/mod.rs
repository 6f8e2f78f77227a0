//! STS.

mod assume;
mod identity;
mod session;
#[cfg(test)]
mod tests;

use super::Operations;
pub use identity::{caller_arn, user_arn};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    AssumeRole => assume::assume,
    GetCallerIdentity => identity::get,
];
