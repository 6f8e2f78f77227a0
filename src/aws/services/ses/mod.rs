//! SES: mails are kept, and never leave the machine.

mod send;
#[cfg(test)]
mod tests;

use super::Operations;

/// The operations.
pub const OPERATIONS: Operations = super::operations![SendEmail => send::send];
