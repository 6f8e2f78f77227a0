//! The engine: the state, its revision and its recent changes behind one lock, and the operations,
//! a file for each area of the contract.

mod backups;
mod cloudformation;
mod commands;
mod costs;
mod faults;
mod instance;
mod leases;
mod options;
mod parameters;
mod recent;
mod replica;
mod revision;
#[cfg(test)]
mod tests;
mod transaction;
mod whole;

use std::sync::{Arc, Mutex, MutexGuard};

pub use leases::Acquisition;
pub use options::Options;
pub use replica::Part;
pub use revision::Revision;
pub use transaction::Reads;

use crate::change::{Change, Entry, coalesce};
use crate::error::{Error, Result};
use crate::model::State;
use recent::Recent;

/// One mocked AWS account in memory. Every operation is atomic and total: it checks what it is
/// given, computes a [`Change`], applies it, and counts the revision up by one; or it fails and
/// changes nothing.
///
/// An operation that panics leaves the store closed: every later one answers [`Error::Closed`].
#[derive(Debug)]
pub struct Store {
    // A std Mutex: the critical sections are short and never wait for anything.
    inner: Mutex<Inner>,
    revision: Arc<Revision>,
}

#[derive(Debug)]
struct Inner {
    state: State,
    revision: u64,
    recent: Recent,
}

/// The state at a revision.
#[derive(Debug)]
pub struct Snapshot {
    /// The state.
    pub state: State,
    /// Its revision.
    pub revision: u64,
}

impl Store {
    /// Makes a store that holds a state.
    #[must_use]
    pub fn new(state: State) -> Self {
        let inner = Inner { state, revision: 0, recent: Recent::default() };
        Self { inner: Mutex::new(inner), revision: Arc::default() }
    }

    /// The word of memory that always holds the store's revision.
    #[must_use]
    pub fn revision_word(&self) -> &Arc<Revision> {
        &self.revision
    }

    /// A copy of the state with its revision.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn snapshot(&self) -> Result<Snapshot> {
        let inner = self.lock()?;
        Ok(Snapshot { state: inner.state.clone(), revision: inner.revision })
    }

    /// What has changed since a revision, and the revision it leads to; the whole state where the
    /// store no longer remembers.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn changes_since(&self, revision: u64) -> Result<(u64, Change)> {
        let inner = self.lock()?;
        let change = match inner.recent.since(revision) {
            Some(changes) => coalesce(changes).into_owned(),
            None => Entry::State(Arc::new(inner.state.clone())).into(),
        };
        Ok((inner.revision, change))
    }

    fn lock(&self) -> Result<MutexGuard<'_, Inner>> {
        self.inner.lock().map_err(|_| Error::Closed)
    }

    /// Runs an operation: what it computes from the state becomes the next revision.
    fn commit<C: Into<Change>>(&self, operation: impl FnOnce(&State) -> Result<Option<C>>) -> Result<()> {
        self.commit_knowing(|state, _| operation(state))
    }

    /// The same for an operation that also goes by what has led to the state.
    fn commit_knowing<C: Into<Change>>(
        &self,
        operation: impl FnOnce(&State, &Recent) -> Result<Option<C>>,
    ) -> Result<()> {
        let mut inner = self.lock()?;
        let guard = self.revision.closing_on_panic();
        if let Some(change) = operation(&inner.state, &inner.recent)? {
            self.apply(&mut inner, change.into());
        }
        drop(guard);
        Ok(())
    }

    fn apply(&self, inner: &mut Inner, change: Change) -> u64 {
        change.apply(&mut inner.state);
        inner.revision += 1;
        inner.recent.push(inner.revision, change, inner.state.parameters.len());
        self.revision.set(inner.revision);
        inner.revision
    }
}
