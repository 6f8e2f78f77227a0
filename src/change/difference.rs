//! The change from one state to another, where the changes that led there are forgotten.

use std::sync::Arc;

use super::{Change, Entry};
use crate::model::{CostPeriod, Section, State, Table};

/// The change that makes one state another that has come of it, so that the numbers of their commands
/// are the same.
#[must_use]
pub fn difference(before: &State, after: &State) -> Change {
    let mut entries = vec![
        Entry::Instance(Arc::clone(&after.instance)),
        Entry::Backups(Arc::clone(&after.backups)),
        Entry::Stack(Arc::clone(&after.cloudformation)),
        Entry::Latency(after.global_latency),
        Entry::FencingToken(after.leases.last_fencing_token()),
        Entry::CommandsBelow(after.commands.first()),
    ];
    entries.extend(CostPeriod::ALL.map(|period| Entry::Costs(period, Arc::clone(after.costs.get(period)))));
    let sections = [Section::State, Section::Ssm, Section::Costs, Section::Faults, Section::Leases];
    entries.extend(sections.map(|section| Entry::Extra(section, after.extra(section).clone())));
    let numbered = (after.commands.first()..).zip(after.commands.iter());
    entries.extend(numbered.map(|(number, command)| Entry::Command(number, Arc::clone(command))));
    named(&mut entries, &before.parameters, &after.parameters, Entry::Parameter);
    named(&mut entries, &before.operation_failures, &after.operation_failures, Entry::Failure);
    named(&mut entries, before.leases.held(), after.leases.held(), Entry::Lease);
    entries.into_iter().filter(|entry| entry.changes(before)).collect()
}

/// All that the one table has, and what only the other one had.
fn named<T>(
    entries: &mut Vec<Entry>,
    before: &Table<T>,
    after: &Table<T>,
    entry: impl Fn(Arc<str>, Option<Arc<T>>) -> Entry,
) {
    let gone = before.iter().filter(|(name, _)| after.get(name).is_none());
    entries.extend(gone.map(|(name, _)| entry(Arc::clone(name), None)));
    entries.extend(after.iter().map(|(name, value)| entry(Arc::clone(name), Some(Arc::clone(value)))));
}

#[cfg(test)]
mod tests {
    use super::super::tests::{changes, start};
    use super::*;

    proptest::proptest! {
        #[test]
        fn leads_from_the_one_to_the_other(changes in changes()) {
            let mut after = start();
            for change in &changes {
                change.apply(&mut after);
            }
            let mut state = start();
            difference(&state, &after).apply(&mut state);
            assert_eq!(state, after);
        }
    }
}
