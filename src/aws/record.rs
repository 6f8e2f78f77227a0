//! The record of a call.

use serde::Serialize;
use serde_json::Value;

use super::error::AwsError;
use crate::document::Text;
use crate::state::fault_rules::effect::Connection;

/// A call that was answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record<'a> {
    /// The request id.
    pub id: &'a str,
    /// When it came, in the account's time.
    pub time: Text,
    /// The service, as credentials name it.
    pub service: &'static str,
    /// The operation.
    pub operation: &'a str,
    /// The input.
    pub input: Value,
    /// The output or the error.
    #[serde(flatten, serialize_with = "outcome")]
    pub output: Result<Value, Failure>,
    /// Which attempt it was.
    pub attempt: u32,
    /// How long it took.
    pub duration_ms: f64,
    /// The fault that was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'a str>,
    /// The access key that signed it.
    pub access_key_id: &'a str,
    /// The region that it was signed for.
    pub region: &'a str,
    /// The process that answered it.
    pub pid: u32,
}

/// The error that a call was answered, or that its caller had.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Failure {
    /// That of the service.
    Answered(AwsError),
    /// The connection broke.
    Broken {
        /// The code of Node's error.
        code: &'static str,
        /// What it says.
        message: &'static str,
    },
}

impl From<Connection> for Failure {
    fn from(connection: Connection) -> Self {
        let (code, message) = match connection {
            Connection::Reset => ("ECONNRESET", "read ECONNRESET"),
            Connection::Empty => ("ECONNRESET", "socket hang up"),
            Connection::Timeout => ("ETIMEDOUT", "connect ETIMEDOUT"),
            Connection::Malformed => ("HPE_INVALID_CONSTANT", "Parse Error: Expected HTTP/"),
        };
        Self::Broken { code, message }
    }
}

fn outcome<S: serde::Serializer>(outcome: &Result<Value, Failure>, serializer: S) -> Result<S::Ok, S::Error> {
    match outcome {
        Ok(output) => serializer.collect_map([("output", output)]),
        Err(failure) => serializer.collect_map([("error", failure)]),
    }
}

impl Record<'_> {
    /// The record as a line of JSON.
    #[must_use]
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(input: Value, output: Result<Value, Failure>) -> Record<'static> {
        Record {
            id: "1",
            time: "2026-01-29T12:00:00.000Z".into(),
            service: "ssm",
            operation: "GetParameter",
            input,
            output,
            attempt: 1,
            duration_ms: 1.5,
            fault: None,
            access_key_id: "mock",
            region: "us-east-1",
            pid: 7,
        }
    }

    #[test]
    fn an_error_stands_in_the_place_of_the_output() {
        let error = AwsError::new("Throttling", "Rate exceeded");
        let line = record(Value::Null, Err(Failure::Answered(error))).to_line();
        let line: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["error"], json!({ "code": "Throttling", "message": "Rate exceeded", "statusCode": 400 }));
        assert_eq!(line.get("output"), None);
    }
}
