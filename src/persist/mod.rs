//! The JSON file: how it is loaded, and how it follows the store.

mod load;
mod replace;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::{State, Value};
use crate::store::{Snapshot, Store};
use load::{Content, Loaded};

/// The file that a store is kept in. It follows the store by its changes, so that a save locks the
/// store only for as long as it takes to hand those over.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    now: Now,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// The store's state as of the last save.
    copy: Snapshot,
    /// The revision that the file holds; none where there was no file yet.
    saved: Option<u64>,
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
    /// Finds the file and loads it, over the state that a store without a file would start with. A
    /// file that is no state is moved aside.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where `initial_state` is wrong.
    pub fn open(path: &Path, initial_state: Option<&Value>, now: Now) -> Result<Opened> {
        let path = load::resolve(path);
        let Loaded { state, content, warnings } = load::load(&path, initial_state, now)?;
        let copy = Snapshot { state: state.clone(), revision: 0 };
        let inner =
            Inner { copy, saved: (content == Content::State).then_some(0), occupied: content == Content::Occupied };
        Ok(Opened { file: Self { path, now, inner: Mutex::new(inner) }, state, warnings })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the store has changes that the file lacks.
    #[must_use]
    pub fn is_behind(&self, store: &Store) -> bool {
        let Ok(inner) = self.lock() else { return false };
        !store.revision_word().is(inner.saved.unwrap_or(0))
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
        if inner.saved == Some(revision) && self.path.exists() {
            return Ok(());
        }
        if inner.occupied {
            self.make_room()?;
            inner.occupied = false;
        }
        replace::replace(&self.path, &inner.copy.state).map_err(|source| Error::Persistence {
            action: "write",
            path: self.path.clone(),
            source,
        })?;
        inner.saved = Some(revision);
        Ok(())
    }

    /// Moves away what stands at the path, once that is possible.
    fn make_room(&self) -> Result<()> {
        match std::fs::read(&self.path) {
            Ok(_) => load::set_aside(&self.path, self.now).map(drop),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
        .map_err(|source| Error::Persistence { action: "overwrite", path: self.path.clone(), source })
    }

    fn lock(&self) -> Result<MutexGuard<'_, Inner>> {
        self.inner.lock().map_err(|_| Error::Closed)
    }
}
