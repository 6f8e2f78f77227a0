//! Changes laid over a state that they were not made on: a file that somebody has edited by hand.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Change, Entry};
use crate::model::State;

/// The change that lays changes, coalesced into one, over an edited state. They were made on a state
/// whose commands had the numbers from `first` to before `next`; the edited one counts its own.
///
/// A command that was changed is found by its id, and appended where the edit has removed it; one that
/// was added is appended; as many of the oldest are dropped as were dropped of those before. What else
/// an entry stands for has the same name in both states.
#[must_use]
pub fn rebase(changes: &Change, first: u64, next: u64, edited: &State) -> Change {
    let mut numbers = Numbers { first, next, below: 0, edited, appended: HashMap::new(), shift: None };
    let after_state = changes.0.iter().rev().take_while(|entry| !matches!(entry, Entry::State(_)));
    let dropped = after_state.filter_map(|entry| if let Entry::CommandsBelow(n) = entry { Some(*n) } else { None });
    numbers.below = dropped.max().unwrap_or(0);
    changes.0.iter().filter_map(|entry| numbers.rebase(entry)).collect()
}

/// The same, with numbers for the commands of the edited state that no command had so far: they begin
/// at `unused`.
#[must_use]
pub fn lay_over(changes: &Change, first: u64, next: u64, unused: u64, edited: &mut State) -> Change {
    edited.commands = std::mem::take(&mut edited.commands).starting_at(unused);
    rebase(changes, first, next, edited)
}

struct Numbers<'a> {
    first: u64,
    next: u64,
    /// No command below this number is left.
    below: u64,
    edited: &'a State,
    /// The new numbers of those that are appended.
    appended: HashMap<u64, u64>,
    /// The first number in a state that has replaced all, and the one that it has now.
    shift: Option<(u64, u64)>,
}

impl Numbers<'_> {
    fn rebase(&mut self, entry: &Entry) -> Option<Entry> {
        match entry {
            Entry::Command(number, command) => {
                let number = self.command(*number, &command.command_id)?;
                Some(Entry::Command(number, Arc::clone(command)))
            }
            Entry::CommandsBelow(number) => self.commands_below(*number).map(Entry::CommandsBelow),
            Entry::State(state) => {
                let mut state = State::clone(state);
                let first = self.edited.commands.next();
                self.shift = Some((state.commands.first(), first));
                state.commands = state.commands.starting_at(first);
                state.leases.note(self.edited.leases.last_fencing_token());
                Some(Entry::State(Arc::new(state)))
            }
            other => Some(other.clone()),
        }
    }

    fn command(&mut self, number: u64, id: &str) -> Option<u64> {
        if let Some((from, to)) = self.shift {
            return Some(number.checked_sub(from)? + to);
        }
        if number < self.below {
            return None;
        }
        let known = if number < self.next { self.edited.commands.find(id) } else { None };
        if let Some((number, _)) = known {
            return Some(number);
        }
        let new = self.edited.commands.next() + self.appended.len() as u64;
        Some(*self.appended.entry(number).or_insert(new))
    }

    fn commands_below(&self, number: u64) -> Option<u64> {
        if let Some((from, to)) = self.shift {
            return Some(number.checked_sub(from)? + to);
        }
        let commands = &self.edited.commands;
        let dropped = number.min(self.next).saturating_sub(self.first);
        (dropped > 0).then(|| commands.first() + dropped.min(commands.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;
    use crate::model::{Command, CommandStatus, Commands, FencingToken, Text};

    /// A state whose commands have those ids, from a number on.
    fn state(first: u64, ids: &[&str]) -> State {
        let mut commands = Commands::default().starting_at(first);
        for (number, id) in (first..).zip(ids) {
            commands.set(number, command(id));
        }
        State { commands, ..start() }
    }

    fn command(id: &str) -> Arc<Command> {
        Arc::new(Command::pending(id.into(), Vec::new(), Text::default()))
    }

    fn done(id: &str) -> Arc<Command> {
        Arc::new(Command { status: CommandStatus::Success, ..Command::clone(&command(id)) })
    }

    /// The commands of the edited state once the changes are laid over it; those that are done have a `!`.
    fn laid_over(changes: &[Entry], first: u64, next: u64, mut edited: State) -> Vec<String> {
        rebase(&changes.iter().cloned().collect(), first, next, &edited).apply(&mut edited);
        let mark = |command: &Arc<Command>| if command.status == CommandStatus::Success { "!" } else { "" };
        edited.commands.iter().map(|command| format!("{}{}", command.command_id, mark(command))).collect()
    }

    #[test]
    fn an_update_finds_its_command_by_the_id() {
        let changes = [Entry::Command(8, done("b"))];
        assert_eq!(laid_over(&changes, 7, 9, state(0, &["x", "b", "a"])), ["x", "b!", "a"]);
    }

    #[test]
    fn an_update_of_a_command_that_the_edit_removed_brings_it_back() {
        assert_eq!(laid_over(&[Entry::Command(7, done("a"))], 7, 9, state(0, &["b"])), ["b", "a!"]);
    }

    #[test]
    fn what_was_added_follows_what_the_edit_added() {
        let changes = [Entry::Command(9, command("c")), Entry::Command(10, command("d")), Entry::Command(9, done("c"))];
        assert_eq!(laid_over(&changes, 7, 9, state(3, &["a", "b", "x"])), ["a", "b", "x", "c!", "d"]);
    }

    #[test]
    fn an_added_command_is_new_even_where_its_id_is_taken() {
        assert_eq!(laid_over(&[Entry::Command(9, command("a"))], 7, 9, state(0, &["a"])), ["a", "a"]);
    }

    #[test]
    fn as_many_of_the_oldest_are_dropped() {
        let changes = [Entry::CommandsBelow(8), Entry::Command(9, command("c"))];
        assert_eq!(laid_over(&changes, 7, 9, state(0, &["a", "b", "x"])), ["b", "x", "c"]);
        assert_eq!(laid_over(&changes, 7, 9, state(0, &[])), ["c"]);
    }

    #[test]
    fn what_was_added_and_dropped_is_not_there() {
        let changes = [Entry::Command(9, command("c")), Entry::Command(10, command("d")), Entry::CommandsBelow(10)];
        assert_eq!(laid_over(&changes, 7, 9, state(0, &["a", "b", "x"])), ["x", "d"]);
    }

    #[test]
    fn a_whole_state_brings_its_commands_along() {
        let whole = Entry::State(Arc::new(state(20, &["a", "b", "c"])));
        let changes =
            [whole, Entry::CommandsBelow(21), Entry::Command(21, done("b")), Entry::Command(23, command("d"))];
        assert_eq!(laid_over(&changes, 7, 9, state(4, &["x"])), ["b!", "c", "d"]);
    }

    #[test]
    fn a_fencing_token_never_goes_down() {
        let mut edited = start();
        let token = FencingToken::default().next();
        edited.leases.note(token);
        let reset = Entry::State(Arc::new(start())).into();
        rebase(&reset, 0, 0, &edited.clone()).apply(&mut edited);
        assert_eq!(edited.leases.last_fencing_token(), token);
    }

    #[test]
    fn every_other_entry_is_as_it_was() {
        let edited = start();
        let changes: Change = [Entry::FailuresGone, Entry::Parameter("a".into(), None)].into_iter().collect();
        let text = |change: &Change| serde_json::to_string(change).unwrap();
        assert_eq!(text(&rebase(&changes, 0, 0, &edited)), text(&changes));
    }
}
