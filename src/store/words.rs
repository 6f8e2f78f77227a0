//! The revisions of a store as words of memory that are read without a lock.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::change::Change;
use crate::state::Area;
use crate::time::Now;

/// How many words there are.
pub const COUNT: usize = 1 + Area::COUNT + 1;

/// The revision of a store, for each area the last revision that changed it, and when the next of what is scheduled
/// is due, as the bits of an `f64` each, so that JavaScript reads them through a `Float64Array`. They are not a number
/// once the store has broken down, and so equal no revision. The time is one of the realm's clock, infinite where
/// nothing is due.
#[derive(Clone, Debug)]
pub struct Words(Arc<[AtomicU64; COUNT]>);

impl Words {
    pub(super) fn new(revision: u64) -> Self {
        Self(Arc::new(std::array::from_fn(|_| AtomicU64::new(bits(revision)))))
    }

    /// Says when something is due next.
    pub(super) fn set_due(&self, due: Option<Now>) {
        #[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
        let due = due.map_or(f64::INFINITY, |due| due.millis() as f64);
        let [.., word] = &*self.0;
        word.store(due.to_bits(), Ordering::Release);
    }

    /// Says that a change has led to a revision.
    pub(super) fn advance(&self, revision: u64, change: &Change) {
        let [whole, areas @ .., _] = &*self.0;
        let store = |word: &AtomicU64| word.store(bits(revision), Ordering::Release);
        if change.replacement().is_some() {
            areas.iter().for_each(store);
        }
        for entry in change.entries() {
            areas.get(entry.area as usize).into_iter().for_each(store);
        }
        store(whole);
    }

    /// A guard that invalidates the words where it is dropped by a panic.
    pub(super) fn poison_on_panic(&self) -> PoisonOnPanic<'_> {
        PoisonOnPanic(self)
    }
}

impl Deref for Words {
    type Target = [AtomicU64; COUNT];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

pub(super) struct PoisonOnPanic<'a>(&'a Words);

impl Drop for PoisonOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for word in self.0.iter() {
                word.store(f64::NAN.to_bits(), Ordering::Release);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
fn bits(revision: u64) -> u64 {
    (revision as f64).to_bits()
}
