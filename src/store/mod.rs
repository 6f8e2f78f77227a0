//! The state, its revision and its last changes behind one lock.
//!
//! A store knows areas, keys and documents, and no field of any of them. Operations are functions of the
//! [state](crate::state); [`Store::commit`] runs one and makes what it computes the next revision. Whoever commits
//! brings the realm's time along, and commits before what has come due by then.

mod cache;
mod history;
mod log;
#[cfg(test)]
pub(crate) mod tests;
mod transaction;
mod watch;
mod words;

use std::sync::{Arc, Mutex, MutexGuard};

pub use cache::Wanted;
pub use log::{Commit, Log};
pub use transaction::Reads;
pub use watch::Sections;
pub use words::Words;

use crate::change::{Change, coalesce};
use crate::error::{Error, Result};
use crate::state::random::Random;
use crate::state::{Draft, Entries, Profile, Setting, State, clock, scheduled};
use crate::time::Now;
use history::History;
use watch::Watchers;

/// One mocked AWS account in memory. An operation either makes one change, which counts the revision up by one, or
/// fails and changes nothing.
///
/// An operation that panics leaves the store closed: every later one answers [`Error::Closed`].
#[derive(Debug)]
pub struct Store {
    // A std Mutex: the critical sections are short. With a log they hold its appends and reads.
    inner: Mutex<Inner>,
    words: Words,
    watchers: Watchers,
    profile: Arc<Profile>,
}

#[derive(Debug)]
struct Inner {
    state: State,
    revision: u64,
    history: History,
    /// When the next of what is scheduled is due, by the realm's clock.
    due: Option<Now>,
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
    /// A store in memory.
    #[must_use]
    pub fn new(state: State, profile: Arc<Profile>) -> Self {
        Self::build(Snapshot { state, revision: 0 }, None, profile)
    }

    /// A store whose changes are kept in a log.
    #[must_use]
    pub fn with_log(start: Snapshot, log: Box<dyn Log>, profile: Arc<Profile>) -> Self {
        Self::build(start, Some(log), profile)
    }

    fn build(Snapshot { state, revision }: Snapshot, log: Option<Box<dyn Log>>, profile: Arc<Profile>) -> Self {
        let due = state.next_due();
        let words = Words::new(revision);
        words.set_due(due);
        let inner = Inner { state, revision, history: History::starting_at(revision), due, log };
        Self { inner: Mutex::new(inner), words, watchers: Watchers::default(), profile }
    }

    /// A store in memory that starts with this one's state, in constant time.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn fork(&self) -> Result<Self> {
        Ok(Self::new(self.lock()?.state.clone(), Arc::clone(&self.profile)))
    }

    /// The words of memory that hold the revisions of the store and of its areas.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A copy of the state with its revision, in constant time.
    ///
    /// # Errors
    /// [`Error::Closed`]; those of [`Log::read`].
    pub fn snapshot(&self) -> Result<Snapshot> {
        let inner = self.lock()?;
        Ok(Snapshot { state: inner.state.clone(), revision: inner.revision })
    }

    /// The same, with something that is read while the store stays at that revision.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn snapshot_with<T>(&self, read: impl FnOnce(u64) -> T) -> Result<(Snapshot, T)> {
        let inner = self.lock()?;
        let snapshot = Snapshot { state: inner.state.clone(), revision: inner.revision };
        Ok((snapshot, read(inner.revision)))
    }

    /// The revision.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn revision(&self) -> Result<u64> {
        Ok(self.lock()?.revision)
    }

    /// Reads the state.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> Result<T> {
        Ok(read(&self.lock()?.state))
    }

    /// Runs something while the store stays at a revision.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn at_revision<T>(&self, read: impl FnOnce(u64) -> T) -> Result<T> {
        let inner = self.lock()?;
        Ok(read(inner.revision))
    }

    /// True if something has come due by a moment of the realm's clock, and is to be committed first.
    ///
    /// # Errors
    /// As [`Store::snapshot`].
    pub fn is_due(&self, realm: Now) -> Result<bool> {
        Ok(self.lock()?.is_due(realm))
    }

    /// Commits what has come due by a moment of the realm's clock: each change by itself, in order, stamped with the
    /// time at which it was due.
    ///
    /// # Errors
    /// [`Error::Closed`]; those of [`Log::read`] and [`Log::append`].
    pub fn commit_due(&self, realm: Now) -> Result<()> {
        self.commit_knowing(realm, |_, _, _| Ok((Change::default(), ())))
    }

    /// Runs an operation: what it computes from the state, at a moment of the account, becomes the next revision. It
    /// takes back what is under way for the resources that it sets.
    ///
    /// # Errors
    /// Those of the operation; [`Error::Closed`]; those of [`Log::read`] and [`Log::append`].
    pub fn commit<C: Into<Change>>(
        &self,
        realm: Now,
        operation: impl FnOnce(&State, &Setting) -> Result<C>,
    ) -> Result<()> {
        self.commit_with(realm, |state, setting| operation(state, setting).map(|change| (change, ())))
    }

    /// The same for an operation that also answers something.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_with<C: Into<Change>, T>(
        &self,
        realm: Now,
        operation: impl FnOnce(&State, &Setting) -> Result<(C, T)>,
    ) -> Result<T> {
        self.commit_knowing(realm, |state, _, setting| {
            let (change, answer) = operation(state, setting)?;
            Ok((change.into().taking_back(state), answer))
        })
    }

    /// The same for an operation on a draft, which says itself what it takes back.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_draft<T>(&self, realm: Now, operation: impl FnOnce(Draft) -> Result<(Entries, T)>) -> Result<T> {
        self.commit_knowing(realm, |state, _, setting| operation(Draft::new(state, setting.clone())))
    }

    /// The same for an operation that also goes by the changes that led to the state.
    fn commit_knowing<C: Into<Change>, T>(
        &self,
        realm: Now,
        operation: impl FnOnce(&State, &History, &Setting) -> Result<(C, T)>,
    ) -> Result<T> {
        let wake = self.watchers.wake_on_drop();
        let mut inner = self.lock()?;
        let guard = self.words.poison_on_panic();
        self.make_due(&mut inner, realm)?;
        let setting = self.setting(&inner.state, realm);
        let (change, answer) = operation(&inner.state, &inner.history, &setting)?;
        self.make(&mut inner, change.into(), &setting.random)?;
        // The operation may have moved the clock. What fails now is tried again by the next call.
        let _ = self.make_due(&mut inner, realm);
        drop((guard, inner, wake));
        Ok(answer)
    }

    fn make_due(&self, inner: &mut Inner, realm: Now) -> Result<()> {
        while inner.is_due(realm) {
            let setting = self.setting(&inner.state, realm);
            let Some(entries) = scheduled::complete_next(&inner.state, &setting) else { break };
            self.make(inner, entries.into(), &setting.random)?;
        }
        Ok(())
    }

    fn setting(&self, state: &State, realm: Now) -> Setting {
        Setting { now: clock::now(state, realm), profile: Arc::clone(&self.profile), random: Random::of(state) }
    }

    fn make(&self, inner: &mut Inner, change: Change, random: &Random) -> Result<()> {
        let change = change.with(random.counted(&inner.state));
        if change.is_empty() {
            return Ok(());
        }
        let revision = inner.revision + 1;
        if let Some(log) = &mut inner.log {
            log.append(revision, &change)?;
        }
        self.apply(inner, revision, change);
        Ok(())
    }

    /// Locks the state, with what others have appended to the log.
    fn lock(&self) -> Result<MutexGuard<'_, Inner>> {
        let mut inner = self.inner.lock().map_err(|_| Error::Closed)?;
        let revision = inner.revision;
        if let Some(log) = inner.log.as_mut().filter(|log| log.revision() != revision) {
            for Commit { revision, change } in log.read(revision)? {
                self.apply(&mut inner, revision, change);
            }
            // To wake takes no lock that is held here.
            self.watchers.wake();
        }
        Ok(inner)
    }

    fn apply(&self, inner: &mut Inner, revision: u64, change: Change) {
        change.apply(&mut inner.state);
        inner.revision = revision;
        if change.moves_due() {
            inner.due = inner.state.next_due();
            self.words.set_due(inner.due);
        }
        self.words.advance(revision, &change);
        let Inner { state, history, .. } = inner;
        history.push(revision, change, || state.count());
    }
}

impl Inner {
    fn is_due(&self, realm: Now) -> bool {
        self.due.is_some_and(|due| due <= realm)
    }

    /// What has changed since a revision; the whole state where the changes are forgotten.
    fn changes_since(&self, revision: u64) -> Change {
        match self.history.since(revision) {
            Some(changes) => coalesce(changes.map(|past| &past.change)).into_owned(),
            None => self.state.clone().into(),
        }
    }
}
