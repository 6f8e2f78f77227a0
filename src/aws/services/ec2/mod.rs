//! EC2.

use super::Operations;

/// The operations.
pub const OPERATIONS: Operations = super::operations![];
