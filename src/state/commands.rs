//! SSM commands, oldest first.

use std::collections::BTreeMap;

use compact_str::format_compact;

use super::transitions::Transition;
use super::{Area, Entries, Entry, Key, List, Record, Setting, Spec, State, Stored};
use crate::document::{Field, Path, Text, UnknownKeys, Value, Whole, record, text_enum};
use crate::error::Result;

text_enum! {
    /// The status of a command, as the methods know it.
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

text_enum! {
    /// The status of a command, as AWS knows it.
    pub enum AwsStatus {
        /// Not begun.
        Pending = "Pending",
        /// Begun.
        InProgress = "InProgress",
        /// On its way to the instance once more.
        Delayed = "Delayed",
        /// Done.
        Success = "Success",
        /// Taken back.
        Cancelled = "Cancelled",
        /// Not done in time.
        TimedOut = "TimedOut",
        /// Done, and went wrong.
        Failed = "Failed",
        /// About to be taken back.
        Cancelling = "Cancelling",
    }
}

text_enum! {
    /// The status of a command that is over, as AWS knows it.
    pub enum FinalStatus {
        /// Done.
        Success = "Success",
        /// Done, and went wrong.
        Failed = "Failed",
        /// Not done in time.
        TimedOut = "TimedOut",
        /// Taken back.
        Cancelled = "Cancelled",
    }
}

impl From<FinalStatus> for AwsStatus {
    fn from(status: FinalStatus) -> Self {
        match status {
            FinalStatus::Success => Self::Success,
            FinalStatus::Failed => Self::Failed,
            FinalStatus::TimedOut => Self::TimedOut,
            FinalStatus::Cancelled => Self::Cancelled,
        }
    }
}

impl AwsStatus {
    /// As the methods show it.
    #[must_use]
    pub fn shown(self) -> CommandStatus {
        match self {
            Self::Pending => CommandStatus::Pending,
            Self::InProgress | Self::Delayed | Self::Cancelling => CommandStatus::InProgress,
            Self::Success => CommandStatus::Success,
            Self::Cancelled | Self::TimedOut | Self::Failed => CommandStatus::Failed,
        }
    }
}

record! {
    /// What a command ends with.
    pub struct Outcome {
        /// Its status then: `Success` by default.
        status: Option<FinalStatus> = "status",
        /// Standard output.
        output: Option<Text> = "output",
        /// Standard error.
        error: Option<Text> = "error",
    }
}

record! {
    /// What finds the instances of a command.
    pub struct CommandTarget {
        /// `InstanceIds`, `tag:<key>` or `tag-key`.
        key: Text = "key",
        /// The ids, values or keys.
        values: Vec<Text> = "values",
    }
}

record! {
    /// What a command was sent with, beside what it runs.
    pub struct CommandRequest {
        /// `$DEFAULT` by default.
        document_version: Option<Text> = "documentVersion",
        /// Where its lines run.
        working_directory: Option<Text> = "workingDirectory",
        /// What has found its instances, where they were not named.
        targets: Option<Vec<CommandTarget>> = "targets",
        /// On how many instances it may run at once, or on how many of a hundred: `50` by default.
        max_concurrency: Option<Text> = "maxConcurrency",
        /// How many instances it may fail on, or how many of a hundred, before it has failed: `0` by default.
        max_errors: Option<Text> = "maxErrors",
        /// The bucket that was to get the output.
        output_s3_bucket_name: Option<Text> = "outputS3BucketName",
        /// Where in that bucket.
        output_s3_key_prefix: Option<Text> = "outputS3KeyPrefix",
        /// The role for notifications.
        service_role_arn: Option<Text> = "serviceRoleArn",
    }
}

record! {
    /// How a command was cancelled on one of its instances.
    pub struct Cancellation {
        /// `Cancelling`, then `Cancelled`.
        status: AwsStatus = "status",
        /// When it was over, ISO 8601.
        completed_at: Option<Text> = "completedAt",
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
        /// AWS's own status, where the methods show another.
        aws_status: Option<AwsStatus> = "awsStatus",
        /// Standard output.
        output: Option<Text> = "output",
        /// Standard error.
        error: Option<Text> = "error",
        /// When it was sent, ISO 8601.
        created_at: Text = "createdAt",
        /// When it began, ISO 8601.
        started_at: Option<Text> = "startedAt",
        /// When it was done, ISO 8601.
        completed_at: Option<Text> = "completedAt",
        /// The document that it runs: `AWS-RunShellScript` by default.
        document_name: Option<Text> = "documentName",
        /// The instances that it was sent to; absent where a method has added it.
        instance_ids: Option<Vec<Text>> = "instanceIds",
        /// For people.
        comment: Option<Text> = "comment",
        /// How many seconds it may run, once it has begun: 3,600 by default.
        execution_timeout: Option<Whole> = "executionTimeout",
        /// How many seconds an instance has to take it.
        timeout_seconds: Option<Whole> = "timeoutSeconds",
        /// What it will end with; of a command that is under way.
        outcome: Option<Outcome> = "outcome",
        /// True while the application's own code runs it.
        handled: Option<bool> = "handled",
        /// What it was sent with.
        request: Option<Box<CommandRequest>> = "request",
        /// The instances that it was cancelled on, and on which alone.
        cancelled: Option<BTreeMap<Text, Cancellation>> = "cancelled",
    }
}

impl Record for Command {
    const SPEC: Spec = Spec { section: "commands", ..Spec::list("command", &["ssm", "commands"]) };

    fn id(&self) -> &str {
        &self.command_id
    }

    fn by_hand(mut partial: Value) -> Value {
        if let Value::Object(entries) = &mut partial
            && entries.iter().any(|(key, value)| key == "status" && *value != Value::Undefined)
        {
            // It is the status on all instances.
            for field in ["awsStatus", "cancelled"] {
                if !entries.iter().any(|(key, _)| key == field) {
                    entries.push((field.into(), Value::Null));
                }
            }
        }
        partial
    }

    fn under_way(&self) -> Option<Transition> {
        (!self.is_over()).then_some(Transition::Command)
    }

    fn is_as_far(&self, before: &Self) -> bool {
        (self.status, self.aws_status, &self.cancelled) == (before.status, before.aws_status, &before.cancelled)
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
            aws_status: None,
            output: None,
            error: None,
            created_at,
            started_at: None,
            completed_at: None,
            document_name: None,
            instance_ids: None,
            comment: None,
            execution_timeout: None,
            timeout_seconds: None,
            outcome: None,
            handled: None,
            request: None,
            cancelled: None,
            unknown: UnknownKeys::default(),
        }
    }

    /// Its status as AWS has it.
    #[must_use]
    pub fn aws_status(&self) -> AwsStatus {
        self.aws_status.unwrap_or(match self.status {
            CommandStatus::Pending => AwsStatus::Pending,
            CommandStatus::InProgress => AwsStatus::InProgress,
            CommandStatus::Success => AwsStatus::Success,
            CommandStatus::Failed => AwsStatus::Failed,
        })
    }

    /// Sets its status.
    pub(super) fn set_status(&mut self, status: AwsStatus) {
        self.status = status.shown();
        self.aws_status = None;
        self.aws_status = Some(status).filter(|status| *status != self.aws_status());
    }

    /// Its status on one of its instances as AWS has it, and when it was done there.
    #[must_use]
    pub fn status_on(&self, instance_id: &str) -> (AwsStatus, Option<&Text>) {
        match self.cancelled.as_ref().and_then(|cancelled| cancelled.get(instance_id)) {
            Some(cancellation) => (cancellation.status, cancellation.completed_at.as_ref()),
            None => (self.aws_status(), self.completed_at.as_ref()),
        }
    }

    /// True if it is done, one way or another.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.status, CommandStatus::Success | CommandStatus::Failed)
    }

    /// The command of that id, with its number.
    #[must_use]
    pub fn find<'a>(state: &'a State, id: &str) -> Option<(u64, &'a Self)> {
        let (number, document) = state.list(Area::Command).find(id)?;
        Some((number, Self::from_document(document)?))
    }
}

/// Appends a pending command and answers its id; the oldest are removed where there are more than `limit`.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType).
pub fn add(state: &State, commands: Value, limit: usize, setting: &Setting) -> Result<(Entries, Text)> {
    let commands = Vec::read(commands, &Path::Root("commands"))?;
    let id = new_id(state.list(Area::Command), setting);
    let command = Command::pending(id.clone(), commands, setting.now.iso());
    Ok((state.list(Area::Command).append(command, limit), id))
}

/// Merges into a command, if there is one of that id.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn update(state: &State, id: Text, updates: Value) -> Result<Entries> {
    let path = Path::Root("updates");
    let updates = Command::by_hand(updates);
    let Some((number, command)) = Command::find(state, &id) else {
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
fn new_id(commands: &List, setting: &Setting) -> Text {
    loop {
        let id = format_compact!("cmd-{}-{}", setting.now.millis(), setting.random.digits(36, 7));
        if commands.find(&id).is_none() {
            return id;
        }
    }
}
