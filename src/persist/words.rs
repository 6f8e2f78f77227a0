//! Where a journal stands, as words of memory that everybody sees who has it open.

use std::fmt::Debug;
use std::sync::Arc;

#[cfg(loom)]
use loom::sync::atomic::{AtomicU64, Ordering};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicU64, Ordering};

use crate::store::Word;

/// How many words there are.
pub const WORDS: usize = 8;

/// Memory for them: this process's own, or shared by mapping a file.
pub trait Memory: Debug + Send + Sync {
    /// The words. They stay where they are as long as `self` lives.
    fn words(&self) -> &[AtomicU64; WORDS];
}

impl Memory for [AtomicU64; WORDS] {
    fn words(&self) -> &[AtomicU64; WORDS] {
        self
    }
}

/// Where a journal stands. Whoever writes the journal holds its lock; whoever reads it holds none, so
/// the order in which the words are set counts: [`Words::moved`], [`Words::switched`].
#[derive(Clone, Debug)]
pub struct Words(Arc<dyn Memory>);

impl Words {
    /// Words in a memory.
    #[must_use]
    pub fn new(memory: Arc<dyn Memory>) -> Self {
        Self(memory)
    }

    // No word is 0 in `words()` by its index: the compiler checks the patterns.
    fn revision_word(&self) -> &AtomicU64 {
        let [word, ..] = self.0.words();
        word
    }

    fn generation_word(&self) -> &AtomicU64 {
        let [_, word, ..] = self.0.words();
        word
    }

    fn end_word(&self) -> &AtomicU64 {
        let [_, _, word, ..] = self.0.words();
        word
    }

    fn holder_word(&self) -> &AtomicU64 {
        let [_, _, _, word, ..] = self.0.words();
        word
    }

    fn power_word(&self) -> &AtomicU64 {
        let [_, _, _, _, word, ..] = self.0.words();
        word
    }

    fn format_word(&self) -> &AtomicU64 {
        let [_, _, _, _, _, word, ..] = self.0.words();
        word
    }

    /// The revision that the store is at, whoever brought it there.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a revision")]
    pub fn revision(&self) -> u64 {
        f64::from_bits(self.revision_word().load(Ordering::Acquire)) as u64
    }

    /// Which journal it is, and how many of its bytes count. The end is read first: one that belongs
    /// to a later journal is never taken for this one's.
    #[must_use]
    pub fn position(&self) -> (u64, u64) {
        let end = self.end_word().load(Ordering::Acquire);
        (self.generation_word().load(Ordering::Acquire), end)
    }

    /// The journal has grown.
    pub fn moved(&self, end: u64, revision: u64) {
        self.end_word().store(end, Ordering::Release);
        self.set_revision(revision);
    }

    /// There is another journal, at the same revision.
    pub fn switched(&self, generation: u64, end: u64) {
        self.generation_word().store(generation, Ordering::Release);
        self.end_word().store(end, Ordering::Release);
    }

    #[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
    fn set_revision(&self, revision: u64) {
        self.revision_word().store((revision as f64).to_bits(), Ordering::Release);
    }

    /// The process that holds the lock, or did when it died; 0 where nobody does.
    #[must_use]
    pub fn holder(&self) -> u64 {
        self.holder_word().load(Ordering::Acquire)
    }

    /// Says who holds the lock.
    pub fn set_holder(&self, pid: u64) {
        self.holder_word().store(pid, Ordering::Release);
    }

    /// Whether somebody wants to survive a power loss.
    #[must_use]
    pub fn is_power(&self) -> bool {
        self.power_word().load(Ordering::Acquire) != 0
    }

    /// Somebody does.
    pub fn set_power(&self) {
        self.power_word().store(1, Ordering::Release);
    }

    /// What says that the words have been set, and by whom they can be read; 0 where they have not.
    #[must_use]
    pub fn format(&self) -> u64 {
        self.format_word().load(Ordering::Acquire)
    }

    /// Says that the words have been set.
    pub fn set_format(&self, format: u64) {
        self.format_word().store(format, Ordering::Release);
    }

    /// Sets all words anew.
    pub fn clear(&self) {
        for word in self.0.words() {
            word.store(0, Ordering::Release);
        }
    }
}

impl Word for Words {
    fn word(&self) -> &AtomicU64 {
        self.revision_word()
    }

    fn is_shared(&self) -> bool {
        true
    }
}
