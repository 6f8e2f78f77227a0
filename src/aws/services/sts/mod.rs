//! STS.

mod identity;

use super::Operations;
pub use identity::user_arn;

/// The operations.
pub const OPERATIONS: Operations = super::operations![GetCallerIdentity => identity::get];
