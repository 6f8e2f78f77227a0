//! Where the changes of a store are kept, if they are.

use std::fmt::Debug;

use crate::change::Change;
use crate::error::Result;

/// A change that somebody else has committed, and the revision it leads to.
#[derive(Debug)]
pub struct News {
    /// The revision.
    pub revision: u64,
    /// The change.
    pub change: Change,
}

/// Keeps the changes of a store, for others too. The store asks for news when the revision that it
/// shares with them is another than its own.
pub trait Log: Debug + Send {
    /// What others have committed after a revision, in order. A change that replaces the whole state
    /// may stand for many.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence),
    /// [`Error::Busy`](crate::error::Error::Busy) where that cannot be told without the lock.
    fn news(&mut self, revision: u64) -> Result<Vec<News>>;

    /// Keeps the change that leads to a revision. Only then does it take effect.
    ///
    /// # Errors
    /// [`Error::Persistence`](crate::error::Error::Persistence); nothing is kept then.
    fn append(&mut self, revision: u64, change: &Change) -> Result<()>;
}
