//! JSON 1.1: a target header says what is called, input and output are JSON.

use serde_json::{Map, Value, json};

use super::{is_base64, members, response, timestamp};
use crate::aws::error::AwsError;
use crate::aws::models::{Kind, Operation, Service, ShapeId};
use crate::aws::request::Response;

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// The input in a body; nothing is an empty object.
pub(super) fn decode(service: &Service, input: ShapeId, body: &[u8]) -> Result<Value, AwsError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    // The parser refuses what is nested more than 128 levels deep.
    let mut value = serde_json::from_slice(body)
        .map_err(|error| AwsError::new("SerializationException", format!("The body is no JSON: {error}")))?;
    normalise(service, input, &mut value)?;
    Ok(value)
}

/// Checks types, and leaves out what is `null` or no member.
fn normalise(service: &Service, shape: ShapeId, value: &mut Value) -> Result<(), AwsError> {
    let shape = service.shape(shape);
    match (&shape.kind, &mut *value) {
        (Kind::Structure(structure), Value::Object(object)) => {
            let in_body = |name: &str| structure.input_member(name).filter(|member| member.location.is_none());
            object.retain(|name, value| !value.is_null() && in_body(name).is_some());
            for (name, value) in object {
                if let Some(member) = in_body(name) {
                    normalise(service, member.shape, value)?;
                }
            }
        }
        (Kind::Map { value: item, .. }, Value::Object(object)) => {
            object.retain(|_, value| !value.is_null());
            for value in object.values_mut() {
                normalise(service, *item, value)?;
            }
        }
        (Kind::List(member), Value::Array(items)) => {
            items.retain(|item| !item.is_null());
            for item in items {
                normalise(service, member.shape, item)?;
            }
        }
        (Kind::Timestamp, Value::Number(seconds)) => {
            *value = timestamp::from_seconds(seconds).ok_or_else(|| refuse(&shape.kind, value))?.into();
        }
        (Kind::Timestamp, Value::String(iso)) => {
            *value = timestamp::from_iso(iso).ok_or_else(|| refuse(&shape.kind, value))?.into();
        }
        (Kind::Integer, Value::Number(number)) if number.as_i64().is_some_and(|it| i32::try_from(it).is_ok()) => {}
        (Kind::Long, Value::Number(number)) if number.is_i64() => {}
        (Kind::Blob, Value::String(text)) if is_base64(text) => {}
        (Kind::Double, Value::Number(_)) | (Kind::Boolean, Value::Bool(_)) | (Kind::String, Value::String(_)) => {}
        (kind, value) => return Err(refuse(kind, value)),
    }
    Ok(())
}

fn refuse(kind: &Kind, value: &Value) -> AwsError {
    let given = match (kind, value) {
        (Kind::List(_), _) => return AwsError::new("SerializationException", "Expected list or null"),
        (_, Value::Object(_)) => "Start of structure or map",
        (_, Value::Array(_)) => "Start of list",
        (Kind::Structure(_) | Kind::Map { .. }, _) => {
            return AwsError::new("SerializationException", "Expected structure or map, or null");
        }
        (_, Value::Bool(true)) => "TRUE_VALUE",
        (_, Value::Bool(false)) => "FALSE_VALUE",
        (_, Value::Number(_)) => "NUMBER_VALUE",
        (_, Value::String(_)) => "STRING_VALUE",
        (_, Value::Null) => "NULL_VALUE",
    };
    let message = if value.is_object() || value.is_array() {
        format!("{given} found where not expected")
    } else {
        format!("{given} can not be converted to {}", kind.type_name())
    };
    AwsError::new("SerializationException", message)
}

pub(super) fn encode(service: &Service, operation: &Operation, output: &Value, request_id: &str) -> Response {
    let mut body = Vec::with_capacity(256);
    if let Some(shape) = operation.output {
        write(service, shape, output, &mut body);
    }
    response(200, CONTENT_TYPE, request_id, body)
}

/// Writes a value as JSON.
pub(super) fn write(service: &Service, shape: ShapeId, value: &Value, out: &mut Vec<u8>) {
    match (&service.shape(shape).kind, value) {
        (Kind::Structure(structure), Value::Object(_)) => {
            let members = members(structure, value).filter(|(member, _)| member.location.is_none());
            write_object(members.map(|(member, value)| (&member.output_name, member.shape, value)), service, out);
        }
        (Kind::Map { value: item, .. }, Value::Object(object)) => {
            write_object(object.iter().map(|(name, value)| (name, *item, value)), service, out);
        }
        (Kind::List(member), Value::Array(items)) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(service, member.shape, item, out);
            }
            out.push(b']');
        }
        (Kind::Timestamp, Value::String(iso)) => {
            write_json(timestamp::to_seconds(iso), out);
        }
        (_, value) => write_json(value, out),
    }
}

fn write_object<'a>(
    entries: impl Iterator<Item = (&'a String, ShapeId, &'a Value)>,
    service: &Service,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    for (index, (name, shape, value)) in entries.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_json(name, out);
        out.push(b':');
        write(service, shape, value, out);
    }
    out.push(b'}');
}

fn write_json(value: impl serde::Serialize, out: &mut Vec<u8>) {
    // Neither text nor a value can fail to be written into memory.
    let _ = serde_json::to_writer(out, &value);
}

pub(super) fn encode_error(error: &AwsError, request_id: &str) -> Response {
    let body = match error.message.as_str() {
        "" => json!({ "__type": error.code }),
        message => json!({ "__type": error.code, "message": message }),
    };
    response(error.status, CONTENT_TYPE, request_id, body.to_string().into_bytes())
}
