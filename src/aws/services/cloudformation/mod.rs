//! CloudFormation.

use super::Operations;

/// The operations.
pub const OPERATIONS: Operations = super::operations![];
