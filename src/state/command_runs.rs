//! How a command that an AWS client has sent goes on: it can be seen, it begins, it ends.

use super::command_responses;
use super::commands::{AwsStatus, Command, CommandStatus, FinalStatus, Outcome};
use super::draft::Draft;
use super::scheduled::Scheduled;
use super::transitions::Transition;
use super::{Area, Entries, Key, Setting, State};
use crate::document::{Field, Milliseconds, Path, Text, UnknownKeys, Value, Whole};
use crate::error::Result;

/// How many seconds a command may run where it does not say.
pub const EXECUTION_TIMEOUT: u64 = 3600;

/// Sends a command. It ends as an answer of the account says, well and without output where there is none. One that is
/// `handled` ends when the application's code has answered, or as timed out.
pub fn send(draft: &mut Draft, mut command: Command, handled: bool, limit: usize) {
    let id = command.command_id.clone();
    let (counted, response) =
        if handled { Default::default() } else { command_responses::take(draft.state(), &command.commands) };
    command.handled = handled.then_some(true);
    command.outcome = response.as_ref().map(|response| response.outcome());
    #[expect(clippy::cast_precision_loss, reason = "a time is no more precise")]
    let timeout_ms = command.execution_timeout.map_or(EXECUTION_TIMEOUT, |Whole(seconds)| seconds) as f64 * 1000.0;
    draft.apply(counted);
    draft.apply(draft.state().list(Area::Command).append(command, limit));
    draft.begin(Transition::Visibility, &id);
    match response.and_then(|response| response.delay_ms) {
        _ if handled => draft.begin_in(Transition::Command, &id, timeout_ms),
        Some(Milliseconds(ms)) => draft.begin_in(Transition::Command, &id, ms),
        None => draft.begin(Transition::Command, &id),
    }
}

/// True if a command that was sent cannot be seen yet.
#[must_use]
pub fn is_hidden(state: &State, id: &str) -> bool {
    let hides = |it: &Scheduled| it.transition == Some(Transition::Visibility) && it.resource.as_deref() == Some(id);
    state.all::<Scheduled>().any(|(_, scheduled)| hides(scheduled))
}

/// A command can be seen, and begins.
pub(super) fn begin(draft: &mut Draft, id: &str) {
    let now = draft.now().iso();
    edit(draft, id, |command| {
        if command.status == CommandStatus::Pending {
            command.set_status(AwsStatus::InProgress);
            command.started_at = Some(now);
        }
    });
}

/// A command ends.
pub(super) fn end(draft: &mut Draft, id: &str) {
    let now = draft.now().iso();
    edit(draft, id, |command| {
        if command.is_over() {
            return;
        }
        let outcome = command.outcome.take();
        let otherwise = if command.handled.take() == Some(true) { FinalStatus::TimedOut } else { FinalStatus::Success };
        command.set_status(outcome.as_ref().and_then(|outcome| outcome.status).unwrap_or(otherwise).into());
        if command.started_at.is_none() {
            command.started_at = Some(command.created_at.clone());
        }
        command.completed_at = Some(now);
        if let Some(outcome) = outcome {
            (command.output, command.error) = (outcome.output, outcome.error);
        }
    });
}

/// The application's code has run a command, which ends as it says, perhaps after a delay. Nothing happens to one that
/// has ended already.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn complete_by_handler(state: &State, id: &str, result: Value, setting: &Setting) -> Result<Entries> {
    let path = Path::Root("result");
    let mut result = if result == Value::Undefined { Vec::new() } else { result.into_object(&path)? };
    let mut field = |name: &str| Value::take(&mut result, name);
    let delay = Option::<Milliseconds>::read(field("delayMs"), &path.key("delayMs"))?;
    let status = Option::<FinalStatus>::read(field("status"), &path.key("status"))?;
    let output = Option::<Text>::read(field("output"), &path.key("output"))?;
    let error = Option::<Text>::read(field("error"), &path.key("error"))?;
    let found = Command::find(state, id).map(|(_, command)| command);
    if found.is_none_or(|command| command.is_over() || command.handled != Some(true)) {
        return Ok(Entries::new());
    }
    let mut draft = Draft::new(state, setting.clone());
    draft.take_back_one(Transition::Command, id);
    let unknown = UnknownKeys::default();
    edit(&mut draft, id, |command| {
        command.handled = None;
        command.outcome = Some(Outcome { status, output, error, unknown });
    });
    match delay {
        Some(Milliseconds(ms)) if ms > 0.0 => draft.begin_in(Transition::Command, id, ms),
        _ => end(&mut draft, id),
    }
    Ok(draft.into_entries())
}

fn edit(draft: &mut Draft, id: &str, edit: impl FnOnce(&mut Command)) {
    let found = Command::find(draft.state(), id);
    let Some((number, mut command)) = found.map(|(number, command)| (number, command.clone())) else { return };
    edit(&mut command);
    draft.set(Key::Number(number), command);
}
