//! The engine: the state, its revision and its recent changes behind one lock, and the operations,
//! a file for each area of the contract.

mod backups;
mod cloudformation;
mod commands;
mod costs;
mod faults;
mod instance;
mod leases;
mod log;
mod options;
mod parameters;
mod recent;
mod replica;
mod revision;
#[cfg(test)]
pub(crate) mod tests;
mod transaction;
mod watch;
mod whole;

use std::sync::{Arc, Mutex, MutexGuard};

pub use leases::Acquisition;
pub use log::{Log, News};
pub use options::Options;
pub use replica::Part;
pub use revision::{Revision, Word};
pub use transaction::Reads;
pub use watch::{Area, Areas};

use crate::change::{Change, Entry, coalesce, difference};
use crate::error::{Error, Result};
use crate::model::State;
use recent::Recent;
use watch::Watchers;

/// One mocked AWS account in memory. Every operation is atomic and total: it checks what it is
/// given, computes a [`Change`], applies it, and counts the revision up by one; or it fails and
/// changes nothing.
///
/// An operation that panics leaves the store closed: every later one answers [`Error::Closed`].
#[derive(Debug)]
pub struct Store {
    // A std Mutex: the critical sections are short and never wait for anything.
    inner: Mutex<Inner>,
    revision: Revision,
    watchers: Watchers,
}

#[derive(Debug)]
struct Inner {
    state: State,
    revision: u64,
    recent: Recent,
    log: Option<Box<dyn Log>>,
}

/// The state at a revision.
#[derive(Clone, Debug)]
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
        Self::build(Snapshot { state, revision: 0 }, Revision::default(), None)
    }

    /// Makes a store whose changes are kept in a log, where those of others come from too. The word
    /// is the log's.
    #[must_use]
    pub fn with_log(start: Snapshot, revision: Revision, log: Box<dyn Log>) -> Self {
        Self::build(start, revision, Some(log))
    }

    fn build(Snapshot { state, revision: start }: Snapshot, revision: Revision, log: Option<Box<dyn Log>>) -> Self {
        let inner = Inner { state, revision: start, recent: Recent::starting_at(start), log };
        Self { inner: Mutex::new(inner), revision, watchers: Watchers::default() }
    }

    /// The word of memory that always holds the store's revision.
    #[must_use]
    pub fn revision_word(&self) -> &Revision {
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
        Ok((inner.revision, inner.changes_since(revision)))
    }

    /// The same with what somebody reads of the log at that revision.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn changes_with<T>(&self, revision: u64, read: impl FnOnce(u64) -> T) -> Result<(u64, Change, T)> {
        let inner = self.lock()?;
        Ok((inner.revision, inner.changes_since(revision), read(inner.revision)))
    }

    /// Runs something while the store stays at a revision.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn at_revision<T>(&self, read: impl FnOnce(u64) -> T) -> Result<T> {
        let inner = self.lock()?;
        Ok(read(inner.revision))
    }

    /// Commits a change that somebody has computed elsewhere.
    ///
    /// # Errors
    /// [`Error::Closed`], [`Error::Persistence`].
    pub fn commit_change(&self, change: Change) -> Result<()> {
        self.commit(|_| Ok((!change.is_empty()).then_some(change)))
    }

    /// Takes over what a replica has become by itself, in as many changes as are told.
    ///
    /// # Errors
    /// [`Error::Closed`], [`Error::Persistence`].
    pub fn follow_replica(&self, count: u64, change: Change) -> Result<()> {
        let notice = self.watchers.notice();
        let mut inner = self.lock()?;
        let guard = self.revision.closing_on_panic();
        let revision = inner.revision + count;
        self.apply_as(&mut inner, revision, change)?;
        drop((guard, inner, notice));
        Ok(())
    }

    /// Locks the state as everybody has left it.
    fn lock(&self) -> Result<MutexGuard<'_, Inner>> {
        let mut inner = self.inner.lock().map_err(|_| Error::Closed)?;
        if inner.log.is_some() && !self.revision.is(inner.revision) {
            inner.follow()?;
            // Waking waits for nothing, the lock included.
            self.watchers.wake();
        }
        Ok(inner)
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
        let notice = self.watchers.notice();
        let mut inner = self.lock()?;
        let guard = self.revision.closing_on_panic();
        if let Some(change) = operation(&inner.state, &inner.recent)? {
            self.apply(&mut inner, change.into())?;
        }
        drop((guard, inner, notice));
        Ok(())
    }

    fn apply(&self, inner: &mut Inner, change: Change) -> Result<u64> {
        let revision = inner.revision + 1;
        self.apply_as(inner, revision, change)?;
        Ok(revision)
    }

    fn apply_as(&self, inner: &mut Inner, revision: u64, change: Change) -> Result<()> {
        if let Some(log) = &mut inner.log {
            log.append(revision, &change)?;
        }
        inner.apply(revision, change);
        self.revision.set(revision);
        Ok(())
    }
}

impl Inner {
    /// Takes over what others have committed.
    fn follow(&mut self) -> Result<()> {
        let Some(log) = &mut self.log else { return Ok(()) };
        for News { revision, change } in log.news(self.revision)? {
            self.apply(revision, change);
        }
        Ok(())
    }

    fn changes_since(&self, revision: u64) -> Change {
        match self.recent.since(revision) {
            Some(changes) => coalesce(changes).into_owned(),
            None => Entry::State(Arc::new(self.state.clone())).into(),
        }
    }

    /// The changes that have led from a state to this one; those to its entries, where the store no
    /// longer remembers them.
    fn changes_from(&self, base: &Snapshot) -> Change {
        match self.recent.since(base.revision) {
            None if !self.recent.is_replaced_since(base.revision) => difference(&base.state, &self.state),
            _ => self.changes_since(base.revision),
        }
    }

    fn apply(&mut self, revision: u64, change: Change) {
        change.apply(&mut self.state);
        self.revision = revision;
        self.recent.push(revision, change, self.state.parameters.len());
    }
}
