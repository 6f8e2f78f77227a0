//! A command as answers have it.

use serde_json::{Value, json};

use super::status::Summary;
use crate::document::{Text, Whole};
use crate::state::Profile;
use crate::state::command_runs::EXECUTION_TIMEOUT;
use crate::state::commands::{Command, CommandTarget};
use crate::time::{Now, parse};

/// How many seconds an instance has to take a command where the request does not say.
const TIMEOUT: u64 = 3600;

/// The document of a command that names none.
pub const DEFAULT_DOCUMENT: &str = "AWS-RunShellScript";

/// A command.
pub fn command(command: &Command, instance_ids: &[Text], profile: &Profile) -> Value {
    let Summary { status, details, completed, errors } = Summary::of(command, instance_ids);
    let request = command.request.as_deref();
    let text = |text: Option<&Text>, default: &'static str| text.map_or(default, Text::as_str).to_owned();
    let targets = request.and_then(|request| request.targets.as_deref()).unwrap_or_default();
    let named = if targets.is_empty() { instance_ids } else { &[] };
    let timeout = command.timeout_seconds.map_or(TIMEOUT, |Whole(seconds)| seconds);
    json!({
        "CommandId": command.command_id,
        "DocumentName": text(command.document_name.as_ref(), DEFAULT_DOCUMENT),
        "DocumentVersion": text(request.and_then(|it| it.document_version.as_ref()), "$DEFAULT"),
        "Comment": text(command.comment.as_ref(), ""),
        "ExpiresAfter": expires(command, timeout).iso(),
        "Parameters": parameters(command),
        "InstanceIds": named,
        "Targets": targets.iter().map(target).collect::<Vec<_>>(),
        "RequestedDateTime": command.created_at,
        "Status": status,
        "StatusDetails": details,
        "OutputS3Region": profile.region,
        "OutputS3BucketName": text(request.and_then(|it| it.output_s3_bucket_name.as_ref()), ""),
        "OutputS3KeyPrefix": text(request.and_then(|it| it.output_s3_key_prefix.as_ref()), ""),
        "MaxConcurrency": text(request.and_then(|it| it.max_concurrency.as_ref()), "50"),
        "MaxErrors": text(request.and_then(|it| it.max_errors.as_ref()), "0"),
        "TargetCount": instance_ids.len(),
        "CompletedCount": completed,
        "ErrorCount": errors,
        "DeliveryTimedOutCount": 0,
        "ServiceRole": text(request.and_then(|it| it.service_role_arn.as_ref()), ""),
        "NotificationConfig": notifications(),
        "CloudWatchOutputConfig": cloud_watch(),
        "TimeoutSeconds": timeout,
        "AlarmConfiguration": { "IgnorePollAlarmFailure": false, "Alarms": [] },
        "TriggeredAlarms": [],
    })
}

/// Notifications, which there are none of. AWS adds an empty type, which its own model does not allow.
pub fn notifications() -> Value {
    json!({ "NotificationArn": "", "NotificationEvents": [] })
}

/// Output in `CloudWatch`, which there is none of.
pub fn cloud_watch() -> Value {
    json!({ "CloudWatchLogGroupName": "", "CloudWatchOutputEnabled": false })
}

fn target(CommandTarget { key, values, .. }: &CommandTarget) -> Value {
    json!({ "Key": key, "Values": values })
}

fn parameters(command: &Command) -> Value {
    let mut parameters = json!({ "commands": command.commands });
    if let Some(members) = parameters.as_object_mut() {
        if let Some(Whole(seconds)) = command.execution_timeout {
            members.insert("executionTimeout".into(), json!([seconds.to_string()]));
        }
        if let Some(directory) = command.request.as_ref().and_then(|request| request.working_directory.as_ref()) {
            members.insert("workingDirectory".into(), json!([directory]));
        }
    }
    parameters
}

fn expires(command: &Command, timeout: u64) -> Now {
    let execution_timeout = command.execution_timeout.map_or(EXECUTION_TIMEOUT, |Whole(seconds)| seconds);
    let sent = parse(&command.created_at).map(Now::from_epoch).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a time is no more precise")]
    sent.later((timeout + execution_timeout) as f64 * 1000.0).unwrap_or(sent)
}
