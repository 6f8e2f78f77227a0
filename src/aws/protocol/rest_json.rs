//! REST JSON: method and path say what is called; members stand in the path, the query string, headers and the body.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{form, json, members, response};
use crate::aws::error::AwsError;
use crate::aws::models::{Http, Kind, Location, Operation, Service, Structure};
use crate::aws::request::{Request, Response};

const CONTENT_TYPE: &str = "application/json";

/// The labels of a path, where it and the method are those of an operation.
pub(super) fn labels<'a>(http: &'a Http, request: &Request<'a>) -> Option<Vec<(&'a str, &'a str)>> {
    if http.method != request.method {
        return None;
    }
    let mut labels = Vec::new();
    let mut segments = request.path().split('/');
    for expected in http.request_uri.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(label) => labels.push((label, segment)),
            None if expected != segment => return None,
            None => {}
        }
    }
    segments.next().is_none().then_some(labels)
}

pub(super) fn decode(service: &Service, operation: &Operation, request: &Request) -> Result<Value, AwsError> {
    let Kind::Structure(structure) = &service.shape(operation.input).kind else {
        return Ok(Value::Object(Map::new()));
    };
    let mut object = match &structure.payload {
        Some(_) if request.body.is_empty() => Map::new(),
        Some(payload) => Map::from_iter([(payload.clone(), STANDARD.encode(request.body).into())]),
        None => match json::decode(service, operation.input, request.body)? {
            Value::Object(object) => object,
            _ => Map::new(),
        },
    };
    let decoder = Decoder { service, structure };
    for (name, text) in operation.http.iter().filter_map(|http| labels(http, request)).flatten() {
        decoder.insert(Location::Uri, name, || unescape(text), &mut object)?;
    }
    for part in request.query().split('&') {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        let name = form::unescape(name).map_err(refuse)?;
        decoder.insert(Location::QueryString, &name, || form::unescape(text).map_err(refuse), &mut object)?;
    }
    for (name, text) in &request.headers {
        decoder.insert(Location::Header, name, || Ok((*text).into()), &mut object)?;
    }
    Ok(Value::Object(object))
}

/// A `+` in a path is a plus.
fn unescape(text: &str) -> Result<Cow<'_, str>, AwsError> {
    let invalid = || AwsError::new("SerializationException", "The path is not well-formed");
    percent_decode_str(text).decode_utf8().map_err(|_| invalid())
}

fn refuse(_: AwsError) -> AwsError {
    AwsError::new("SerializationException", "The query string contains a syntax error")
}

struct Decoder<'a> {
    service: &'a Service,
    structure: &'a Structure,
}

impl Decoder<'_> {
    /// Takes a text as the member that stands in that place under that name, if there is one.
    fn insert<'t>(
        &self,
        location: Location,
        name: &str,
        text: impl FnOnce() -> Result<Cow<'t, str>, AwsError>,
        object: &mut Map<String, Value>,
    ) -> Result<(), AwsError> {
        let member = self.structure.input_member(name).filter(|member| member.location == Some(location));
        let Some(member) = member else { return Ok(()) };
        let text = text()?;
        let kind = &self.service.shape(member.shape).kind;
        let value = match kind {
            Kind::Integer => text.parse::<i32>().ok().map(Value::from),
            Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
            _ => Some(text.into()),
        };
        let invalid = || format!("STRING_VALUE can not be converted to {}", kind.type_name());
        let value = value.ok_or_else(|| AwsError::new("SerializationException", invalid()))?;
        object.insert(member.name.clone(), value);
        Ok(())
    }
}

pub(super) fn encode(service: &Service, operation: &Operation, output: &Value, request_id: &str) -> Response {
    let status = operation.http.as_ref().map_or(200, |http| http.response_code);
    let mut response = response(status, CONTENT_TYPE, request_id, Vec::new());
    let Some(shape) = operation.output else { return response };
    let Kind::Structure(structure) = &service.shape(shape).kind else { return response };
    for (member, value) in members(structure, output) {
        match (member.location, value) {
            (Some(Location::StatusCode), Value::Number(status)) => {
                let status = status.as_u64().and_then(|status| u16::try_from(status).ok());
                response.status = status.unwrap_or(response.status);
            }
            (Some(Location::Header), Value::String(text)) => {
                response.headers.push((member.output_name.clone(), header_value(text)));
            }
            (Some(Location::Header), value) => response.headers.push((member.output_name.clone(), value.to_string())),
            (None, Value::String(text)) if structure.payload.as_ref() == Some(&member.name) => {
                response.body = STANDARD.decode(text).unwrap_or_default();
            }
            _ => {}
        }
    }
    if structure.payload.is_none() {
        json::write(service, shape, output, &mut response.body);
    }
    response
}

/// Text without what would end a header, or what it cannot hold.
fn header_value(text: &str) -> String {
    text.chars().filter(|char| char.is_ascii_graphic() || *char == ' ').collect()
}

pub(super) fn encode_error(error: &AwsError, request_id: &str) -> Response {
    let kind = if error.status < 500 { "User" } else { "Service" };
    let body = json!({ "Type": kind, "Message": error.message });
    let mut response = response(error.status, CONTENT_TYPE, request_id, body.to_string().into_bytes());
    response.headers.push(("x-amzn-errortype".into(), header_value(&error.code)));
    response
}
