//! Sending a command.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::targets::{self, Target};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, Whole};
use crate::state::command_runs::{self, EXECUTION_TIMEOUT};
use crate::state::commands::{AwsStatus, Command};
use crate::time::{Now, parse};

/// The documents that run lines of a shell.
const DOCUMENTS: [&str; 2] = ["AWS-RunShellScript", "AWS-RunPowerShellScript"];

/// How many seconds an instance has to take a command where the request does not say.
const TIMEOUT: u64 = 3600;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendCommand {
    document_name: Text,
    instance_ids: Vec<Text>,
    targets: Vec<Target>,
    parameters: BTreeMap<String, Vec<Text>>,
    comment: Option<Text>,
    timeout_seconds: Option<u64>,
}

/// The lines that a request sends.
pub fn lines(input: &Value) -> Option<Vec<String>> {
    let lines = input.get("Parameters")?.get("commands")?.as_array()?;
    Some(lines.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect())
}

pub fn send(call: &mut Call, input: SendCommand) -> Result<Value> {
    let document = input.document_name.rsplit('/').next().unwrap_or_default();
    if !DOCUMENTS.contains(&document) {
        return Err(AwsError::new(
            "InvalidDocument",
            format!("Document with name {} does not exist.", input.document_name),
        ));
    }
    let document = Text::from(document);
    let (commands, execution_timeout) = read_parameters(input.parameters)?;
    let instance_ids = match (input.instance_ids, input.targets) {
        (ids, targets) if ids.is_empty() == targets.is_empty() => {
            let message = if ids.is_empty() {
                "A request must specify InstanceIds or Targets."
            } else {
                "Instance IDs and targets can't be specified together."
            };
            return Err(AwsError::new(if ids.is_empty() { "InvalidInstanceId" } else { "InvalidTarget" }, message));
        }
        (ids, targets) if targets.is_empty() => {
            targets::check_running(&call.draft, &ids)?;
            ids
        }
        (_, targets) => targets::find(call.draft.state(), &targets)?,
    };
    let draft = &mut call.draft;
    let id = Text::from(draft.new_uuid());
    let mut command = Command::pending(id.clone(), commands, draft.now().iso());
    command.document_name = Some(document);
    command.comment = input.comment;
    command.timeout_seconds = input.timeout_seconds.map(Whole);
    command.execution_timeout = execution_timeout.map(Whole);
    command.instance_ids = Some(instance_ids);
    let output = json!({ "Command": described(&command, AwsStatus::Pending) });
    let handled = call.answer.as_ref().is_some_and(|answer| answer.get("handled") == Some(&Value::Bool(true)));
    command_runs::send(draft, command, handled, call.command_limit);
    Ok(output)
}

fn read_parameters(mut parameters: BTreeMap<String, Vec<Text>>) -> Result<(Vec<Text>, Option<u64>)> {
    let refused = |what: String| Err(AwsError::new("InvalidParameters", what));
    let Some(commands) = parameters.remove("commands").filter(|commands| !commands.is_empty()) else {
        return refused("Parameter \"commands\" is required.".into());
    };
    let timeout = parameters.remove("executionTimeout").and_then(|timeout| timeout.into_iter().next());
    let timeout = match timeout.map(|timeout| (timeout.parse::<u64>(), timeout)) {
        Some((Ok(seconds @ 1..=172_800), _)) => Some(seconds),
        Some((_, text)) => {
            return refused(format!("Parameter \"executionTimeout\" has the value {text}, which is not allowed."));
        }
        None => None,
    };
    parameters.remove("workingDirectory");
    match parameters.keys().next() {
        Some(key) => refused(format!("Parameter \"{key}\" is not defined in the document.")),
        None => Ok((commands, timeout)),
    }
}

/// A command as an answer has it.
fn described(command: &Command, status: AwsStatus) -> Value {
    let ids = command.instance_ids.as_deref().unwrap_or_default();
    let timeout = command.timeout_seconds.map_or(TIMEOUT, |Whole(seconds)| seconds);
    let execution_timeout = command.execution_timeout.map_or(EXECUTION_TIMEOUT, |Whole(seconds)| seconds);
    let sent = parse(&command.created_at).map(Now::from_epoch).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a time is no more precise")]
    let expires = sent.later((timeout + execution_timeout) as f64 * 1000.0).unwrap_or(sent);
    let over = if command.is_over() { ids.len() } else { 0 };
    let mut parameters = json!({ "commands": command.commands });
    if let (Some(Whole(seconds)), Some(members)) = (command.execution_timeout, parameters.as_object_mut()) {
        members.insert("executionTimeout".into(), json!([seconds.to_string()]));
    }
    json!({
        "CommandId": command.command_id,
        "DocumentName": command.document_name.as_deref().unwrap_or("AWS-RunShellScript"),
        "DocumentVersion": "$DEFAULT",
        "Comment": command.comment.as_deref().unwrap_or_default(),
        "ExpiresAfter": expires.iso(),
        "Parameters": parameters,
        "InstanceIds": ids,
        "Targets": [],
        "RequestedDateTime": command.created_at,
        "Status": status,
        "StatusDetails": status,
        "OutputS3BucketName": "",
        "OutputS3KeyPrefix": "",
        "MaxConcurrency": "50",
        "MaxErrors": "0",
        "TargetCount": ids.len(),
        "CompletedCount": over,
        "ErrorCount": 0,
        "DeliveryTimedOutCount": 0,
        "ServiceRole": "",
        "TimeoutSeconds": timeout,
    })
}
