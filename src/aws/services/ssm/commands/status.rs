//! How a command is doing: on an instance, and on all of them together.

use crate::document::Text;
use crate::state::commands::{AwsStatus, Command};

/// The code of a shell that was killed.
const KILLED: i32 = 137;

/// How a command is doing.
#[derive(Debug)]
pub struct Summary {
    /// Its status.
    pub status: AwsStatus,
    /// AWS's further word for it.
    pub details: &'static str,
    /// On how many instances it is over.
    pub completed: usize,
    /// On how many of those it has failed, or was not done in time.
    pub errors: usize,
}

impl Summary {
    /// Puts together how a command is doing on its instances.
    pub fn of(command: &Command, instance_ids: &[Text]) -> Self {
        let all: Vec<_> = instance_ids.iter().map(|id| command.status_on(id).0).collect();
        let count = |status| all.iter().filter(|it| **it == status).count();
        let completed = all.iter().filter(|status| is_over(**status)).count();
        let errors = count(AwsStatus::Failed) + count(AwsStatus::TimedOut);
        let are_all = |status| count(status) == all.len();
        let (status, details) = if all.is_empty() {
            let status = command.aws_status();
            (status, if is_over(status) { "NoInstancesInTag" } else { details(status) })
        } else if count(AwsStatus::Cancelling) > 0 {
            (AwsStatus::Cancelling, "Cancelling")
        } else if completed < all.len() {
            let status = if are_all(AwsStatus::Pending) { AwsStatus::Pending } else { AwsStatus::InProgress };
            (status, details(status))
        } else if errors > errors_allowed(command, all.len()) {
            (AwsStatus::Failed, "Failed")
        } else if are_all(AwsStatus::Cancelled) {
            (AwsStatus::Cancelled, "Cancelled")
        } else if are_all(AwsStatus::Success) {
            (AwsStatus::Success, "Success")
        } else {
            (AwsStatus::Failed, "Incomplete")
        };
        Self { status, details, completed, errors }
    }
}

/// On how many instances a command may fail: a number, or a part of a hundred of all.
fn errors_allowed(command: &Command, instances: usize) -> usize {
    let allowed = command.request.as_ref().and_then(|request| request.max_errors.as_deref()).unwrap_or("0");
    match allowed.strip_suffix('%') {
        Some(percent) => percent.parse().map_or(0, |percent: usize| instances * percent / 100),
        None => allowed.parse().unwrap_or(0),
    }
}

/// True if nothing follows a status.
pub fn is_over(status: AwsStatus) -> bool {
    matches!(status, AwsStatus::Success | AwsStatus::Failed | AwsStatus::TimedOut | AwsStatus::Cancelled)
}

/// AWS's further word for the status on an instance.
pub fn details(status: AwsStatus) -> &'static str {
    if status == AwsStatus::TimedOut { "ExecutionTimedOut" } else { status.name() }
}

/// What the shell returned.
pub fn response_code(status: AwsStatus) -> i32 {
    match status {
        AwsStatus::Success => 0,
        AwsStatus::Failed => 1,
        AwsStatus::TimedOut | AwsStatus::Cancelled => KILLED,
        _ => -1,
    }
}
