//! From requests to values, and from values to responses, by the model alone.

mod ec2_query;
mod form;
mod identify;
mod json;
mod query;
mod rest_json;
#[cfg(test)]
mod tests;
mod timestamp;
mod xml;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

pub use identify::{Caller, Refusal, caller, identify};

use super::error::AwsError;
use super::models::{Member, Operation, Protocol, Service, Structure};
use super::request::{Request, Response};

/// Reads the input of an operation.
///
/// Members that the model does not have are left out, and so is what is `null`. The result is always an object.
///
/// # Errors
/// What AWS says of a body that cannot be read, or of a value of the wrong type.
pub fn decode(service: &Service, operation: &Operation, request: &Request) -> Result<Value, AwsError> {
    match service.protocol {
        Protocol::Ec2 | Protocol::Query => form::decode(service, operation.input, request),
        Protocol::Json => json::decode(service, operation.input, request.body),
        Protocol::RestJson => rest_json::decode(service, operation, request),
    }
}

/// Writes the output of an operation. Members that are not there, or `null`, are not written.
///
/// A member that the model does not have is a mistake of the handler: it is not written, and debug builds panic.
#[must_use]
pub fn encode(service: &Service, operation: &Operation, output: &Value, request_id: &str) -> Response {
    match service.protocol {
        Protocol::Ec2 => ec2_query::encode(service, operation, output, request_id),
        Protocol::Query => query::encode(service, operation, output, request_id),
        Protocol::Json => json::encode(service, operation, output, request_id),
        Protocol::RestJson => rest_json::encode(service, operation, output, request_id),
    }
}

/// Writes an error in the form of a protocol.
#[must_use]
pub fn encode_error(protocol: Protocol, error: &AwsError, request_id: &str) -> Response {
    match protocol {
        Protocol::Ec2 => ec2_query::encode_error(error, request_id),
        Protocol::Query => query::encode_error(error, request_id),
        Protocol::Json => json::encode_error(error, request_id),
        Protocol::RestJson => rest_json::encode_error(error, request_id),
    }
}

fn response(status: u16, content_type: &str, request_id: &str, body: Vec<u8>) -> Response {
    let headers = vec![
        ("content-type".to_owned(), content_type.to_owned()),
        ("x-amzn-requestid".to_owned(), request_id.to_owned()),
    ];
    Response { status, headers, body }
}

fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}

/// The members that an output has, and their values.
fn members<'a>(structure: &'a Structure, output: &'a Value) -> impl Iterator<Item = (&'a Member, &'a Value)> {
    let entries = output.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    entries.filter_map(|(name, value)| {
        let member = structure.member(name);
        debug_assert!(member.is_some(), "the model has no output member {name}");
        Some((member?, value))
    })
}
