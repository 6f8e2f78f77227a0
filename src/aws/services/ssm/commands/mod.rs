//! Run commands.

pub mod cancel;
mod filters;
pub mod invocation;
pub mod invocations;
pub mod list;
mod output;
pub mod send;
mod status;
mod targets;
#[cfg(test)]
mod tests;

use crate::aws::error::AwsError;
use crate::document::Text;
use crate::state::State;
use crate::state::commands::Command;
use crate::state::instance::Instance;

/// The instances that a command was sent to. One that a method has added is of the methods' instance.
fn instance_ids(state: &State, command: &Command) -> Vec<Text> {
    match &command.instance_ids {
        Some(ids) => ids.clone(),
        None => state.one::<Instance>().map(|instance| instance.instance_id.clone()).into_iter().collect(),
    }
}

/// A token of another operation, or none at all. AWS's error has no text.
fn invalid_token() -> AwsError {
    AwsError::new("InvalidNextToken", "")
}
