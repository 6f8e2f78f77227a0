//! The changes of the last revisions, for those who are only a little behind.

use std::collections::VecDeque;

use crate::change::Change;

/// The least number of entries that are remembered.
const LEAST: usize = 1024;

/// The changes that led to the last revisions. What it remembers is bounded by the size of the
/// state: catching up by many changes is no cheaper than by the whole.
#[derive(Debug, Default)]
pub(super) struct Recent {
    changes: VecDeque<Change>,
    /// The revision before the oldest of them.
    before: u64,
    /// How many entries they touch in all.
    weight: usize,
}

impl Recent {
    /// Remembers the change that led to `revision`; `size` is the size of the state in entries.
    pub(super) fn push(&mut self, revision: u64, change: Change, size: usize) {
        self.weight += change.len();
        self.changes.push_back(change);
        while self.weight > LEAST.max(size / 8) {
            let Some(oldest) = self.changes.pop_front() else { break };
            self.weight -= oldest.len();
        }
        self.before = revision - self.changes.len() as u64;
    }

    /// The changes after a revision, or `None` where some of them are forgotten.
    pub(super) fn since(&self, revision: u64) -> Option<impl ExactSizeIterator<Item = &Change>> {
        let skip = usize::try_from(revision.checked_sub(self.before)?).ok()?;
        (skip <= self.changes.len()).then(|| self.changes.iter().skip(skip))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Entry;

    #[test]
    fn forgets_the_oldest_where_it_holds_too_many() {
        let mut recent = Recent::default();
        for revision in 1..=LEAST as u64 + 2 {
            recent.push(revision, Entry::FailuresGone.into(), 0);
        }
        assert!(recent.since(1).is_none());
        assert_eq!(recent.since(2).map(|changes| changes.len()), Some(LEAST));
    }

    #[test]
    fn knows_nothing_of_a_revision_that_is_still_to_come() {
        let mut recent = Recent::default();
        recent.push(1, Entry::FailuresGone.into(), 0);
        assert_eq!(recent.since(1).map(|changes| changes.len()), Some(0));
        assert!(recent.since(2).is_none());
    }
}
