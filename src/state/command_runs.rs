//! How a command that an AWS client has sent goes on: it can be seen, it begins, it ends, or it is cancelled.
//!
//! What is under way for a command has its id, and a cancellation on a single instance `<id>/<instance id>`.

use compact_str::format_compact;

use super::command_responses;
use super::commands::{AwsStatus, Cancellation, Command, CommandStatus, FinalStatus, Outcome};
use super::draft::Draft;
use super::scheduled::Scheduled;
use super::transitions::Transition;
use super::{Area, Entries, Key, Setting, State};
use crate::document::{Field, Milliseconds, Path, Text, UnknownKeys, Value, Whole};
use crate::error::Result;

/// How many seconds a command may run where it does not say.
pub const EXECUTION_TIMEOUT: u64 = 3600;

/// Sends a command. It ends as an answer of the account says, well and without output where there is none. One that is
/// `handled` ends when the application's code has answered, or as timed out. Nobody answers one that no instance gets.
pub fn send(draft: &mut Draft, mut command: Command, handled: bool, limit: usize) {
    let id = command.command_id.clone();
    let is_sent = command.instance_ids.as_ref().is_none_or(|ids| !ids.is_empty());
    let handled = handled && is_sent;
    let (counted, response) = if handled || !is_sent {
        Default::default()
    } else {
        command_responses::take(draft.state(), &command.commands)
    };
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

/// Counts a look at a command.
pub fn look(draft: &mut Draft, id: &str) {
    draft.look(id);
    let cancelled = Command::find(draft.state(), id).and_then(|(_, command)| command.cancelled.as_ref());
    let instance_ids: Vec<Text> = cancelled.into_iter().flat_map(|cancelled| cancelled.keys().cloned()).collect();
    for instance_id in instance_ids {
        draft.look(&on_instance(id, &instance_id));
    }
}

/// Cancels a command on some of its instances, on which it is not over. What runs it is not asked any more.
pub fn cancel(draft: &mut Draft, id: &str, instance_ids: &[Text]) {
    let Some((_, command)) = Command::find(draft.state(), id) else { return };
    if command.is_over() {
        return;
    }
    let is_cancelled = |id: &Text| command.cancelled.as_ref().is_some_and(|cancelled| cancelled.contains_key(id));
    let all = command.instance_ids.as_deref().unwrap_or_default();
    let is_whole = all.iter().all(|id| instance_ids.contains(id) || is_cancelled(id));
    if is_whole && command.aws_status() != AwsStatus::Cancelling {
        draft.take_back_one(Transition::Command, id);
        edit(draft, id, |command| {
            command.set_status(AwsStatus::Cancelling);
            (command.outcome, command.handled) = (None, None);
        });
        draft.begin(Transition::Command, id);
    } else if !is_whole {
        let begun: Vec<Text> = instance_ids.iter().filter(|id| !is_cancelled(id)).cloned().collect();
        for instance_id in begun {
            edit(draft, id, |command| command.set_cancelled(&instance_id, AwsStatus::Cancelling, None));
            draft.begin(Transition::Command, &on_instance(id, &instance_id));
        }
    }
}

/// What a cancellation on a single instance is under way for.
fn on_instance(id: &str, instance_id: &str) -> Text {
    format_compact!("{id}/{instance_id}")
}

/// A command ends, or its cancellation on an instance.
pub(super) fn end(draft: &mut Draft, resource: &str) {
    let now = draft.now().iso();
    let (id, instance_id) = resource.split_once('/').map_or((resource, None), |(id, on)| (id, Some(on)));
    if let Some(instance_id) = instance_id {
        edit(draft, id, |command| command.set_cancelled(instance_id, AwsStatus::Cancelled, Some(now)));
        return;
    }
    edit(draft, id, |command| {
        if command.is_over() {
            return;
        }
        let outcome = command.outcome.take();
        let otherwise = match command.handled.take() {
            _ if command.aws_status() == AwsStatus::Cancelling => FinalStatus::Cancelled,
            Some(true) => FinalStatus::TimedOut,
            _ => FinalStatus::Success,
        };
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

impl Command {
    fn set_cancelled(&mut self, instance_id: &str, status: AwsStatus, completed_at: Option<Text>) {
        let cancellation = Cancellation { status, completed_at, unknown: UnknownKeys::default() };
        self.cancelled.get_or_insert_default().insert(instance_id.into(), cancellation);
    }
}

fn edit(draft: &mut Draft, id: &str, edit: impl FnOnce(&mut Command)) {
    let found = Command::find(draft.state(), id);
    let Some((number, mut command)) = found.map(|(number, command)| (number, command.clone())) else { return };
    edit(&mut command);
    draft.set(Key::Number(number), command);
}
