//! The changes of the last revisions, for readers that are a little behind.

use std::collections::VecDeque;

use crate::change::Change;

/// How many bytes of changes are kept at least, and the last change whatever its size: watchers are told of it.
const LEAST: usize = 1 << 20;

/// How many more are kept for each document of the state: to catch up by more changes is no cheaper than by the whole.
const FOR_EACH_DOCUMENT: usize = 64;

/// A change that has been made.
#[derive(Debug)]
pub(super) struct Past {
    /// The revision that it led to.
    pub(super) revision: u64,
    pub(super) change: Change,
    size: usize,
}

/// The changes that led to the last revisions.
#[derive(Debug, Default)]
pub(super) struct History {
    changes: VecDeque<Past>,
    /// The revision before the oldest of them.
    before: u64,
    /// How many bytes they hold in all.
    size: usize,
}

impl History {
    /// Knows nothing of what led to a revision.
    pub(super) fn starting_at(revision: u64) -> Self {
        Self { before: revision, ..Self::default() }
    }

    /// Keeps the change that led to `revision` from the last one that is kept; `documents` counts those of the state.
    pub(super) fn push(&mut self, revision: u64, change: Change, documents: impl Fn() -> usize) {
        if change.replacement().is_some() {
            *self = Self::starting_at(revision);
            return;
        }
        let size = change.size();
        self.size += size;
        self.changes.push_back(Past { revision, change, size });
        while self.size > LEAST && self.size > LEAST + FOR_EACH_DOCUMENT * documents() && self.changes.len() > 1 {
            let Some(oldest) = self.changes.pop_front() else { break };
            self.size -= oldest.size;
            self.before = oldest.revision;
        }
    }

    /// The revision from which on all changes are kept.
    pub(super) fn before(&self) -> u64 {
        self.before
    }

    /// The changes after a revision; `None` where some of them are forgotten.
    pub(super) fn since(&self, revision: u64) -> Option<impl ExactSizeIterator<Item = &Past> + Clone> {
        let newest = self.changes.back().map_or(self.before, |past| past.revision);
        let skip = self.changes.partition_point(|past| past.revision <= revision);
        (self.before..=newest).contains(&revision).then(|| self.changes.iter().skip(skip))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::setting;
    use crate::state::{State, parameters};

    fn clear() -> Change {
        crate::state::backups::clear().into()
    }

    fn large() -> Change {
        let setting = setting();
        let value = "x".repeat(LEAST).into();
        let entries =
            parameters::put(&State::empty(), "large", value, crate::document::Value::Undefined, true, setting.now);
        entries.unwrap().into()
    }

    #[test]
    fn forgets_the_oldest_changes_beyond_its_bytes() {
        let mut history = History::default();
        history.push(1, clear(), || 0);
        history.push(2, large(), || 0);
        assert!(history.since(0).is_none() && history.since(1).is_some());
        history.push(3, large(), || 0);
        assert!(history.since(1).is_none() && history.since(2).is_some());
    }

    #[test]
    fn forgets_everything_before_a_replacement() {
        let mut history = History::default();
        history.push(1, clear(), || 0);
        history.push(2, State::defaults(&setting()).into(), || 0);
        assert!(history.since(1).is_none());
        assert_eq!(history.since(2).map(|changes| changes.len()), Some(0));
    }

    #[test]
    fn knows_nothing_of_a_revision_that_is_still_to_come() {
        let mut history = History::default();
        history.push(1, clear(), || 0);
        assert_eq!(history.since(1).map(|changes| changes.len()), Some(0));
        assert!(history.since(2).is_none());
    }

    #[test]
    fn a_change_can_lead_over_several_revisions() {
        let mut history = History::default();
        history.push(3, clear(), || 0);
        history.push(4, clear(), || 0);
        assert_eq!(history.since(0).map(|changes| changes.len()), Some(2));
        assert_eq!(history.since(3).map(|changes| changes.len()), Some(1));
    }
}
