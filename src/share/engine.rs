//! A store and the file it is kept in.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::registry::{self, EXITING};
use super::runtime;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::persist::{File, Opened, Warning};
use crate::store::{Options, Store};

/// A store and the file it is kept in, if it is kept. What the file lacks when the last owner lets
/// go of the engine is saved then.
#[derive(Debug)]
pub struct Engine {
    store: Store,
    file: Option<File>,
}

impl Engine {
    /// An engine in memory.
    ///
    /// # Errors
    /// Those of [`Store::new`].
    pub fn in_memory(options: Options, now: Now) -> Result<Self> {
        Ok(Self { store: Store::new(options, now)?, file: None })
    }

    /// An engine that is kept in a file, with what there is to say about the file.
    ///
    /// # Errors
    /// Those of [`File::open`].
    pub fn in_file(options: Options, path: &Path, now: Now) -> Result<(Arc<Self>, Vec<Warning>)> {
        let Opened { file, state, warnings } = File::open(path, options.initial_state.as_ref(), now)?;
        let engine = Arc::new(Self { store: Store::with_state(options, state), file: Some(file) });
        registry::register(&engine);
        Ok((engine, warnings))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The file, if the store is kept.
    #[must_use]
    pub fn file(&self) -> Option<&File> {
        self.file.as_ref()
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

impl Drop for Engine {
    fn drop(&mut self) {
        if self.is_behind() {
            // There is nobody left to tell.
            let _ = self.save();
        }
    }
}
