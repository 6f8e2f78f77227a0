//! A JSON file and its log as several processes share them.

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Warning;
use super::disk::Stamp;
use super::log::SharedLog;
use super::place::{Place, STALE};
use super::recovery::{Recovered, join, recover};
use super::snapshot::{self, Unreadable};
use super::words::Words;
use crate::error::{Error, Result};
use crate::state::{Origin, fencing_token};
use crate::store::{Snapshot, Store};

/// A JSON file and its log. Callers that write hold the file lock.
#[derive(Debug)]
pub struct SharedFile {
    pub(super) place: Place,
    pub(super) words: Words,
    pub(super) log: SharedLog,
    pub(super) origin: Origin,
    /// Locked while a thread makes a checkpoint.
    pub(super) checkpoints: Mutex<()>,
    /// The generation of the log, and how many bytes of it are synced.
    synced: Mutex<(u64, u64)>,
    /// An edit that is no state, and has been warned of.
    corrupt: Mutex<Option<Stamp>>,
}

/// A store with its files.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Its files.
    pub file: SharedFile,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
}

impl SharedFile {
    /// Opens the files. The caller holds the file lock; `is_alone` says that no other process has them open. Otherwise
    /// the words are set.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong; [`Error::Persistence`] where there is
    /// something at the path that can neither be read nor set aside; [`Error::Busy`].
    pub fn open(place: Place, words: &Words, is_alone: bool, origin: Origin) -> Result<Opened> {
        place.remove_temporary_files(if is_alone { Duration::ZERO } else { STALE });
        let recover = if is_alone { recover } else { join };
        let Recovered { state, revision, log, warnings } = recover(&place, words, &origin)?;
        let log = SharedLog::new(log);
        let profile = Arc::clone(&origin.setting.profile);
        let store = Store::with_log(Snapshot { state, revision }, Box::new(log.clone()), profile);
        let file = Self {
            place,
            words: words.clone(),
            log,
            origin,
            checkpoints: Mutex::default(),
            synced: Mutex::default(),
            corrupt: Mutex::default(),
        };
        Ok(Opened { store, file, warnings })
    }

    /// Where the files are.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Switches to the log that is current. A failure shows where the log is used.
    fn switch_generation(&self, store: &Store) {
        let _ = store.at_revision(|revision| self.log.lock().switch_generation(revision));
    }

    /// Repairs what a process has left that died while it held the file lock, which the caller holds now.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn repair(&self) -> Result<()> {
        self.log.lock().repair().map_err(|error| self.place.error("repair the journal of", error))
    }

    /// True if the JSON file lacks changes.
    #[must_use]
    pub fn is_behind(&self, store: &Store) -> bool {
        self.switch_generation(store);
        self.log.lock().position().is_ahead || self.is_corrupt()
    }

    /// The size of the log, and that of the JSON file, in bytes.
    #[must_use]
    pub fn sizes(&self) -> (u64, u64) {
        self.log.lock().sizes()
    }

    /// The edit that is no state and has been warned of.
    pub(super) fn corrupt(&self) -> Option<Stamp> {
        *lock(&self.corrupt)
    }

    /// True if the JSON file is an edit that is no state.
    pub(super) fn is_corrupt(&self) -> bool {
        self.corrupt().is_some_and(|corrupt| {
            let is_there = self.place.disk.stat(&self.place.path).is_ok_and(|stamp| stamp == corrupt);
            is_there && self.log.lock().snapshot().map(|id| id.stamp) != Some(corrupt)
        })
    }

    /// True if the JSON file lacks changes of a process that may have died.
    #[must_use]
    pub fn is_orphaned(&self, store: &Store) -> bool {
        self.switch_generation(store);
        self.log.lock().is_orphaned()
    }

    /// True if the JSON file was replaced since it was last read or written, and not by an edit that is known to be
    /// corrupt.
    #[must_use]
    pub fn is_edited(&self, store: &Store) -> bool {
        self.switch_generation(store);
        let Ok(stamp) = self.place.disk.stat(&self.place.path) else { return false };
        let known = self.log.lock().snapshot().map(|id| id.stamp);
        known != Some(stamp) && self.corrupt() != Some(stamp)
    }

    /// True if the JSON file was removed.
    #[must_use]
    pub fn is_removed(&self, store: &Store) -> bool {
        self.switch_generation(store);
        let known = self.log.lock().snapshot().is_some();
        known && matches!(self.place.disk.stat(&self.place.path), Err(error) if error.kind() == ErrorKind::NotFound)
    }

    /// True if no process has written anything yet.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.words.position().0 == 0
    }

    /// Makes an edit of the JSON file the state that every process goes on from, with the changes laid over it that it
    /// lacks; `lock` gets the file lock. Answers a warning where the edit is no state.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`].
    pub fn adopt<G>(
        &self,
        store: &Store,
        origin: &Origin,
        lock: impl FnOnce() -> Result<G>,
    ) -> Result<Option<Warning>> {
        let edited = match snapshot::read(&self.place, origin) {
            Ok(edited) => edited,
            Err(Unreadable::Corrupt(problem, stamp)) => {
                *self::lock(&self.corrupt) = Some(stamp);
                return Ok(Some(snapshot::ignored(&self.place, &problem)));
            }
            Err(unreadable) => return Err(unreadable.into_error(&self.place)),
        };
        let _guard = lock()?;
        let stamp = self.place.disk.stat(&self.place.path).ok();
        if stamp == edited.id.map(|id| id.stamp) {
            // When the log moves on, this process must have read all of it.
            self.switch_generation(store);
            let mut state = edited.state;
            if let Ok(Snapshot { state: present, .. }) = store.snapshot() {
                fencing_token::keep(&mut state, &present);
            }
            self.log.lock().adopt(&state, edited.id, edited.is_whole)?;
        }
        store.revision()?;
        Ok(None)
    }

    /// What a file without a state is read as.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Resolves when every change so far survives a power loss.
    ///
    /// # Errors
    /// [`Error::Persistence`].
    pub fn sync(&self) -> Result<()> {
        let Some((_, generation, offset)) = self.log.lock().to_sync() else { return Ok(()) };
        let mut synced = lock(&self.synced);
        // The sync before, which this one waited for, has often covered it.
        if *synced >= (generation, offset) {
            return Ok(());
        }
        let Some((file, generation, offset)) = self.log.lock().to_sync() else { return Ok(()) };
        let is_new = synced.0 != generation;
        file.sync()
            .and_then(|()| if is_new { self.place.disk.sync_folder(self.place.folder()) } else { Ok(()) })
            .map_err(|error| self.place.error("sync the journal of", error))?;
        *synced = (generation, offset);
        Ok(())
    }

    /// Removes the log and the temporary files of processes that were killed. The JSON file holds everything, and no other
    /// process has the files open.
    pub fn remove_side_files(&self) {
        self.place.remove_temporary_files(Duration::ZERO);
        self.log.lock().remove();
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The error of a caller that would have to wait.
pub(super) fn busy(file: &SharedFile) -> Error {
    Error::Busy { path: file.place.path.clone(), holder: None }
}
