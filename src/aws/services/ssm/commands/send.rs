//! Sending a command.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::output;
use super::targets::{self, Target};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys, Whole};
use crate::state::command_runs;
use crate::state::commands::{Command, CommandRequest, CommandTarget};

/// The documents that run lines of a shell.
const DOCUMENTS: [&str; 2] = ["AWS-RunShellScript", "AWS-RunPowerShellScript"];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SendCommand {
    document_name: Text,
    instance_ids: Vec<Text>,
    targets: Vec<Target>,
    parameters: BTreeMap<String, Vec<Text>>,
    comment: Option<Text>,
    timeout_seconds: Option<u64>,
    document_version: Option<Text>,
    max_concurrency: Option<Text>,
    max_errors: Option<Text>,
    #[serde(rename = "OutputS3BucketName")]
    output_s3_bucket_name: Option<Text>,
    #[serde(rename = "OutputS3KeyPrefix")]
    output_s3_key_prefix: Option<Text>,
    service_role_arn: Option<Text>,
}

/// What a document is run with.
struct Parameters {
    commands: Vec<Text>,
    execution_timeout: Option<u64>,
    working_directory: Option<Text>,
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
    let Parameters { commands, execution_timeout, working_directory } = read_parameters(input.parameters)?;
    let instance_ids = match (input.instance_ids, &input.targets) {
        (ids, targets) if ids.is_empty() == targets.is_empty() => {
            let message = if ids.is_empty() {
                "A request must specify InstanceIds or Targets."
            } else {
                "Instance IDs and targets can't be specified together."
            };
            return Err(AwsError::new(if ids.is_empty() { "InvalidInstanceId" } else { "InvalidTarget" }, message));
        }
        (ids, targets) if targets.is_empty() => {
            targets::check_distinct(&ids)?;
            targets::check_running(&call.draft, &ids)?;
            ids
        }
        (_, targets) => targets::find(call.draft.state(), targets)?,
    };
    let draft = &mut call.draft;
    let id = Text::from(draft.new_uuid());
    let mut command = Command::pending(id.clone(), commands, draft.now().iso());
    command.document_name = Some(document);
    command.comment = input.comment;
    command.timeout_seconds = input.timeout_seconds.map(Whole);
    command.execution_timeout = execution_timeout.map(Whole);
    command.request = Some(Box::new(CommandRequest {
        document_version: input.document_version,
        working_directory,
        targets: Some(input.targets.into_iter().map(CommandTarget::from).collect())
            .filter(|it: &Vec<_>| !it.is_empty()),
        max_concurrency: input.max_concurrency,
        max_errors: input.max_errors,
        output_s3_bucket_name: input.output_s3_bucket_name,
        output_s3_key_prefix: input.output_s3_key_prefix,
        service_role_arn: input.service_role_arn,
        unknown: UnknownKeys::default(),
    }));
    // What the targets find is counted later.
    let named = if command.request.as_ref().is_some_and(|it| it.targets.is_none()) { &*instance_ids } else { &[] };
    let output = json!({ "Command": output::command(&command, named, draft.profile()) });
    command.instance_ids = Some(instance_ids);
    let handled = call.answer.as_ref().is_some_and(|answer| answer.get("handled") == Some(&Value::Bool(true)));
    command_runs::send(draft, command, handled, call.command_limit);
    Ok(output)
}

fn read_parameters(mut parameters: BTreeMap<String, Vec<Text>>) -> Result<Parameters> {
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
    let directory = parameters.remove("workingDirectory").and_then(|directory| directory.into_iter().next());
    match parameters.keys().next() {
        Some(key) => refused(format!("Parameter \"{key}\" is not defined in the document.")),
        None => Ok(Parameters { commands, execution_timeout: timeout, working_directory: directory }),
    }
}
