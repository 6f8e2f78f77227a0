//! Invoking a function.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::LATEST;
use super::name::FunctionName;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::functions::Function;

/// How many bytes a payload has at most.
const PAYLOAD_LIMIT: usize = 6 * 1024 * 1024;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Invoke {
    function_name: Text,
    invocation_type: InvocationType,
    log_type: Option<Text>,
    payload: Option<String>,
    qualifier: Option<Text>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
enum InvocationType {
    #[default]
    RequestResponse,
    Event,
    DryRun,
}

/// What a function has answered.
enum Outcome {
    /// Base64.
    Payload(String),
    Error(Value),
}

pub fn invoke(call: &mut Call, input: Invoke) -> Result<Value> {
    check_payload(input.payload.as_deref().unwrap_or_default())?;
    let function = FunctionName::of(&input.function_name, input.qualifier.as_deref())?;
    let outcome = outcome(call, function.name).ok_or_else(|| function.not_found(call.draft.profile()))?;
    match input.invocation_type {
        InvocationType::Event => return Ok(json!({ "StatusCode": 202 })),
        InvocationType::DryRun => return Ok(json!({ "StatusCode": 204 })),
        InvocationType::RequestResponse => {}
    }
    let is_version = |qualifier: &&str| qualifier.bytes().all(|byte| byte.is_ascii_digit());
    let version = function.qualifier.filter(is_version).unwrap_or(LATEST);
    let mut output = json!({ "StatusCode": 200, "ExecutedVersion": version });
    let (payload, error) = match outcome {
        Outcome::Payload(payload) => (payload, None),
        Outcome::Error(error) => (STANDARD.encode(error.to_string()), Some("Unhandled")),
    };
    let logs = input.log_type.is_some_and(|kind| kind == "Tail").then(|| logs(&call.draft.new_uuid(), version));
    if let Some(members) = output.as_object_mut() {
        members.extend(error.map(|error| ("FunctionError".to_owned(), json!(error))));
        members.extend(logs.map(|logs| ("LogResult".to_owned(), json!(logs))));
        members.insert("Payload".into(), json!(payload));
    }
    Ok(output)
}

/// Checks that a payload, base64, is JSON or nothing, and not too large.
pub(super) fn check_payload(payload: &str) -> Result<()> {
    let refused = |error: String| {
        let message = format!("Could not parse request body into json: {error}");
        AwsError::new("InvalidRequestContentException", message)
    };
    let bytes = STANDARD.decode(payload).map_err(|error| refused(error.to_string()))?;
    if bytes.len() > PAYLOAD_LIMIT {
        let message = format!("Request must be smaller than {PAYLOAD_LIMIT} bytes for the InvokeFunction operation");
        return Err(AwsError::new("RequestEntityTooLargeException", message).with_status(413));
    }
    let text = str::from_utf8(&bytes).map_err(|error| refused(error.to_string()))?;
    if text.is_empty() {
        return Ok(());
    }
    serde_json::from_str(text).map(|_: serde::de::IgnoredAny| ()).map_err(|error| refused(error.to_string()))
}

/// What the function answers: the application's code first, then what the state says; `None` where there is no such
/// function.
fn outcome(call: &Call, name: &str) -> Option<Outcome> {
    if let Some(answer) = &call.answer {
        if let Some(error) = answer.get("error") {
            return Some(Outcome::Error(error.clone()));
        }
        let payload = answer.get("payload").and_then(Value::as_str);
        return Some(Outcome::Payload(payload.map_or_else(|| STANDARD.encode("null"), ToOwned::to_owned)));
    }
    let function = call.draft.state().named::<Function>(name)?;
    if let Some(error) = &function.error {
        return Some(Outcome::Error(json!({
            "errorType": error.error_type.as_deref().unwrap_or("Error"),
            "errorMessage": error.error_message.as_deref().unwrap_or_default(),
            "trace": [],
        })));
    }
    let response = function.response.as_ref().map_or_else(|| "null".to_owned(), Value::to_string);
    Some(Outcome::Payload(STANDARD.encode(response)))
}

/// The last lines of the function's log, base64: those that Lambda itself writes.
fn logs(request_id: &str, version: &str) -> String {
    STANDARD.encode(format!(
        "START RequestId: {request_id} Version: {version}\nEND RequestId: {request_id}\nREPORT RequestId: \
         {request_id}\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n"
    ))
}
