//! SSM commands.

use std::sync::Arc;

use compact_str::format_compact;

use super::{Options, Store};
use crate::change::{Change, Entry};
use crate::clock::Now;
use crate::error::Result;
use crate::model::{Command, Commands, Field, Path, Text, Value};

impl Store {
    /// Appends a pending command and answers its id; the oldest goes where there are too many.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType).
    pub fn add_command(&self, commands: Value, options: &Options, now: Now) -> Result<Text> {
        let commands = Vec::read(commands, &Path::Root("commands"))?;
        let mut id = Text::default();
        self.commit(|state| {
            id = new_id(&state.commands, now);
            let command = Command::pending(id.clone(), commands, now.iso());
            let number = state.commands.next();
            let keep = options.command_history_limit as u64;
            let first = (number + 1).saturating_sub(keep);
            let below = (first > state.commands.first()).then_some(Entry::CommandsBelow(first));
            let change: Change = [Entry::Command(number, Arc::new(command))].into_iter().chain(below).collect();
            Ok(Some(change))
        })?;
        Ok(id)
    }

    /// Merges into a command, if there is one of that id.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn update_command(&self, id: Value, updates: Value) -> Result<()> {
        let path = Path::Root("updates");
        let id = Text::read(id, &Path::Root("commandId"))?;
        self.commit(|state| {
            let Some((number, command)) = state.commands.find(&id) else {
                // Wrong updates are refused whether or not there is a command.
                Command::pending(id, Vec::new(), Text::default()).merge(updates, &path)?;
                return Ok(None);
            };
            let mut command = Command::clone(command);
            command.merge(updates, &path)?;
            if command.command_id != id {
                let other = Value::String(command.command_id);
                return Err(other.refuse(&path.key("commandId"), "that of the command, or absent"));
            }
            Ok(Some(Entry::Command(number, Arc::new(command))))
        })
    }

    /// Removes all commands.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn clear_commands(&self) -> Result<()> {
        self.commit(|state| Ok(Some(Entry::CommandsBelow(state.commands.next()))))
    }
}

/// `cmd-<ms>-<7 characters 0-9a-z>`, unlike that of any command there is.
fn new_id(commands: &Commands, now: Now) -> Text {
    loop {
        let suffix: Text = std::iter::repeat_with(|| fastrand::digit(36)).take(7).collect();
        let id = format_compact!("cmd-{}-{suffix}", now.millis());
        if commands.find(&id).is_none() {
            return id;
        }
    }
}
