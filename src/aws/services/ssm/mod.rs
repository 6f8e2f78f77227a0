//! SSM.

mod commands;
mod nodes;
mod parameters;
mod tags;

use serde_json::Value;

use super::{Operations, Question};
use crate::aws::error::AwsError;
use commands::{cancel, invocation, invocations, list, send};
use parameters::{by_path, delete, describe, get, history, label, put};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    PutParameter => put::put,
    GetParameter => get::get,
    GetParameters => get::get_many,
    GetParametersByPath => by_path::get_by_path,
    DescribeParameters => describe::describe,
    GetParameterHistory => history::get_history,
    LabelParameterVersion => label::label,
    DeleteParameter => delete::delete,
    DeleteParameters => delete::delete_many,
    AddTagsToResource => tags::add,
    ListTagsForResource => tags::list,
    RemoveTagsFromResource => tags::remove,
    SendCommand => send::send,
    GetCommandInvocation => invocation::get_invocation,
    ListCommands => list::list,
    ListCommandInvocations => invocations::list,
    CancelCommand => cancel::cancel,
    DescribeInstanceInformation => nodes::describe,
];

/// What is asked before a call is answered.
pub(super) fn question(input: &Value) -> Option<Question> {
    Some(Question::Command { commands: send::lines(input)? })
}

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationException", message)
}

fn invalid_token(token: &str) -> AwsError {
    AwsError::new("InvalidNextToken", format!("The following token is invalid: {token}."))
}
