//! SSM commands, oldest first.

use compact_str::format_compact;

use super::{Area, Entries, Entry, Key, List, Record, Spec, State, Stored};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record, text_enum};
use crate::error::Result;
use crate::time::Now;

text_enum! {
    /// The status of a command.
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
        /// Its status.
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

impl Record for Command {
    const SPEC: Spec = Spec { section: "commands", ..Spec::list("command", &["ssm", "commands"]) };

    fn id(&self) -> &str {
        &self.command_id
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
            unknown: UnknownKeys::default(),
        }
    }
}

/// Appends a pending command and answers its id; the oldest are removed where there are more than `limit`.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType).
pub fn add(state: &State, commands: Value, limit: usize, now: Now) -> Result<(Entries, Text)> {
    let commands = Vec::read(commands, &Path::Root("commands"))?;
    let list = state.list(Area::Command);
    let id = new_id(list, now);
    let command = Command::pending(id.clone(), commands, now.iso());
    let number = list.next();
    let mut entries: Entries = Entry::set(Key::Number(number), command).into();
    let first = (number + 1).saturating_sub(limit as u64);
    if first > list.first() {
        entries.push(Entry::gone(Area::Command, Key::Below(first)));
    }
    Ok((entries, id))
}

/// Merges into a command, if there is one of that id.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn update(state: &State, id: Text, updates: Value) -> Result<Entries> {
    let path = Path::Root("updates");
    let found = state.list(Area::Command).find(&id);
    let Some((number, command)) =
        found.and_then(|(number, document)| Some((number, Command::from_document(document)?)))
    else {
        // Wrong updates are refused whether or not there is a command.
        Command::pending(id, Vec::new(), Text::default()).merge(updates, &path)?;
        return Ok(Entries::new());
    };
    let mut command = Command::clone(command);
    command.merge(updates, &path)?;
    if command.command_id != id {
        let other = Value::String(command.command_id);
        return Err(other.refuse(&path.key("commandId"), "that of the command, or absent"));
    }
    Ok(Entry::set(Key::Number(number), command).into())
}

/// Removes all commands.
#[must_use]
pub fn clear(state: &State) -> Entries {
    Entry::gone(Area::Command, Key::Below(state.list(Area::Command).next())).into()
}

/// `cmd-<ms>-<7 characters 0-9a-z>`, unlike that of any command there is.
fn new_id(commands: &List, now: Now) -> Text {
    loop {
        let suffix: Text = std::iter::repeat_with(|| fastrand::digit(36)).take(7).collect();
        let id = format_compact!("cmd-{}-{suffix}", now.millis());
        if commands.find(&id).is_none() {
            return id;
        }
    }
}
