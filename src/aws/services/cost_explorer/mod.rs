//! Cost Explorer.

mod amount;
mod buckets;
mod filter;
mod get;
mod grouping;
mod period;
mod shares;
#[cfg(test)]
mod tests;

use super::Operations;
use crate::aws::error::AwsError;

/// The operations.
pub const OPERATIONS: Operations = super::operations![GetCostAndUsage => get::get];

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationException", message)
}
