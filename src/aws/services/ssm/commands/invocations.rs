//! Listing how commands go on their instances.

use serde::Deserialize;
use serde_json::{Value, json};

use super::filters::{Conditions, Filter, Listed};
use super::list::{PAGE, newest_first};
use super::output::{DEFAULT_DOCUMENT, cloud_watch, notifications};
use super::status::{details, response_code};
use super::{instance_ids, invalid_token, invocation};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::document::Text;
use crate::state::commands::{AwsStatus, Command};
use crate::state::{Draft, command_runs};

/// What tokens are of.
const OF: &str = "CommandInvocations";

/// How many characters of the output of a plugin an answer has.
const OUTPUT_LIMIT: usize = 2500;

/// What stands before the standard error in that output.
const ERROR_HEADING: &str = "\n----------ERROR-------\n";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListCommandInvocations {
    command_id: Option<Text>,
    instance_id: Option<Text>,
    filters: Vec<Filter>,
    details: bool,
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// Where an invocation stands: the number of its command, and of its instance among those of the command.
type Place = (u64, usize);

pub fn list(call: &mut Call, input: ListCommandInvocations) -> Result<Value> {
    let conditions = Conditions::read(&input.filters, Listed::Invocations)?;
    let last = input.next_token.as_deref().map(|token| place(token).ok_or_else(invalid_token)).transpose()?;
    let state = call.draft.state();
    let is_later =
        |(number, index): Place| last.is_none_or(|(last, of)| number < last || (number == last && index > of));
    let commands = newest_first(state, input.command_id.as_deref())
        .filter(|(_, command)| conditions.hold(command) && !command_runs::is_hidden(state, &command.command_id));
    let matching = commands.flat_map(|(number, command)| {
        let on = instance_ids(state, command).into_iter().enumerate();
        on.map(move |(index, instance_id)| ((number, index), command, instance_id))
    });
    let matching = matching.filter(|(place, command, instance_id)| {
        let (status, _) = command.status_on(instance_id);
        let is_there = input.instance_id.as_ref().is_none_or(|id| id == instance_id);
        is_later(*place) && is_there && conditions.hold_for(status, details(status))
    });
    let found = matching.map(|(place, command, instance_id)| (place, command.command_id.clone(), instance_id));
    let page =
        Page::new(OF, found, input.max_results.unwrap_or(PAGE), |((number, index), ..)| format!("{number}/{index}"));
    let draft = &mut call.draft;
    let mut looked_at = None;
    Ok(page.output("CommandInvocations", |(_, id, instance_id)| {
        if looked_at.as_ref() != Some(&id) {
            command_runs::look(draft, &id);
            looked_at = Some(id.clone());
        }
        let found = Command::find(draft.state(), &id);
        found.map(|(_, command)| shown(draft, command, &instance_id, input.details))
    }))
}

fn place(token: &str) -> Option<Place> {
    let name = page::name_in(OF, token)?;
    let (number, index) = name.split_once('/')?;
    Some((number.parse().ok()?, index.parse().ok()?))
}

fn shown(draft: &Draft, command: &Command, instance_id: &str, with_details: bool) -> Value {
    let (status, ended) = command.status_on(instance_id);
    let request = command.request.as_deref();
    let plugins = if with_details { vec![plugin(draft, command, status, ended)] } else { Vec::new() };
    json!({
        "CommandId": command.command_id,
        "InstanceId": instance_id,
        "InstanceName": super::super::nodes::computer_name(draft, instance_id),
        "Comment": command.comment.as_deref().unwrap_or_default(),
        "DocumentName": command.document_name.as_deref().unwrap_or(DEFAULT_DOCUMENT),
        "DocumentVersion": request.and_then(|it| it.document_version.as_deref()).unwrap_or("$DEFAULT"),
        "RequestedDateTime": command.created_at,
        "Status": status,
        "StatusDetails": details(status),
        "StandardOutputUrl": "",
        "StandardErrorUrl": "",
        "CommandPlugins": plugins,
        "ServiceRole": request.and_then(|it| it.service_role_arn.as_deref()).unwrap_or_default(),
        "NotificationConfig": notifications(),
        "CloudWatchOutputConfig": cloud_watch(),
    })
}

/// What the one plugin of the document has done. A plugin knows of no cancelling.
fn plugin(draft: &Draft, command: &Command, status: AwsStatus, ended: Option<&Text>) -> Value {
    let status = if status == AwsStatus::Cancelling { AwsStatus::InProgress } else { status };
    let request = command.request.as_deref();
    let mut plugin = json!({
        "Name": invocation::plugin(command),
        "Status": status,
        "StatusDetails": details(status),
        "ResponseCode": response_code(status),
        "Output": output(command, status),
        "StandardOutputUrl": "",
        "StandardErrorUrl": "",
        "OutputS3Region": draft.profile().region,
        "OutputS3BucketName": request.and_then(|it| it.output_s3_bucket_name.as_deref()).unwrap_or_default(),
        "OutputS3KeyPrefix": request.and_then(|it| it.output_s3_key_prefix.as_deref()).unwrap_or_default(),
    });
    if let Some(members) = plugin.as_object_mut() {
        let times = [("ResponseStartDateTime", command.started_at.as_ref()), ("ResponseFinishDateTime", ended)];
        members.extend(times.into_iter().filter_map(|(name, time)| Some((name.to_owned(), json!(time?)))));
    }
    plugin
}

/// Both outputs, one after the other.
fn output(command: &Command, status: AwsStatus) -> String {
    if status == AwsStatus::Cancelled {
        return String::new();
    }
    let error = command.error.iter().filter(|error| !error.is_empty());
    let error = error.flat_map(|error| ERROR_HEADING.chars().chain(error.chars()));
    command.output.iter().flat_map(|output| output.chars()).chain(error).take(OUTPUT_LIMIT).collect()
}
