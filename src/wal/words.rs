//! The position of the log in words of memory that every process shares that has it open.

use std::fmt::Debug;
use std::sync::Arc;

#[cfg(loom)]
use loom::sync::atomic::{AtomicU64, Ordering};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicU64, Ordering};

/// How many words there are.
pub const WORDS: usize = 8;

/// Memory for the words: this process's own, or shared by mapping a file.
pub trait Memory: Debug + Send + Sync {
    /// The words. They stay where they are as long as `self` lives.
    fn words(&self) -> &[AtomicU64; WORDS];
}

impl Memory for [AtomicU64; WORDS] {
    fn words(&self) -> &[AtomicU64; WORDS] {
        self
    }
}

/// The position of the log. A writer holds the file lock; a reader holds none, so the order in which the words are
/// set matters: [`Words::advance`], [`Words::switch_generation`].
#[derive(Clone, Debug)]
pub struct Words(Arc<dyn Memory>);

impl Words {
    /// Words in a memory.
    #[must_use]
    pub fn new(memory: Arc<dyn Memory>) -> Self {
        Self(memory)
    }

    // By patterns, so that the compiler checks that there are as many words.
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

    /// The last revision in the log.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a revision")]
    pub fn revision(&self) -> u64 {
        f64::from_bits(self.revision_word().load(Ordering::Acquire)) as u64
    }

    /// The generation of the log, and how many of its bytes are valid. The end is read first, so that the end of a later
    /// generation is never taken for that of an earlier one.
    #[must_use]
    pub fn position(&self) -> (u64, u64) {
        let end = self.end_word().load(Ordering::Acquire);
        (self.generation_word().load(Ordering::Acquire), end)
    }

    /// The log has grown.
    pub fn advance(&self, end: u64, revision: u64) {
        self.end_word().store(end, Ordering::Release);
        self.set_revision(revision);
    }

    /// A log of another generation has taken its place, at the same revision.
    pub fn switch_generation(&self, generation: u64, end: u64) {
        self.generation_word().store(generation, Ordering::Release);
        self.end_word().store(end, Ordering::Release);
    }

    #[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
    fn set_revision(&self, revision: u64) {
        self.revision_word().store((revision as f64).to_bits(), Ordering::Release);
    }

    /// The process that holds the file lock, or did when it died; 0 where none does.
    #[must_use]
    pub fn holder(&self) -> u64 {
        self.holder_word().load(Ordering::Acquire)
    }

    /// Sets the lock holder.
    pub fn set_holder(&self, pid: u64) {
        self.holder_word().store(pid, Ordering::Release);
    }

    /// True if some process asked for `durability: "power"`.
    #[must_use]
    pub fn is_power_safe(&self) -> bool {
        self.power_word().load(Ordering::Acquire) != 0
    }

    /// Asks for `durability: "power"`.
    pub fn set_power_safe(&self) {
        self.power_word().store(1, Ordering::Release);
    }

    /// The format of the words; 0 where they have not been set.
    #[must_use]
    pub fn format(&self) -> u64 {
        self.format_word().load(Ordering::Acquire)
    }

    /// Says that the words have been set.
    pub fn set_format(&self, format: u64) {
        self.format_word().store(format, Ordering::Release);
    }

    /// Zeroes all words.
    pub fn clear(&self) {
        for word in self.0.words() {
            word.store(0, Ordering::Release);
        }
    }
}

impl std::ops::Deref for Words {
    type Target = [AtomicU64; WORDS];

    fn deref(&self) -> &Self::Target {
        self.0.words()
    }
}
