//! The JSON file and the journal beside it: how they are loaded, and how they follow the store.

pub mod disk;
mod journal;
mod kept;
mod load;
mod record;
mod replace;
#[cfg(test)]
mod tests;
pub mod words;

use std::io::{self, ErrorKind};
use std::sync::{Mutex, MutexGuard};

use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::{State, Value};
use crate::store::{Snapshot, Store};
use disk::Stamp;
pub use journal::Place;
pub use kept::{Fold, Kept, KeptStore};
pub use load::resolve;
use load::{Content, Loaded};
use replace::Replacement;

/// The file that a store without a journal is kept in. It follows the store by its changes, so that a save locks the
/// store only for as long as it takes to hand those over.
#[derive(Debug)]
pub struct File {
    place: Place,
    /// The folder is to be made: it was not there at first. One that is gone later stays gone.
    make_folder: bool,
    now: Now,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// The store's state as of the last save.
    copy: Snapshot,
    /// The revision that the file holds, or that there is no need to save.
    saved: u64,
    /// What the file looked like when it was last loaded or saved; none where there was none.
    stamp: Option<Stamp>,
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

/// Something that went wrong without failing.
#[derive(Debug)]
pub struct Warning {
    /// A stable code.
    pub code: &'static str,
    /// What happened, and what was done about it.
    pub message: String,
}

impl File {
    /// Loads the file at a path that [`resolve`] gave, over the state that a store without a file
    /// would start with. A file that is no state is moved aside.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where `initial_state` is wrong.
    pub fn open(place: Place, initial_state: Option<&Value>, now: Now) -> Result<Opened> {
        load::remove_leftovers(&place, load::LEFTOVER_AGE);
        let Loaded { state, content, id, warnings, .. } = load::load(&place, initial_state, now)?;
        // What a crash has left counts also where there can be no journal.
        let state = journal::left_behind(&place, &state, id).unwrap_or(state);
        let inner = Inner {
            copy: Snapshot { state: state.clone(), revision: 0 },
            saved: 0,
            stamp: place.disk.stat(&place.path).ok(),
            occupied: content == Content::Occupied,
        };
        let make_folder = replace::lacks_folder(&place.path);
        Ok(Opened { file: Self { place, make_folder, now, inner: Mutex::new(inner) }, state, warnings })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &std::path::Path {
        &self.place.path
    }

    /// Lets the store go on from the file where somebody else has changed it, or has taken it away;
    /// unless the store has changes that are still to be saved.
    ///
    /// # Errors
    /// As [`File::open`]. [`Error::Closed`].
    pub fn refresh(&self, store: &Store, initial_state: Option<&Value>, now: Now) -> Result<Vec<Warning>> {
        let mut inner = self.lock()?;
        let stamp = self.stamp();
        // Where there never was a file, only a caller who asks for a certain state gets one.
        if stamp == inner.stamp && (stamp.is_some() || initial_state.is_none()) {
            return Ok(Vec::new());
        }
        let Loaded { state, content, warnings, .. } = load::load(&self.place, initial_state, now)?;
        inner.stamp = self.stamp();
        inner.occupied = content == Content::Occupied;
        if let Some(replaced) = store.replace_state(inner.saved, state)? {
            inner.saved = replaced.revision;
            inner.copy = replaced;
        }
        Ok(warnings)
    }

    /// Whether the store has changes that the file lacks.
    #[must_use]
    pub fn is_behind(&self, store: &Store) -> bool {
        self.lock().is_ok_and(|inner| !store.revision_word().is(inner.saved))
    }

    /// Makes the file hold every change that the store has when this is called. Nothing is written
    /// where it does already.
    ///
    /// # Errors
    /// [`Error::Persistence`]; the file is then as it was. [`Error::Closed`].
    pub fn save(&self, store: &Store) -> Result<()> {
        let mut inner = self.lock()?;
        let (revision, change) = store.changes_since(inner.copy.revision)?;
        change.apply(&mut inner.copy.state);
        inner.copy.revision = revision;
        if inner.saved == revision && self.stamp().is_some() {
            return Ok(());
        }
        if inner.occupied {
            self.make_room().map_err(|source| self.error("overwrite", source))?;
            inner.occupied = false;
        }
        if let Some(folder) = self.place.path.parent().filter(|_| self.make_folder) {
            self.place.disk.make_folder(folder).map_err(|source| self.error("make the folder of", source))?;
        }
        Replacement::write(&self.place, &inner.copy.state)
            .and_then(Replacement::rename)
            .map_err(|source| self.error("write", source))?;
        replace::sync_name(&self.place);
        inner.saved = revision;
        inner.stamp = self.stamp();
        Ok(())
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
