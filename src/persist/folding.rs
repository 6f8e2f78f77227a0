//! A fold: the changes of a journal go into the JSON file.

use std::sync::MutexGuard;

use super::kept::Kept;
use super::record::Numbers;
use super::replace::{self, Replacement};
use super::{Fold, load};
use crate::error::{Error, Result};
use crate::store::{Snapshot, Store};

/// The turn to fold: nobody else does, as long as it lives.
#[derive(Debug)]
pub struct Folding<'a> {
    pub(super) kept: &'a Kept,
    /// The state of the last fold.
    pub(super) copy: MutexGuard<'a, Snapshot>,
}

impl Folding<'_> {
    /// Makes the JSON file hold every change that the store has when this is called; `enter` gets the
    /// lock.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`]; nothing is lost then.
    pub fn fold<G>(&mut self, store: &Store, how: Fold, enter: impl Fn() -> Result<G>) -> Result<()> {
        /// How often others may be faster, before they have to wait.
        const PATIENCE: usize = 2;
        const ATTEMPTS: usize = 20;
        let Self { kept, copy } = self;
        for attempt in 0..ATTEMPTS {
            let early = if attempt < PATIENCE { None } else { Some(enter()?) };
            let (revision, change, mark) = store.changes_with(copy.revision, |revision| {
                let mut journal = kept.journal.lock();
                journal.turn(revision);
                journal.mark()
            })?;
            change.apply(&mut copy.state);
            copy.revision = revision;
            let there = kept.place.disk.stat(&kept.place.path);
            if there.is_ok() && !mark.is_behind && !kept.is_edited(store) && !kept.is_malformed() {
                return Ok(());
            }
            if there.is_ok() && kept.is_edited(store) {
                drop(early);
                kept.adopt(store, None, kept.now, &enter)?;
                continue;
            }
            let replacement =
                Replacement::write(&kept.place, &copy.state).map_err(|error| kept.place.error("write", error))?;
            let guard = if let Some(early) = early { early } else { enter()? };
            if kept.words.position().0 != mark.generation {
                continue;
            }
            if let Ok(stamp) = kept.place.disk.stat(&kept.place.path)
                && kept.journal.lock().snapshot().map(|id| id.stamp) != Some(stamp)
            {
                if kept.malformed() != Some(stamp) {
                    continue;
                }
                if how == Fold::Lazy {
                    return Err(load::not_overwritten(&kept.place));
                }
                load::set_aside(&kept.place, kept.now).map_err(|error| kept.place.error("overwrite", error))?;
            }
            let numbers = Numbers::of(&copy.state);
            let mut journal = kept.journal.lock();
            let id = journal
                .note_fold(revision, &replacement.id, numbers)
                .and_then(|()| replacement.rename())
                .map_err(|error| kept.place.error("write", error))?;
            if kept.words.is_power() {
                replace::sync_name(&kept.place);
            }
            journal
                .folded(&mark, revision, id, numbers)
                .map_err(|error| kept.place.error("write the journal of", error))?;
            drop(journal);
            drop(guard);
            replace::sync_name(&kept.place);
            return Ok(());
        }
        Err(Error::Busy { path: kept.place.path.clone(), holder: None })
    }
}
