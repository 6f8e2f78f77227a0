//! A checkpoint: the changes of the log go into the JSON file, and a log of the next generation begins.

use std::sync::{MutexGuard, PoisonError, TryLockError};

use super::shared_file::{SharedFile, busy, lock};
use super::snapshot::{self, Replacement};
use crate::error::{Error, Result};
use crate::state::ListNumbers;
use crate::store::{Snapshot, Store};

/// What a checkpoint does where the JSON file is an edit that is no state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnCorrupt {
    /// It fails, and leaves the edit to its author.
    Keep,
    /// It sets the edit aside.
    SetAside,
}

/// The right to make checkpoints: no other thread of this process makes one while it lives.
#[derive(Debug)]
pub struct Checkpoint<'a> {
    file: &'a SharedFile,
    _turn: MutexGuard<'a, ()>,
}

impl SharedFile {
    /// Waits until no other thread makes a checkpoint. Never call this with the file lock held: the other thread may be
    /// waiting for it.
    pub fn checkpoint(&self) -> Checkpoint<'_> {
        Checkpoint { file: self, _turn: lock(&self.checkpoints) }
    }

    /// The same, unless another thread makes one.
    pub fn try_checkpoint(&self) -> Option<Checkpoint<'_>> {
        let turn = match self.checkpoints.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
            Err(TryLockError::WouldBlock) => return None,
        };
        Some(Checkpoint { file: self, _turn: turn })
    }
}

impl Checkpoint<'_> {
    /// Makes the JSON file hold every change that the store has when this is called; `lock` gets the file lock.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`]; nothing is
    /// lost then.
    pub fn run<G>(&self, store: &Store, on_corrupt: OnCorrupt, lock: impl Fn() -> Result<G>) -> Result<()> {
        /// How often another process may be faster before this one locks it out.
        const OPTIMISTIC: usize = 2;
        const ATTEMPTS: usize = 20;
        let file = self.file;
        let place = &file.place;
        for attempt in 0..ATTEMPTS {
            let early = if attempt < OPTIMISTIC { None } else { Some(lock()?) };
            let taken = store.snapshot_with(|revision| {
                let mut log = file.log.lock();
                log.switch_generation(revision);
                log.position()
            });
            if let Err(Error::Busy { .. }) = taken {
                // A process has died after it had replaced the log, and before the words said so.
                let _guard = if let Some(early) = early { early } else { lock()? };
                file.repair()?;
                file.adopt(store, &file.origin, || Ok(()))?;
                continue;
            }
            let (Snapshot { state, revision }, position) = taken?;
            let exists = place.disk.stat(&place.path).is_ok();
            if exists && file.is_edited(store) {
                drop(early);
                file.adopt(store, &file.origin, &lock)?;
                continue;
            }
            if exists && !position.is_ahead && !file.is_corrupt() {
                return Ok(());
            }
            let replacement = Replacement::write(place, &state).map_err(|error| place.error("write", error))?;
            let guard = if let Some(early) = early { early } else { lock()? };
            if file.words.position().0 != position.generation {
                continue;
            }
            if let Ok(stamp) = place.disk.stat(&place.path)
                && file.log.lock().snapshot().map(|id| id.stamp) != Some(stamp)
            {
                if file.corrupt() != Some(stamp) {
                    continue;
                }
                if on_corrupt == OnCorrupt::Keep {
                    return Err(snapshot::not_overwritten(place));
                }
                snapshot::set_aside(place, &file.origin).map_err(|error| place.error("overwrite", error))?;
            }
            let numbers = ListNumbers::of(&state);
            let mut log = file.log.lock();
            let id = log
                .note_checkpoint(revision, &replacement.id, &numbers)
                .and_then(|()| replacement.rename())
                .map_err(|error| place.error("write", error))?;
            if file.words.is_power_safe() {
                snapshot::sync_name(place);
            }
            log.start_generation(&position, revision, id, &numbers)
                .map_err(|error| place.error("write the journal of", error))?;
            drop(log);
            drop(guard);
            snapshot::sync_name(place);
            return Ok(());
        }
        Err(busy(file))
    }
}
