//! Backups.

use std::sync::Arc;

use super::Store;
use crate::change::Entry;
use crate::error::Result;
use crate::model::{Backup, Backups, Field, Path, Text, Value, newest_first};

impl Store {
    /// Adds a backup and puts the newest first.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn add_backup(&self, backup: Value) -> Result<()> {
        let backup = Arc::new(Backup::read(backup, &Path::Root("backup"))?);
        self.commit(|state| {
            let mut backups = Backups::clone(&state.backups);
            backups.push(backup);
            newest_first(&mut backups);
            Ok(Some(Entry::Backups(Arc::new(backups))))
        })
    }

    /// Removes the backups of that name.
    ///
    /// # Errors
    /// As [`Store::add_backup`].
    pub fn remove_backup(&self, name: Value) -> Result<()> {
        let name = Text::read(name, &Path::Root("name"))?;
        self.commit(|state| {
            let kept: Backups = state.backups.iter().filter(|backup| backup.name != name).cloned().collect();
            Ok((kept.len() < state.backups.len()).then(|| Entry::Backups(Arc::new(kept))))
        })
    }

    /// Removes all backups.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn clear_backups(&self) -> Result<()> {
        self.commit(|_| Ok(Some(Entry::Backups(Arc::default()))))
    }
}
