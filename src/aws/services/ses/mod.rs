//! SES: mails are kept, and never leave the machine.

mod identities;
mod quota;
mod send;
#[cfg(test)]
mod tests;

use super::Operations;

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    SendEmail => send::send,
    VerifyEmailIdentity => identities::verify,
    ListIdentities => identities::list,
    GetSendQuota => quota::get,
];
