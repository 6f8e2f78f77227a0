//! A change laid over a state that it was not made on: a file that was edited by hand.

use std::collections::HashMap;

use super::Change;
use crate::state::{Area, Entry, Key, List, ListNumbers, Shape, State, fencing_token};

/// The change that lays a change over an edited state, which others have made of the one that it was made on. `made_on`
/// has the numbers of that one's lists; the edited one counts its own.
///
/// A document of a list that was changed is found by its id, and appended where the edit has removed it; one that
/// was added is appended; as many of the oldest are removed as were removed of those before. Every other document
/// has the same key in both states.
#[must_use]
pub fn rebase(change: &Change, made_on: &ListNumbers, edited: &State) -> Change {
    if let Some(state) = &change.replacement {
        let (before, after) = (ListNumbers::of(state), ListNumbers::after(edited));
        let mut state = state.numbered(&after);
        fencing_token::keep(&mut state, edited);
        let shift = |area, number: u64| Some(number.checked_sub(before.first(area))? + after.first(area));
        let entries = change.entries.iter().filter_map(|entry| {
            let key = match &entry.key {
                Key::Number(number) => Key::Number(shift(entry.area, *number)?),
                Key::Below(number) => Key::Below(shift(entry.area, *number)?),
                key => key.clone(),
            };
            Some(Entry { key, ..entry.clone() })
        });
        return Change { replacement: Some(Box::new(state)), entries: entries.collect() };
    }
    let mut lists: HashMap<Area, Rebased<'_>> = HashMap::new();
    let entries = change.entries.iter().filter_map(|entry| {
        let area = entry.area;
        if area.spec().shape != Shape::List {
            return Some(entry.clone());
        }
        let list = lists.entry(area).or_insert_with(|| Rebased::new(change, area, made_on, edited));
        let key = match &entry.key {
            Key::Number(number) => Key::Number(list.number(*number, entry.document.as_ref()?.id())?),
            Key::Below(number) => Key::Below(list.below(*number)?),
            key => key.clone(),
        };
        Some(Entry { key, ..entry.clone() })
    });
    Change { replacement: None, entries: entries.collect() }
}

/// The numbers of a list in the edited state.
struct Rebased<'a> {
    first: u64,
    next: u64,
    /// No document below this number is left.
    removed_below: u64,
    edited: &'a List,
    /// The new numbers of those that are appended.
    appended: HashMap<u64, u64>,
}

impl<'a> Rebased<'a> {
    fn new(change: &Change, area: Area, made_on: &ListNumbers, edited: &'a State) -> Self {
        let entries = change.entries.iter().filter(|entry| entry.area == area);
        let removed = entries.filter_map(|entry| if let Key::Below(number) = entry.key { Some(number) } else { None });
        Self {
            first: made_on.first(area),
            next: made_on.next(area),
            removed_below: removed.max().unwrap_or(0),
            edited: edited.list(area),
            appended: HashMap::new(),
        }
    }

    fn number(&mut self, number: u64, id: &str) -> Option<u64> {
        if number < self.removed_below {
            return None;
        }
        let known = if number < self.next { self.edited.find(id) } else { None };
        if let Some((number, _)) = known {
            return Some(number);
        }
        let new = self.edited.next() + self.appended.len() as u64;
        Some(*self.appended.entry(number).or_insert(new))
    }

    fn below(&self, number: u64) -> Option<u64> {
        let removed = number.min(self.next).saturating_sub(self.first);
        (removed > 0).then(|| self.edited.first() + removed.min(self.edited.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::Text;
    use crate::state::commands::{Command, CommandStatus};
    use crate::state::fencing_token::{FencingToken, last};
    use crate::state::tests::setting;
    use crate::state::{Entries, Stored, parameters};

    fn command(id: &str, status: CommandStatus) -> Command {
        Command { status, ..Command::pending(id.into(), Vec::new(), Text::default()) }
    }

    fn set(number: u64, id: &str) -> Entry {
        Entry::set(Key::Number(number), command(id, CommandStatus::Pending))
    }

    fn done(number: u64, id: &str) -> Entry {
        Entry::set(Key::Number(number), command(id, CommandStatus::Success))
    }

    fn removed_below(number: u64) -> Entry {
        Entry::gone(Area::Command, Key::Below(number))
    }

    /// A state whose commands have those ids, from a number on.
    fn state(first: u64, ids: &[&str]) -> State {
        let mut state = State::defaults(&setting());
        state.apply(&removed_below(first));
        for (number, id) in (first..).zip(ids) {
            state.apply(&set(number, id));
        }
        state
    }

    fn commands(state: &State) -> Vec<String> {
        let commands = state.list(Area::Command).iter().filter_map(|(_, document)| Command::from_document(document));
        let mark = |command: &Command| if command.status == CommandStatus::Success { "!" } else { "" };
        commands.map(|command| format!("{}{}", command.command_id, mark(command))).collect()
    }

    /// The commands of the edited state once the changes are laid over it; those that are done have a `!`. The
    /// changes were made on commands with the numbers 7 and 8.
    fn laid_over(entries: impl IntoIterator<Item = Entry>, mut edited: State) -> Vec<String> {
        let change = Change::from(entries.into_iter().collect::<Entries>());
        rebase(&change, &ListNumbers::of_commands(7, 9), &edited).apply(&mut edited);
        commands(&edited)
    }

    #[test]
    fn an_update_finds_its_command_by_the_id() {
        assert_eq!(laid_over([done(8, "b")], state(0, &["x", "b", "a"])), ["x", "b!", "a"]);
    }

    #[test]
    fn an_update_of_a_command_that_the_edit_removed_brings_it_back() {
        assert_eq!(laid_over([done(7, "a")], state(0, &["b"])), ["b", "a!"]);
    }

    #[test]
    fn a_command_that_was_added_follows_those_that_the_edit_added() {
        let changes = [set(9, "c"), set(10, "d"), done(9, "c")];
        assert_eq!(laid_over(changes, state(3, &["a", "b", "x"])), ["a", "b", "x", "c!", "d"]);
    }

    #[test]
    fn an_added_command_is_new_even_where_its_id_is_taken() {
        assert_eq!(laid_over([set(9, "a")], state(0, &["a"])), ["a", "a"]);
    }

    #[test]
    fn as_many_of_the_oldest_are_removed() {
        let changes = || [removed_below(8), set(9, "c")];
        assert_eq!(laid_over(changes(), state(0, &["a", "b", "x"])), ["b", "x", "c"]);
        assert_eq!(laid_over(changes(), state(0, &[])), ["c"]);
    }

    #[test]
    fn a_command_that_was_added_and_removed_is_not_there() {
        let changes = [set(9, "c"), set(10, "d"), removed_below(10)];
        assert_eq!(laid_over(changes, state(0, &["a", "b", "x"])), ["x", "d"]);
    }

    #[test]
    fn a_replacement_brings_its_commands_along() {
        let mut change = Change::from(state(20, &["a", "b", "c"]));
        change.entries.extend([removed_below(21), done(21, "b"), set(23, "d")]);
        let mut edited = state(4, &["x"]);
        rebase(&change, &ListNumbers::of_commands(7, 9), &edited).apply(&mut edited);
        assert_eq!(commands(&edited), ["b!", "c", "d"]);
    }

    #[test]
    fn a_fencing_token_never_goes_down() {
        let mut edited = state(0, &[]);
        let token = FencingToken::default().next();
        edited.apply(&Entry::one(token));
        rebase(&state(0, &[]).into(), &ListNumbers::default(), &edited.clone()).apply(&mut edited);
        assert_eq!(last(&edited), token);
    }

    #[test]
    fn every_other_entry_is_as_it_was() {
        let gone = [Entry::gone(parameters::Parameter::AREA, Key::Name(Arc::from("a")))];
        let changes = Change::from(gone.into_iter().collect::<Entries>());
        let text = |change: &Change| serde_json::to_string(change).unwrap();
        assert_eq!(text(&rebase(&changes, &ListNumbers::default(), &state(0, &[]))), text(&changes));
    }
}
