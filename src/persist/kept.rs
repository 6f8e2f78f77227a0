//! A store that is kept in a file with a journal, by as many processes as like.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::Warning;
use super::disk::Stamp;
use super::folding::Folding;
use super::journal::SharedJournal;
use super::load::{self, LEFTOVER_AGE, Problem, Read};
use super::place::{Place, folder};
use super::recover::{Recovered, join, recover};
use super::words::Words;
use crate::clock::Now;
use crate::error::Result;
use crate::model::Value;
use crate::store::{Revision, Snapshot, Store};

/// The file and the journal that a store is kept in. Who writes either holds a lock that is not ours
/// to know.
#[derive(Debug)]
pub struct Kept {
    pub(super) place: Place,
    pub(super) words: Words,
    pub(super) journal: SharedJournal,
    /// The state of the last fold.
    copy: Mutex<Snapshot>,
    /// The generation of the journal, and how many bytes of it are synced.
    synced: Mutex<(u64, u64)>,
    initial_state: Option<Value>,
    pub(super) now: Now,
    /// An edit that does not parse, and has been told of.
    malformed: Mutex<Option<Stamp>>,
}

/// A store, where it is kept, and what there is to say about that.
#[derive(Debug)]
pub struct KeptStore {
    /// The store.
    pub store: Store,
    /// Where it is kept.
    pub kept: Kept,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
}

impl Kept {
    /// Opens the file and its journal. Whoever calls this holds the lock, and knows whether somebody
    /// else has them open, who has set the words.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType) or [`Error::ArgValue`](crate::error::Error::ArgValue) where
    /// `initial_state` is wrong; [`Error::Persistence`](crate::error::Error::Persistence) where there is something at
    /// the path that nobody may overwrite.
    pub fn open(
        place: Place,
        words: &Words,
        is_alone: bool,
        initial_state: Option<&Value>,
        now: Now,
    ) -> Result<KeptStore> {
        load::remove_leftovers(&place, if is_alone { Duration::ZERO } else { LEFTOVER_AGE });
        let Recovered { state, revision, journal, warnings } = if is_alone {
            recover(&place, words, initial_state, now)?
        } else {
            join(&place, words, initial_state, now)?
        };
        let journal = SharedJournal(Arc::new(Mutex::new(journal)));
        let start = Snapshot { state, revision };
        let copy = Snapshot { state: start.state.clone(), revision };
        let store = Store::with_log(start, Revision::new(Arc::new(words.clone())), Box::new(journal.clone()));
        let kept = Self {
            place,
            words: words.clone(),
            journal,
            copy: Mutex::new(copy),
            synced: Mutex::default(),
            initial_state: initial_state.cloned(),
            now,
            malformed: Mutex::default(),
        };
        Ok(KeptStore { store, kept, warnings })
    }

    /// Lets the journal be the one that counts. What fails shows where it is used.
    fn turn(&self, store: &Store) {
        let _ = store.at_revision(|revision| self.journal.lock().turn(revision));
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Sets right what a process has left that died while it held the lock, which the caller holds.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence).
    pub fn repair(&self) -> Result<()> {
        self.journal.lock().repair().map_err(|error| self.place.error("repair the journal of", error))
    }

    /// Whether the JSON file lacks changes.
    #[must_use]
    pub fn is_behind(&self, store: &Store) -> bool {
        self.turn(store);
        self.journal.lock().mark().is_behind || self.is_malformed()
    }

    /// The edit that does not parse and has been told of.
    pub(super) fn malformed(&self) -> Option<Stamp> {
        *lock(&self.malformed)
    }

    /// Whether there is an edit in the place of the JSON file that is no state.
    pub(super) fn is_malformed(&self) -> bool {
        self.malformed().is_some_and(|malformed| {
            let is_there = self.place.disk.stat(&self.place.path).is_ok_and(|stamp| stamp == malformed);
            is_there && self.journal.lock().snapshot().map(|id| id.stamp) != Some(malformed)
        })
    }

    /// Whether it lacks changes of somebody who may not be there to write them.
    #[must_use]
    pub fn is_orphaned(&self, store: &Store) -> bool {
        self.turn(store);
        self.journal.lock().is_orphaned()
    }

    /// Whether somebody else has replaced the JSON file since it was last read or written, and not
    /// by what is already known not to be a state.
    #[must_use]
    pub fn is_edited(&self, store: &Store) -> bool {
        self.turn(store);
        let Ok(stamp) = self.place.disk.stat(&self.place.path) else { return false };
        let known = self.journal.lock().snapshot().map(|id| id.stamp);
        known != Some(stamp) && self.malformed() != Some(stamp)
    }

    /// Whether the JSON file has been taken away.
    #[must_use]
    pub fn is_deleted(&self, store: &Store) -> bool {
        self.turn(store);
        let known = self.journal.lock().snapshot().is_some();
        known && matches!(self.place.disk.stat(&self.place.path), Err(error) if error.kind() == ErrorKind::NotFound)
    }

    /// Lets everybody go on from what somebody has made of the JSON file, with the changes that it
    /// lacks laid over it; `enter` gets the lock. Answers what there is to say.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence), [`Error::Busy`](crate::error::Error::Busy).
    pub fn adopt<G>(
        &self,
        store: &Store,
        initial_state: Option<&Value>,
        now: Now,
        enter: impl FnOnce() -> Result<G>,
    ) -> Result<Option<Warning>> {
        let initial_state = initial_state.or(self.initial_state.as_ref());
        let read = match load::read_snapshot(&self.place, initial_state, now) {
            Ok(read) => read,
            Err(Problem::Options(error)) => return Err(error),
            Err(Problem::Unreadable(error)) => return Err(self.place.error("read", error)),
            Err(Problem::Malformed(problem, stamp)) => {
                *lock(&self.malformed) = Some(stamp);
                return Ok(Some(load::ignored(&self.place, &problem)));
            }
        };
        let _guard = enter()?;
        let stamp = self.place.disk.stat(&self.place.path).ok();
        if stamp == read.id.map(|id| id.stamp) {
            let Read { state, id, is_complete } = read;
            // So that there is nothing that this process has not read when the journal moves on.
            self.turn(store);
            // No fencing token is given out twice, whatever an edit makes of them.
            let mut state = state;
            if let Ok(token) = store.last_fencing_token() {
                state.leases.note(token);
            }
            self.journal.lock().adopt(state, id, is_complete)?;
        }
        store.revision()?;
        Ok(None)
    }

    /// The turn to fold, when whoever folds has ended. Whoever waits for it does not hold the lock, which who folds
    /// may wait for.
    pub fn folding(&self) -> Folding<'_> {
        Folding { kept: self, copy: lock(&self.copy) }
    }

    /// The same, if nobody folds.
    pub fn try_folding(&self) -> Option<Folding<'_>> {
        let copy = match self.copy.try_lock() {
            Ok(copy) => copy,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        Some(Folding { kept: self, copy })
    }

    /// Resolves when every change so far survives a power loss.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence).
    pub fn sync(&self) -> Result<()> {
        // Whoever waits for this has most often been served by the one before.
        let Some((_, generation, offset)) = self.journal.lock().to_sync() else { return Ok(()) };
        let mut synced = lock(&self.synced);
        if *synced >= (generation, offset) {
            return Ok(());
        }
        let Some((file, generation, offset)) = self.journal.lock().to_sync() else { return Ok(()) };
        let is_new = synced.0 != generation;
        file.sync()
            .and_then(|()| if is_new { self.place.disk.sync_folder(folder(&self.place.path)) } else { Ok(()) })
            .map_err(|error| self.place.error("sync the journal of", error))?;
        *synced = (generation, offset);
        Ok(())
    }

    /// Removes the journal: the JSON file holds everything, and nobody else is there.
    pub fn remove_journal(&self) {
        self.journal.lock().remove();
    }

    /// Removes what others have left that were killed while they saved: nobody else is there, nor can come.
    pub fn remove_leftovers(&self) {
        load::remove_leftovers(&self.place, Duration::ZERO);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
