//! The changes of the last revisions, for those who are only a little behind.

use std::collections::VecDeque;

use crate::change::Change;

/// How many bytes of changes are remembered at least, and the last change whatever its size: those who
/// watch are to be told of it.
const LEAST: usize = 1 << 20;

/// And for each entry of the state.
const MORE: usize = 16;

/// The changes that led to the last revisions. What it remembers is bounded by the size of the
/// state: catching up by many changes is no cheaper than by the whole.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// Each with the revision that it led to.
    changes: VecDeque<(u64, Change)>,
    /// The revision before the oldest of them.
    before: u64,
    /// About how many bytes they hold in all.
    weight: usize,
    /// The last revision whose change replaced the whole state.
    whole: u64,
}

impl Recent {
    /// Knows nothing of what led to a revision.
    pub(super) fn starting_at(revision: u64) -> Self {
        Self { before: revision, ..Self::default() }
    }

    /// Remembers the change that led to `revision` from the one before it that is remembered; `size` is the
    /// size of the state in entries.
    pub(super) fn push(&mut self, revision: u64, change: Change, size: usize) {
        if change.is_whole() {
            self.changes.clear();
            self.weight = 0;
            self.before = revision;
            self.whole = revision;
        } else {
            self.weight += change.weight();
            self.changes.push_back((revision, change));
        }
        while self.weight > LEAST + MORE * size && self.changes.len() > 1 {
            let Some((revision, oldest)) = self.changes.pop_front() else { break };
            self.weight -= oldest.weight();
            self.before = revision;
        }
    }

    /// The revision from which on it remembers all changes.
    pub(super) fn before(&self) -> u64 {
        self.before
    }

    /// Whether the whole state has been replaced since a revision.
    pub(super) fn is_replaced_since(&self, revision: u64) -> bool {
        self.whole > revision
    }

    /// The changes after a revision, or `None` where some of them are forgotten.
    pub(super) fn since(&self, revision: u64) -> Option<impl ExactSizeIterator<Item = &Change>> {
        Some(self.steps_since(revision)?.map(|(_, change)| change))
    }

    /// The same, each with the revision that it led to.
    pub(super) fn steps_since(&self, revision: u64) -> Option<impl ExactSizeIterator<Item = &(u64, Change)>> {
        let newest = self.changes.back().map_or(self.before, |(newest, _)| *newest);
        let skip = self.changes.partition_point(|(to, _)| *to <= revision);
        (self.before..=newest).contains(&revision).then(|| self.changes.iter().skip(skip))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::change::Entry;
    use crate::clock::Now;
    use crate::fixtures;
    use crate::model::{Backup, Extra};

    #[test]
    fn forgets_the_oldest_where_it_holds_too_much() {
        let mut recent = Recent::default();
        let large = || Entry::Backups(Arc::new(vec![Arc::clone(&backup()); LEAST / 64])).into();
        recent.push(1, Entry::FailuresGone.into(), 0);
        recent.push(2, large(), 0);
        assert!(recent.since(0).is_none() && recent.since(1).is_some());
        recent.push(3, large(), 0);
        assert!(recent.since(1).is_none() && recent.since(2).is_some());
    }

    #[test]
    fn forgets_all_that_was_before_a_whole_state() {
        let mut recent = Recent::default();
        let state = fixtures::defaults(Now::from_millis(0.0).unwrap());
        recent.push(1, Entry::FailuresGone.into(), 0);
        recent.push(2, Entry::State(Arc::new(state)).into(), 0);
        assert!(recent.since(1).is_none());
        assert_eq!(recent.since(2).map(|changes| changes.len()), Some(0));
    }

    fn backup() -> Arc<Backup> {
        Arc::new(Backup { name: "".into(), date: "".into(), size: "".into(), extra: Extra::default() })
    }

    #[test]
    fn knows_nothing_of_a_revision_that_is_still_to_come() {
        let mut recent = Recent::default();
        recent.push(1, Entry::FailuresGone.into(), 0);
        assert_eq!(recent.since(1).map(|changes| changes.len()), Some(0));
        assert!(recent.since(2).is_none());
    }

    #[test]
    fn a_change_can_lead_over_several_revisions() {
        let mut recent = Recent::default();
        recent.push(3, Entry::FailuresGone.into(), 0);
        recent.push(4, Entry::FailuresGone.into(), 0);
        assert_eq!(recent.since(0).map(|changes| changes.len()), Some(2));
        assert_eq!(recent.since(3).map(|changes| changes.len()), Some(1));
    }
}
