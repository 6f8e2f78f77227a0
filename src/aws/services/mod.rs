//! The services: their operations as plain functions from typed input to typed output.
//!
//! A handler reads and changes the [draft](crate::state::Draft) of its [`Call`] and never sees the wire. Its input is
//! a struct of the members that have an effect, deserialized from what the codec has read by AWS's model; its output
//! is serialized and written by the model.

#![expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "handlers all have one form")]

pub mod cloudformation;
pub mod cost_explorer;
pub mod ec2;
pub mod lambda;
mod page;
pub mod ses;
pub mod ssm;
pub mod sts;
#[cfg(test)]
pub(crate) mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::Call;
use super::error::{AwsError, Result};
use super::models::ServiceId;
use crate::state::State;
use crate::state::commands::Command;

/// An operation without its types.
pub type Handler = fn(&mut Call, Value) -> Result<Value>;

/// The operations of a service by name.
pub type Operations = &'static [(&'static str, Handler)];

/// Lists operations: AWS's name, and the function that answers it.
macro_rules! operations {
    ($( $name:ident => $handler:path ),* $(,)?) => {
        &[ $( (stringify!($name), |call, input| $crate::aws::services::run(call, input, $handler)), )* ]
    };
}
use operations;

/// What the application's own code is asked before an operation is answered.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Question {
    /// What a Lambda function answers.
    #[serde(rename_all = "camelCase")]
    Invoke {
        /// The function's name.
        function_name: String,
        /// `RequestResponse`, `Event`, or `DryRun`: that runs nothing, and asks only whether there is code.
        invocation_type: String,
        /// Its payload, base64.
        payload: String,
    },
    /// Whether a Lambda function has code.
    #[serde(rename_all = "camelCase")]
    Function {
        /// The function's name.
        function_name: String,
    },
    /// The names of the Lambda functions that have code.
    Functions,
    /// Whether there is code that runs a command; that is then called once the command is there.
    #[serde(rename_all = "camelCase")]
    Command {
        /// The shell lines.
        commands: Vec<String>,
    },
}

/// What has to be asked before an operation is answered: the answer is [`Call::answer`] then, or `None` where nobody
/// has one.
#[must_use]
pub fn question(service: ServiceId, operation: &str, input: &Value) -> Option<Question> {
    match (service, operation) {
        (ServiceId::Lambda, operation) => lambda::question(operation, input),
        (ServiceId::Ssm, "SendCommand") => ssm::question(input),
        _ => None,
    }
}

/// A command that the application's own code is to run.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartedCommand {
    /// Its id.
    pub command_id: String,
    /// The first of the instances that it was sent to.
    pub instance_id: String,
}

/// The command that an operation has started, by its output and the state after it; `None` where no instance gets it.
#[must_use]
pub fn started_command(service: ServiceId, operation: &str, output: &Value, state: &State) -> Option<StartedCommand> {
    if (service, operation) != (ServiceId::Ssm, "SendCommand") {
        return None;
    }
    let command_id = output.pointer("/Command/CommandId").and_then(Value::as_str)?;
    let (_, command) = Command::find(state, command_id)?;
    let instance_id = command.instance_ids.as_ref()?.first()?.to_string();
    Some(StartedCommand { command_id: command_id.to_owned(), instance_id })
}

/// The operations of a service.
#[must_use]
pub fn of_service(service: ServiceId) -> Operations {
    match service {
        ServiceId::Ec2 => ec2::OPERATIONS,
        ServiceId::Ssm => ssm::OPERATIONS,
        ServiceId::CloudFormation => cloudformation::OPERATIONS,
        ServiceId::CostExplorer => cost_explorer::OPERATIONS,
        ServiceId::Lambda => lambda::OPERATIONS,
        ServiceId::Sts => sts::OPERATIONS,
        ServiceId::Ses => ses::OPERATIONS,
    }
}

/// The function that answers an operation.
#[must_use]
pub fn handler(service: ServiceId, operation: &str) -> Option<Handler> {
    of_service(service).iter().find(|(name, _)| *name == operation).map(|(_, handler)| *handler)
}

/// Reads the input, calls a function, writes what it answers.
fn run<I: DeserializeOwned, O: Serialize>(
    call: &mut Call,
    input: Value,
    handler: fn(&mut Call, I) -> Result<O>,
) -> Result<Value> {
    let input = serde_json::from_value(input).map_err(internal)?;
    let output = handler(call, input)?;
    serde_json::to_value(output).map_err(internal)
}

/// The model and a handler's types disagree.
fn internal(error: serde_json::Error) -> AwsError {
    AwsError::new("InternalFailure", error.to_string()).with_status(500)
}
