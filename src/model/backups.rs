//! Backups, newest first.

use std::sync::Arc;

use super::{Text, record};
use crate::clock;

record! {
    /// A backup of the game server.
    pub struct Backup {
        /// Its name.
        name: Text = "name",
        /// When it was taken, in any form [`clock::parse`] reads.
        date: Text = "date",
        /// Its size, for people: `2.1 GB`.
        size: Text = "size",
    }
}

/// The backups, in order.
pub type Backups = Vec<Arc<Backup>>;

/// Puts the newest first; of equal dates, and of those no one can parse, the one that came first.
pub fn newest_first(backups: &mut Backups) {
    backups.sort_by_cached_key(|backup| std::cmp::Reverse(clock::parse(&backup.date)));
}
