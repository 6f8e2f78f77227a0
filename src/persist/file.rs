//! The file that a store without a journal is kept in.

use std::io::{self, ErrorKind};
use std::sync::{Mutex, MutexGuard, TryLockError};

use super::disk::Stamp;
use super::found::left_behind;
use super::load::{self, Content, Loaded, Problem};
use super::place::Place;
use super::replace::{self, Replacement};
use super::{Fold, Warning};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::{State, Value};
use crate::store::{Snapshot, Store};

/// The file that a store without a journal is kept in. What somebody else has made of it is taken over,
/// with the changes laid over that it lacks.
#[derive(Debug)]
pub struct File {
    place: Place,
    initial_state: Option<Value>,
    /// The folder is to be made: it was not there at first. One that is gone later stays gone.
    make_folder: bool,
    now: Now,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// What the file holds, or what there is no need to save, and the revision at which the store did.
    base: Snapshot,
    /// What the file looked like when it was last loaded or saved; none where there was none.
    stamp: Option<Stamp>,
    /// An edit that is no state, and has been told of.
    malformed: Option<Stamp>,
    /// There is something at the path that could neither be read nor moved out of the way, and that
    /// nobody here may overwrite.
    occupied: bool,
}

/// What was found where the file was to be.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub file: File,
    /// The state it holds, or the one to start with.
    pub state: State,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
}

impl File {
    /// Loads the file at a path that [`resolve`](super::resolve) gave, over the state that a store
    /// without a file would start with. A file that is no state is moved aside.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where `initial_state` is wrong.
    pub fn open(place: Place, initial_state: Option<&Value>, now: Now) -> Result<Opened> {
        load::remove_leftovers(&place, load::LEFTOVER_AGE);
        let Loaded { state, content, id, warnings, .. } = load::load(&place, initial_state, now)?;
        // What a crash has left counts also where there can be no journal.
        let state = left_behind(&place, &state, id).unwrap_or(state);
        let occupied = content == Content::Occupied;
        let stamp = if occupied { place.disk.stat(&place.path).ok() } else { id.map(|id| id.stamp) };
        let base = Snapshot { state: state.clone(), revision: 0 };
        let inner = Mutex::new(Inner { base, stamp, malformed: None, occupied });
        let make_folder = replace::lacks_folder(&place.path);
        let initial_state = initial_state.cloned();
        Ok(Opened { file: Self { place, initial_state, make_folder, now, inner }, state, warnings })
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Lets the store go on from the file where somebody else has changed it, or has taken it away, with
    /// the changes laid over it that it lacks. Answers what there is to say.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where `initial_state` is wrong; [`Error::Closed`].
    pub fn refresh(&self, store: &Store, initial_state: Option<&Value>, now: Now) -> Result<Option<Warning>> {
        let mut inner = self.lock()?;
        let stamp = self.stamp();
        // Where there never was a file, only a caller who asks for a certain state gets one.
        let is_known =
            if stamp.is_some() { !self.is_edited(&inner) } else { inner.stamp.is_none() && initial_state.is_none() };
        if is_known {
            return Ok(None);
        }
        self.take_over(&mut inner, store, initial_state, now)
    }

    /// The same for somebody who looks at the file from time to time, for as long as it is there.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn look(&self, store: &Store, now: Now) -> Result<Option<Warning>> {
        let mut inner = match self.inner.try_lock() {
            Ok(inner) => inner,
            // Who saves it looks at it too.
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Poisoned(_)) => return Err(Error::Closed),
        };
        if !self.is_edited(&inner) {
            return Ok(None);
        }
        self.take_over(&mut inner, store, None, now)
    }

    /// Whether the store has changes that the file lacks, or the file is in the way of them.
    #[must_use]
    pub fn is_behind(&self, store: &Store) -> bool {
        self.lock().is_ok_and(|inner| !store.revision_word().is(inner.base.revision) || self.is_malformed(&inner))
    }

    /// Makes the file hold every change that the store has when this is called, and what others have
    /// made of it; `enter` keeps out those who would do the same. Nothing is written where it does
    /// already.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`]; the file is then as it was. [`Error::Closed`].
    pub fn save<G>(&self, store: &Store, how: Fold, enter: impl FnOnce() -> Result<G>) -> Result<()> {
        /// How often others may be faster who do not ask.
        const ATTEMPTS: usize = 20;
        let mut inner = self.lock()?;
        let is_saved = |inner: &Inner| store.revision_word().is(inner.base.revision);
        if is_saved(&inner) && inner.stamp.is_some() && inner.stamp == self.stamp() {
            return Ok(());
        }
        if let Some(folder) = self.place.path.parent().filter(|_| self.make_folder) {
            self.place.disk.make_folder(folder).map_err(|source| self.error("make the folder of", source))?;
        }
        let _guard = enter()?;
        for _ in 0..ATTEMPTS {
            if self.is_edited(&inner) {
                self.take_over(&mut inner, store, None, self.now)?;
            }
            if inner.occupied {
                self.make_room().map_err(|source| self.error("overwrite", source))?;
                inner.occupied = false;
            }
            if self.is_malformed(&inner) {
                if how == Fold::Lazy {
                    return Err(load::not_overwritten(&self.place));
                }
                load::set_aside(&self.place, self.now).map_err(|source| self.error("overwrite", source))?;
            }
            let there = self.stamp();
            if there.is_some() && there != inner.stamp {
                // Another edit, that came while the one before was read.
                continue;
            }
            if is_saved(&inner) && there.is_some() {
                return Ok(());
            }
            let mut next = inner.base.clone();
            let (revision, change) = store.changes_since(next.revision)?;
            change.apply(&mut next.state);
            next.revision = revision;
            let replacement =
                Replacement::write(&self.place, &next.state).map_err(|source| self.error("write", source))?;
            if self.stamp() != there {
                continue;
            }
            let id = match replacement.rename() {
                // Who shares the file with others has taken it for one that a killed process has left.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                outcome => outcome.map_err(|source| self.error("write", source))?,
            };
            replace::sync_name(&self.place);
            inner.base = next;
            inner.stamp = Some(id.stamp);
            return Ok(());
        }
        Err(Error::Busy { path: self.place.path.clone(), holder: None })
    }

    fn take_over(
        &self,
        inner: &mut Inner,
        store: &Store,
        initial_state: Option<&Value>,
        now: Now,
    ) -> Result<Option<Warning>> {
        match load::read_snapshot(&self.place, initial_state.or(self.initial_state.as_ref()), now) {
            Ok(read) => {
                inner.base = store.take_over(&inner.base, read.state)?;
                inner.stamp = read.id.map(|id| id.stamp);
                inner.occupied = false;
                Ok(None)
            }
            Err(Problem::Options(error)) => Err(error),
            Err(Problem::Malformed(problem, stamp)) => {
                inner.malformed = Some(stamp);
                Ok(Some(load::ignored(&self.place, &problem)))
            }
            Err(Problem::Unreadable(error)) => {
                inner.stamp = self.stamp();
                let is_news = !std::mem::replace(&mut inner.occupied, true);
                let warning =
                    load::unreadable(&self.place, &error, "The store goes on without it and does not overwrite it");
                Ok(is_news.then_some(warning))
            }
        }
    }

    /// Whether somebody else has replaced the file since it was last loaded or saved, and not by what is
    /// known not to be a state.
    fn is_edited(&self, inner: &Inner) -> bool {
        let there = self.stamp();
        there.is_some() && there != inner.stamp && there != inner.malformed
    }

    fn is_malformed(&self, inner: &Inner) -> bool {
        inner.malformed.is_some() && self.stamp() == inner.malformed
    }

    /// Moves away what stands at the path, once that is possible.
    fn make_room(&self) -> io::Result<()> {
        match self.place.disk.read(&self.place.path) {
            Ok(_) => load::set_aside(&self.place, self.now).map(drop),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn error(&self, action: &'static str, source: io::Error) -> Error {
        self.place.error(action, source)
    }

    fn stamp(&self) -> Option<Stamp> {
        self.place.disk.stat(&self.place.path).ok()
    }

    fn lock(&self) -> Result<MutexGuard<'_, Inner>> {
        self.inner.lock().map_err(|_| Error::Closed)
    }
}
