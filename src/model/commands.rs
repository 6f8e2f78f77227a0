//! SSM commands: a queue that grows at one end and is cut at the other.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::{Extra, Field, Path, Text, Value, record, text_enum};
use crate::error::Result;

text_enum! {
    /// Where a command is.
    pub enum CommandStatus {
        /// Not begun.
        Pending = "Pending",
        /// Begun.
        InProgress = "InProgress",
        /// Done.
        Success = "Success",
        /// Done, and went wrong.
        Failed = "Failed",
    }
}

record! {
    /// An SSM command and its outcome.
    pub struct Command {
        /// Its id.
        command_id: Text = "commandId",
        /// The shell lines that were sent.
        commands: Vec<Text> = "commands",
        /// Where it is.
        status: CommandStatus = "status",
        /// Standard output.
        output: Option<Text> = "output",
        /// Standard error.
        error: Option<Text> = "error",
        /// When it was sent, ISO 8601.
        created_at: Text = "createdAt",
        /// When it was done, ISO 8601.
        completed_at: Option<Text> = "completedAt",
    }
}

impl Command {
    /// A command that has not begun.
    #[must_use]
    pub fn pending(command_id: Text, commands: Vec<Text>, created_at: Text) -> Self {
        Self {
            command_id,
            commands,
            status: CommandStatus::Pending,
            output: None,
            error: None,
            created_at,
            completed_at: None,
            extra: Extra::default(),
        }
    }
}

/// The commands, oldest first. Each has a number that no other command of the store ever had, so
/// that a change can name it, whatever its id and however many have been dropped before it.
#[derive(Clone, Debug, Default)]
pub struct Commands {
    first: u64,
    queue: VecDeque<Arc<Command>>,
    /// The lowest number of each id.
    by_id: HashMap<Box<str>, u64>,
    /// Whether some id has more than one number: a list that a caller hands in may repeat one.
    ids_repeat: bool,
}

impl Commands {
    /// The number of the oldest command.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number that the next command gets.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.first + self.queue.len() as u64
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The commands, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Command>> {
        self.queue.iter()
    }

    /// The command of that number.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Arc<Command>> {
        self.queue.get(self.index(number)?)
    }

    /// The oldest command of that id, with its number.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(u64, &Arc<Command>)> {
        let number = *self.by_id.get(id)?;
        Some((number, self.get(number)?))
    }

    /// Puts a command at a number: over the one that is there, or as the newest. A number beyond
    /// that, or of a command that has been dropped, is passed over.
    pub fn set(&mut self, number: u64, command: Arc<Command>) {
        let Some(index) = self.index(number).filter(|index| *index <= self.queue.len()) else { return };
        let known = *self.by_id.entry(command.command_id.as_str().into()).or_insert(number);
        self.ids_repeat |= known != number;
        match self.queue.get_mut(index) {
            Some(slot) => *slot = command,
            None => self.queue.push_back(command),
        }
    }

    /// Drops every command below a number.
    pub fn drop_below(&mut self, first: u64) {
        while self.first < first {
            let Some(command) = self.queue.pop_front() else {
                self.first = first;
                break;
            };
            self.by_id.remove(command.command_id.as_str());
            self.first += 1;
        }
        if self.ids_repeat {
            self.reindex();
        }
    }

    /// The same, with numbers that follow all that another list ever had.
    #[must_use]
    pub fn following(self, other: &Self) -> Self {
        self.starting_at(other.next())
    }

    /// The same, with that number for the oldest.
    #[must_use]
    pub fn starting_at(mut self, first: u64) -> Self {
        self.first = first;
        self.reindex();
        self
    }

    fn reindex(&mut self) {
        self.by_id.clear();
        for (number, command) in (self.first..).zip(&self.queue) {
            self.by_id.entry(command.command_id.as_str().into()).or_insert(number);
        }
        self.ids_repeat = self.by_id.len() < self.queue.len();
    }

    fn index(&self, number: u64) -> Option<usize> {
        usize::try_from(number.checked_sub(self.first)?).ok()
    }
}

impl Field for Commands {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let mut commands = Self::default();
        for (number, command) in (0..).zip(Vec::read(value, path)?) {
            commands.set(number, command);
        }
        Ok(commands)
    }
}

impl PartialEq for Commands {
    fn eq(&self, other: &Self) -> bool {
        self.queue == other.queue
    }
}

impl serde::Serialize for Commands {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.queue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(id: &str) -> Arc<Command> {
        Arc::new(Command::pending(id.into(), Vec::new(), Text::default()))
    }

    #[test]
    fn an_id_that_repeats_is_found_at_its_oldest_command() {
        let mut commands = Commands::default();
        for (number, id) in (0..).zip(["a", "b", "a"]) {
            commands.set(number, command(id));
        }
        assert_eq!(commands.find("a").map(|(number, _)| number), Some(0));
        commands.drop_below(1);
        assert_eq!(commands.find("a").map(|(number, _)| number), Some(2));
        commands.drop_below(3);
        assert!(commands.find("a").is_none());
    }

    #[test]
    fn numbers_go_on_after_all_have_been_dropped() {
        let mut commands = Commands::default();
        commands.set(0, command("a"));
        commands.drop_below(5);
        assert_eq!((commands.first(), commands.next()), (5, 5));
        commands.set(5, command("b"));
        assert_eq!(commands.find("b").map(|(number, _)| number), Some(5));
    }
}
