//! The revision as a word of memory that a reader can look at without a lock.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The memory of a revision.
pub trait Word: Debug + Send + Sync {
    /// The word; it stays where it is as long as `self` lives.
    fn word(&self) -> &AtomicU64;

    /// Whether others see it too, and whoever keeps the changes sets it.
    fn is_shared(&self) -> bool;
}

impl Word for AtomicU64 {
    fn word(&self) -> &AtomicU64 {
        self
    }

    fn is_shared(&self) -> bool {
        false
    }
}

/// The revision of a store as the bits of an `f64`, so that JavaScript reads it through a
/// `Float64Array`. A word of the store's own is not a number once the store is closed, and so equals
/// no reader's revision.
#[derive(Clone, Debug)]
pub struct Revision(Arc<dyn Word>);

impl Default for Revision {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::default()))
    }
}

impl Revision {
    /// A revision in a word of memory.
    #[must_use]
    pub fn new(word: Arc<dyn Word>) -> Self {
        Self(word)
    }

    /// Where the word is; it stays there as long as `self`, or a clone of it, lives.
    #[must_use]
    pub fn as_ptr(&self) -> *mut f64 {
        self.0.word().as_ptr().cast()
    }

    /// Whether it is that revision.
    #[must_use]
    pub fn is(&self, revision: u64) -> bool {
        self.0.word().load(Ordering::Acquire) == bits(revision)
    }

    pub(super) fn set(&self, revision: u64) {
        if !self.0.is_shared() {
            self.0.word().store(bits(revision), Ordering::Release);
        }
    }

    /// A guard that closes the word where it is dropped by a panic.
    pub(super) fn closing_on_panic(&self) -> ClosingOnPanic<'_> {
        ClosingOnPanic(self)
    }
}

pub(super) struct ClosingOnPanic<'a>(&'a Revision);

impl Drop for ClosingOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() && !self.0.0.is_shared() {
            self.0.0.word().store(f64::NAN.to_bits(), Ordering::Release);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
fn bits(revision: u64) -> u64 {
    (revision as f64).to_bits()
}
