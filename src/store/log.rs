//! Where the changes of a store are kept and those of others come from.

use std::fmt::Debug;

use crate::change::Change;
use crate::error::Result;

/// A change and the revision that it leads to.
#[derive(Debug)]
pub struct Commit {
    /// The revision.
    pub revision: u64,
    /// The change.
    pub change: Change,
}

/// A log of changes that several stores share, in this process and in others. A file is one implementation.
pub trait Log: Debug + Send {
    /// The last revision in the log.
    fn revision(&self) -> u64;

    /// The changes after a revision, in order. One that replaces the whole state may stand for many.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence);
    /// [`Error::Busy`](crate::error::Error::Busy) where they cannot be read while another process holds the log.
    fn read(&mut self, after: u64) -> Result<Vec<Commit>>;

    /// Appends the change that leads to a revision, the one after the last. It takes effect only then.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence); nothing is appended then.
    fn append(&mut self, revision: u64, change: &Change) -> Result<()>;
}
