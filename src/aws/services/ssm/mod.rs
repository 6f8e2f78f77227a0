//! SSM.

mod commands;
mod parameters;
mod tags;

use serde_json::Value;

use super::{Operations, Question};
use crate::aws::error::AwsError;
use commands::{invocation, send};
use parameters::{by_path, delete, describe, get, history, put};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    PutParameter => put::put,
    GetParameter => get::get,
    GetParameters => get::get_many,
    GetParametersByPath => by_path::get_by_path,
    DescribeParameters => describe::describe,
    GetParameterHistory => history::get_history,
    DeleteParameter => delete::delete,
    DeleteParameters => delete::delete_many,
    SendCommand => send::send,
    GetCommandInvocation => invocation::get_invocation,
];

/// What is asked before a call is answered.
pub(super) fn question(input: &Value) -> Option<Question> {
    Some(Question::Command { commands: send::lines(input)? })
}

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationException", message)
}

fn invalid_token() -> AwsError {
    AwsError::new("InvalidNextToken", "The specified token isn't valid.")
}
