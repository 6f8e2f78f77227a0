//! The identities of SES, by address or domain: who may send mails.

use super::{Patch, Presence, Record, Spec};
use crate::document::{record, text_enum};

text_enum! {
    /// How far the verification of an identity is.
    pub enum VerificationStatus {
        /// Nobody has confirmed it yet.
        Pending = "Pending",
        /// It is verified.
        Success = "Success",
        /// Nobody has confirmed it in time.
        Failed = "Failed",
        /// It is not known whether it is verified.
        TemporaryFailure = "TemporaryFailure",
        /// Its verification has not begun.
        NotStarted = "NotStarted",
    }
}

record! {
    /// An identity.
    pub struct Sender {
        /// How far its verification is: nobody sends from one that is not verified.
        verification_status: VerificationStatus = "verificationStatus",
    }
}

impl Record for Sender {
    const SPEC: Spec = Spec {
        section: "emails",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        ..Spec::named("sender", &["ses", "identities"])
    };
}
