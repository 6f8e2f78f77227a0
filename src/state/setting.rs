//! What the defaults of an account are made for.

use std::sync::Arc;

use super::random::Random;
use crate::document::{Text, text_enum};
use crate::time::Now;

text_enum! {
    /// What an account begins with.
    pub enum Fixtures {
        /// The server, its parameters, backups, costs and stack.
        Default = "default",
        /// Nothing.
        Empty = "empty",
    }
}

/// How an account is named, and what it begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// What it begins with.
    pub fixtures: Fixtures,
    /// Its number, for example `123456789012`.
    pub account_id: Text,
    /// Its region, for example `us-east-1`.
    pub region: Text,
    /// The name of the stack that it begins with.
    pub stack_name: Text,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            fixtures: Fixtures::Default,
            account_id: "123456789012".into(),
            region: "us-east-1".into(),
            stack_name: "minecraft-stack".into(),
        }
    }
}

/// An account and a moment of its time.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The moment.
    pub now: Now,
    /// The account.
    pub profile: Arc<Profile>,
    /// Where an operation has its random numbers from.
    pub random: Random,
}

impl Setting {
    /// A moment of an account with the default profile.
    #[must_use]
    pub fn at(now: Now) -> Self {
        Self { now, ..Self::default() }
    }

    /// Another moment of the same account.
    #[must_use]
    pub fn moved_to(&self, now: Now) -> Self {
        Self { now, ..self.clone() }
    }

    /// True if the account begins with nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.profile.fixtures == Fixtures::Empty
    }
}
