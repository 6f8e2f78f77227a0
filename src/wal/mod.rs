//! A JSON file and the write-ahead log beside it: how several processes keep one state in them.
//!
//! A change is appended to the log before it takes effect. A checkpoint writes the state into the JSON file and starts
//! a log of the next generation. Recovery reads both. The position of the log is in a page of memory that the
//! processes share; the file lock serializes their writes.

mod checkpoint;
pub mod disk;
mod lock;
mod log;
mod mapping;
mod place;
mod reader;
mod record;
mod recovery;
mod shared_file;
mod snapshot;
#[cfg(test)]
pub(crate) mod tests;
pub mod words;

pub use checkpoint::{Checkpoint, OnCorrupt};
pub use lock::{LockGuard, LockHolder, Session};
pub use place::{Place, STALE, resolve};
pub use recovery::read_only;
pub use shared_file::{Opened, SharedFile};

/// Something that went wrong without failing.
#[derive(Debug)]
pub struct Warning {
    /// A stable code.
    pub code: &'static str,
    /// What happened, and what was done about it.
    pub message: String,
}

impl Warning {
    fn persistence(message: String) -> Self {
        Self { code: "ERR_PERSISTENCE", message }
    }
}
