//! A store and the file it is kept in.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::registry::EXITING;
use super::runtime;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::fixtures;
use crate::persist::{File, Opened, Warning};
use crate::store::{Options, Store};

/// A store and the file it is kept in, if it is kept.
#[derive(Debug)]
pub struct Engine {
    store: Store,
    file: Option<File>,
}

impl Engine {
    /// An engine in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub(super) fn in_memory(options: &Options, now: Now) -> Result<Self> {
        let state = fixtures::initial(options.initial_state.as_ref(), now)?;
        Ok(Self { store: Store::new(state), file: None })
    }

    /// An engine that is kept in a file, with what there is to say about the file.
    ///
    /// # Errors
    /// Those of [`File::open`].
    pub(super) fn in_file(path: PathBuf, options: &Options, now: Now) -> Result<(Self, Vec<Warning>)> {
        let Opened { file, state, warnings } = File::open(path, options.initial_state.as_ref(), now)?;
        Ok((Self { store: Store::new(state), file: Some(file) }, warnings))
    }

    /// Takes over what somebody else has done to the file.
    ///
    /// # Errors
    /// Those of [`File::refresh`].
    pub(super) fn refresh(&self, options: &Options, now: Now) -> Result<Vec<Warning>> {
        let initial_state = options.initial_state.as_ref();
        self.file.as_ref().map_or(Ok(Vec::new()), |file| file.refresh(&self.store, initial_state, now))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Runs an operation of the store that changes it. Once the process is on its way out nobody
    /// saves later, so the change is saved at once.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn change<T>(&self, operation: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let answer = operation(&self.store)?;
        if self.file.is_some() && EXITING.load(Ordering::Relaxed) {
            // There is nobody left to tell.
            let _ = self.save();
        }
        Ok(answer)
    }

    /// Saves what the file lacks, on this thread.
    ///
    /// # Errors
    /// Those of [`File::save`].
    pub fn save(&self) -> Result<()> {
        self.file.as_ref().map_or(Ok(()), |file| file.save(&self.store))
    }

    /// Saves what the file lacks, on a thread of its own, and hands over the outcome there.
    pub fn save_in_background(self: Arc<Self>, done: impl FnOnce(Result<()>) + Send + 'static) {
        runtime::spawn_blocking(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| self.save()));
            done(outcome.unwrap_or(Err(Error::Closed)));
        });
    }

    /// Whether there are changes that the file lacks.
    pub(super) fn is_behind(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.is_behind(&self.store))
    }
}
