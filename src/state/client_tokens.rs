//! What EC2 did for the tokens of requests that are to be carried out once, by operation and token:
//! `RunInstances/<token>`.

use super::{Presence, Record, Spec};
use crate::document::{Text, record};

record! {
    /// A request that was carried out.
    pub struct ClientToken {
        /// A checksum of what was asked for.
        request: Text = "request",
        /// The ids of what was made.
        resources: Vec<Text> = "resources",
        /// When, ISO 8601.
        created_at: Text = "createdAt",
    }
}

impl Record for ClientToken {
    const SPEC: Spec = Spec {
        section: "clientTokens",
        presence: Presence::NotEmpty,
        ..Spec::named("clientToken", &["ec2", "clientTokens"])
    };
}
