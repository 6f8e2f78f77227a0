//! The revision as a word of memory that a reader can look at without a lock.

use std::sync::atomic::{AtomicU64, Ordering};

/// The revision of a store as the bits of an `f64`, so that JavaScript reads it through a
/// `Float64Array`. It is not a number once the store is closed, and so equals no reader's revision.
#[derive(Debug, Default)]
pub struct Revision(AtomicU64);

impl Revision {
    /// Where the word is; it stays there as long as `self` lives.
    #[must_use]
    pub fn as_ptr(&self) -> *mut f64 {
        self.0.as_ptr().cast()
    }

    /// Whether it is that revision.
    #[must_use]
    pub fn is(&self, revision: u64) -> bool {
        self.0.load(Ordering::Acquire) == bits(revision)
    }

    pub(super) fn set(&self, revision: u64) {
        self.0.store(bits(revision), Ordering::Release);
    }

    /// A guard that closes the word where it is dropped by a panic.
    pub(super) fn closing_on_panic(&self) -> ClosingOnPanic<'_> {
        ClosingOnPanic(self)
    }
}

pub(super) struct ClosingOnPanic<'a>(&'a Revision);

impl Drop for ClosingOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.0.store(f64::NAN.to_bits(), Ordering::Release);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
fn bits(revision: u64) -> u64 {
    (revision as f64).to_bits()
}
