//! Requests as SDKs write them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mock_state_store::aws::models::{Kind, Location, Operation, Protocol, Service, ShapeId};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

/// A request of its own.
pub struct Written {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn write(service: &Service, operation: &Operation, input: &Value) -> Written {
    let scope =
        format!("AWS4-HMAC-SHA256 Credential=A/20260129/us-east-1/{}/aws4_request, S=0", service.id.signing_name());
    let mut written = Written {
        method: "POST".into(),
        target: "/".into(),
        headers: vec![("authorization".into(), scope)],
        body: Vec::new(),
    };
    match service.protocol {
        Protocol::Ec2 | Protocol::Query => {
            let mut form = format!("Action={}&Version={}", operation.name, service.api_version);
            write_form(service, operation.input, input, "", &mut form);
            written.body = form.into_bytes();
        }
        Protocol::Json => {
            let target = format!("{}.{}", service.target_prefix, operation.name);
            written.headers.push(("x-amz-target".into(), target));
            written.body = json(service, operation.input, input).to_string().into_bytes();
        }
        Protocol::RestJson => write_rest(service, operation, input, &mut written),
    }
    written
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn write_form(service: &Service, shape: ShapeId, value: &Value, name: &str, form: &mut String) {
    match (&service.shape(shape).kind, value) {
        (Kind::Structure(structure), Value::Object(object)) => {
            for (key, value) in object {
                let member = structure.member(key).unwrap();
                let dot = if name.is_empty() { "" } else { "." };
                write_form(service, member.shape, value, &format!("{name}{dot}{}", member.input_name), form);
            }
        }
        (Kind::List(member), Value::Array(items)) => {
            let between = if service.protocol == Protocol::Ec2 { "" } else { ".member" };
            for (index, item) in items.iter().enumerate() {
                write_form(service, member.shape, item, &format!("{name}{between}.{}", index + 1), form);
            }
        }
        (_, Value::String(text)) => form.extend(["&", name, "=", &escape(text)]),
        (_, value) => form.extend(["&", name, "=", &escape(&value.to_string())]),
    }
}

fn json(service: &Service, shape: ShapeId, value: &Value) -> Value {
    let of = |shape, value| json(service, shape, value);
    match (&service.shape(shape).kind, value) {
        (Kind::Structure(structure), Value::Object(object)) => {
            let entry = |(key, value): (&String, _)| (key.clone(), of(structure.member(key).unwrap().shape, value));
            Value::Object(object.iter().map(entry).collect::<Map<_, _>>())
        }
        (Kind::Map { value: item, .. }, Value::Object(object)) => {
            Value::Object(object.iter().map(|(key, value)| (key.clone(), of(*item, value))).collect())
        }
        (Kind::List(member), Value::Array(items)) => items.iter().map(|item| of(member.shape, item)).collect(),
        (Kind::Timestamp, Value::String(iso)) => {
            iso.parse::<jiff::Timestamp>().unwrap().as_duration().as_secs_f64().into()
        }
        (_, value) => value.clone(),
    }
}

fn write_rest(service: &Service, operation: &Operation, input: &Value, written: &mut Written) {
    let Kind::Structure(structure) = &service.shape(operation.input).kind else { panic!("a structure") };
    let http = operation.http.as_ref().unwrap();
    let (mut path, mut query, mut rest) = (http.request_uri.clone(), Vec::new(), Map::new());
    for (key, value) in input.as_object().unwrap() {
        let member = structure.member(key).unwrap();
        let text = value.as_str().map_or_else(|| value.to_string(), Into::into);
        match member.location {
            Some(Location::Uri) => path = path.replace(&format!("{{{key}}}"), &escape(&text)),
            Some(Location::QueryString) => query.push(format!("{}={}", member.input_name, escape(&text))),
            Some(_) => written.headers.push((member.input_name.clone(), text)),
            None if structure.payload.as_ref() == Some(key) => written.body = STANDARD.decode(text).unwrap(),
            None => _ = rest.insert(key.clone(), value.clone()),
        }
    }
    if structure.payload.is_none() {
        written.body = json(service, operation.input, &Value::Object(rest)).to_string().into_bytes();
    }
    written.method.clone_from(&http.method);
    written.target = format!("{path}?{}", query.join("&"));
}
