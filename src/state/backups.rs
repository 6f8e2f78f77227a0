//! Backups, newest first.

use std::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

use super::{Entries, Entry, Key, Record, Setting, Spec, State};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record};
use crate::error::Result;
use crate::time::parse;

record! {
    /// A backup of the game server.
    pub struct Backup {
        /// Its name.
        name: Text = "name",
        /// When it was taken, in any form [`parse`](crate::time::parse) reads.
        date: Text = "date",
        /// Its size, for people: `2.1 GB`.
        size: Text = "size",
    }
}

/// The backups, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Backups(pub Vec<Arc<Backup>>);

impl Field for Backups {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Vec::read(value, path).map(Self)
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for Backups {
    const SPEC: Spec = Spec::one("backups", &["backups"]);

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        let backup = |name: &str, size: &str, hours_ago| {
            let date = setting.now.iso_hours_ago(hours_ago);
            Arc::new(Backup { name: name.into(), date, size: size.into(), unknown: UnknownKeys::default() })
        };
        let backups = vec![
            backup("minecraft-backup-2026-01-29", "2.1 GB", 24),
            backup("minecraft-backup-2026-01-28", "2.0 GB", 48),
            backup("minecraft-backup-2026-01-27", "2.0 GB", 72),
        ];
        vec![(Key::Only, Self(if setting.is_empty() { Vec::new() } else { backups }))]
    }
}

/// Adds a backup and puts the newest first; of equal dates, and of those no one can parse, the one that came first.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn add(state: &State, backup: Value) -> Result<Entries> {
    let backup = Arc::new(Backup::read(backup, &Path::Root("backup"))?);
    let mut backups = Backups::clone(state.one()?);
    backups.0.push(backup);
    backups.0.sort_by_cached_key(|backup| Reverse(parse(&backup.date)));
    Ok(Entry::one(backups).into())
}

/// Removes the backups of that name.
///
/// # Errors
/// [`Error::NoDocument`](crate::error::Error::NoDocument).
pub fn remove(state: &State, name: &str) -> Result<Entries> {
    let backups: &Arc<Backups> = state.one()?;
    let kept: Vec<_> = backups.0.iter().filter(|backup| backup.name != name).cloned().collect();
    if kept.len() == backups.0.len() { Ok(Entries::new()) } else { Ok(Entry::one(Backups(kept)).into()) }
}

/// Removes all backups.
#[must_use]
pub fn clear() -> Entries {
    Entry::one(Backups::default()).into()
}
