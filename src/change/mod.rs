//! What an operation does to the state, as data.
//!
//! The state moves from one revision to the next by [`Change::apply`]; the cache in JavaScript, the write-ahead log
//! and watchers get the same change as JSON, and a reader that is several revisions behind gets their changes
//! [coalesced](coalesce) into one.

mod json;
mod rebase;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use smallvec::SmallVec;

pub use json::EntryJson;
pub use rebase::rebase;

use crate::state::{Area, Entries, Entry, Key, State, scheduled};

/// Entries, in order, on top of the present state or of one that replaces it.
///
/// Applying a change is total, and applying it again changes nothing. Its JSON is an array of entries:
///
/// - `[entry, document]` for an area of one document, `[entry, name, document]` for named ones and
///   `[entry, number, document]` for a list, under the area's name for its entries; `null` for a document that is gone;
/// - `["commandsRemoved", number]`: all with a lower number are gone; `["operationFailuresCleared"]`: all are;
/// - `["state", numbers, state]`, at the beginning: the state is replaced, with the numbers of its lists.
#[derive(Clone, Debug, Default)]
pub struct Change {
    // Boxed: it is rare, and fifteen times as large as the rest.
    replacement: Option<Box<State>>,
    entries: Entries,
}

impl From<Entries> for Change {
    fn from(entries: Entries) -> Self {
        Self { replacement: None, entries }
    }
}

impl From<State> for Change {
    fn from(state: State) -> Self {
        Self { replacement: Some(Box::new(state)), entries: Entries::new() }
    }
}

impl Change {
    /// Moves a state to what the change says.
    pub fn apply(&self, state: &mut State) {
        if let Some(replacement) = &self.replacement {
            state.clone_from(replacement);
        }
        for entry in &self.entries {
            state.apply(entry);
        }
    }

    /// The state that replaces the present one, if one does.
    #[must_use]
    pub fn replacement(&self) -> Option<&State> {
        self.replacement.as_deref()
    }

    /// The entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The same, and an entry after it.
    #[must_use]
    pub fn with(mut self, entry: Option<Entry>) -> Self {
        self.entries.extend(entry);
        self
    }

    /// The same, with what takes back what is under way for the resources that it sets.
    #[must_use]
    pub fn taking_back(self, state: &State) -> Self {
        Self { entries: scheduled::taking_back(state, self.entries), ..self }
    }

    /// True if something else may be due next after it, or at another time.
    #[must_use]
    pub fn moves_due(&self) -> bool {
        let moves = |entry: &Entry| matches!(entry.area, Area::Clock | Area::Scheduled);
        self.replacement.is_some() || self.entries.iter().any(moves)
    }

    /// True if it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.replacement.is_none() && self.entries.is_empty()
    }

    /// About how many bytes its entries hold.
    #[must_use]
    pub fn size(&self) -> usize {
        self.entries.iter().map(Entry::size).sum()
    }
}

/// Makes one change of several, in which each document has its last value. In each area, what removes many comes first.
pub fn coalesce<'a>(mut changes: impl ExactSizeIterator<Item = &'a Change>) -> Cow<'a, Change> {
    if changes.len() == 1
        && let Some(change) = changes.next()
    {
        return Cow::Borrowed(change);
    }
    let mut replacement = None;
    let mut last: BTreeMap<(Area, Key), &Entry> = BTreeMap::new();
    for change in changes {
        if change.replacement.is_some() {
            replacement.clone_from(&change.replacement);
            last.clear();
        }
        for entry in &change.entries {
            let covered = match entry.key {
                Key::All => [(Key::All, Key::Number(u64::MAX)), (Key::All, Key::All)],
                Key::Below(number) => [(Key::Below(0), Key::Below(number)), (Key::Number(0), Key::Number(number))],
                _ => [(Key::Only, Key::Only), (Key::Only, Key::Only)],
            };
            for (from, to) in covered {
                let keys = last.range((entry.area, from)..(entry.area, to)).map(|(key, _)| key.clone());
                for key in keys.collect::<SmallVec<[_; 4]>>() {
                    last.remove(&key);
                }
            }
            last.insert((entry.area, entry.key.clone()), entry);
        }
    }
    Cow::Owned(Change { replacement, entries: last.into_values().cloned().collect() })
}
