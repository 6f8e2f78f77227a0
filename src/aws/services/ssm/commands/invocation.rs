//! How a command goes on an instance.

use serde::Deserialize;
use serde_json::{Value, json};

use super::instance_ids;
use super::output::{DEFAULT_DOCUMENT, cloud_watch};
use super::status::{details, response_code};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::command_runs;
use crate::state::commands::{AwsStatus, Command};
use crate::time::parse;

/// How many characters of the standard output an answer has.
const OUTPUT_LIMIT: usize = 24_000;

/// How many characters of the standard error an answer has.
const ERROR_LIMIT: usize = 8_000;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetCommandInvocation {
    command_id: Text,
    instance_id: Text,
    plugin_name: Option<Text>,
}

pub fn get_invocation(call: &mut Call, input: GetCommandInvocation) -> Result<Value> {
    command_runs::look(&mut call.draft, &input.command_id);
    let state = call.draft.state();
    let command = Command::find(state, &input.command_id).map(|(_, command)| command);
    let command = command
        .filter(|command| instance_ids(state, command).contains(&input.instance_id))
        .filter(|_| !command_runs::is_hidden(state, &input.command_id));
    let command = command.ok_or_else(|| AwsError::new("InvocationDoesNotExist", ""))?;
    let plugin = plugin(command);
    if input.plugin_name.is_some_and(|name| name != plugin) {
        return Err(AwsError::new("InvalidPluginName", "The plugin name isn't valid."));
    }
    Ok(shown(command, &input.instance_id, plugin))
}

/// The plugin of the document that a command runs.
pub fn plugin(command: &Command) -> &'static str {
    let document = command.document_name.as_deref();
    if document == Some("AWS-RunPowerShellScript") { "aws:runPowerShellScript" } else { "aws:runShellScript" }
}

fn shown(command: &Command, instance_id: &str, plugin: &str) -> Value {
    let (status, ended) = command.status_on(instance_id);
    let ended = ended.map(Text::as_str).unwrap_or_default();
    let began = command.started_at.as_deref().unwrap_or(ended);
    let is_cancelled = status == AwsStatus::Cancelled;
    let cut = |text: &Option<Text>, limit| {
        text.iter().filter(|_| !is_cancelled).flat_map(|text| text.chars()).take(limit).collect::<String>()
    };
    let version = command.request.as_ref().and_then(|request| request.document_version.as_deref());
    let version = version.unwrap_or("$DEFAULT");
    json!({
        "CommandId": command.command_id,
        "InstanceId": instance_id,
        "Comment": command.comment.as_deref().unwrap_or_default(),
        "DocumentName": command.document_name.as_deref().unwrap_or(DEFAULT_DOCUMENT),
        "DocumentVersion": version,
        "PluginName": plugin,
        "ResponseCode": response_code(status),
        "ExecutionStartDateTime": began,
        "ExecutionElapsedTime": elapsed(began, ended),
        "ExecutionEndDateTime": ended,
        "Status": status,
        "StatusDetails": details(status),
        "StandardOutputContent": cut(&command.output, OUTPUT_LIMIT),
        "StandardOutputUrl": "",
        "StandardErrorContent": cut(&command.error, ERROR_LIMIT),
        "StandardErrorUrl": "",
        "CloudWatchOutputConfig": cloud_watch(),
    })
}

/// As ISO 8601 has durations: `PT1.5S`.
fn elapsed(began: &str, ended: &str) -> String {
    let (Some(began), Some(ended)) = (parse(began), parse(ended)) else { return String::new() };
    let ms = (ended - began).max(0);
    format!("PT{}.{}S", ms / 1000, format!("{:03}", ms % 1000).trim_end_matches('0')).replace(".S", "S")
}
