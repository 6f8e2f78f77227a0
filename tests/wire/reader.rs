//! Responses as SDKs read them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp, Unit};
use mock_state_store::aws::models::{Kind, Location, Operation, Service, ShapeId};
use mock_state_store::aws::request::Response;
use roxmltree::{Document, Node};
use serde_json::{Map, Value};

pub fn xml(service: &Service, operation: &Operation, body: &[u8]) -> Value {
    let document = Document::parse(std::str::from_utf8(body).unwrap()).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), format!("{}Response", operation.name));
    let result = root
        .children()
        .find(|child| child.has_tag_name((root.tag_name().namespace().unwrap(), &*operation.result_wrapper)));
    element(service, operation.output.unwrap(), result.unwrap_or(root))
}

fn element(service: &Service, shape: ShapeId, node: Node) -> Value {
    let text = node.text().unwrap_or_default();
    match &service.shape(shape).kind {
        Kind::Structure(structure) => {
            let member = |child: Node| {
                let name = child.tag_name().name();
                let member = structure.members.iter().find(|member| member.output_name == name)?;
                Some((member.name.clone(), element(service, member.shape, child)))
            };
            Value::Object(node.children().filter_map(member).collect())
        }
        Kind::List(member) => {
            let items = node.children().inspect(|child| assert_eq!(child.tag_name().name(), member.output_name));
            items.map(|child| element(service, member.shape, child)).collect()
        }
        Kind::Integer | Kind::Long | Kind::Double | Kind::Boolean => serde_json::from_str(text).unwrap(),
        _ => text.into(),
    }
}

pub fn json(service: &Service, shape: ShapeId, value: Value) -> Value {
    match (&service.shape(shape).kind, value) {
        (Kind::Structure(structure), Value::Object(object)) => {
            let entry = |(key, value): (String, Value)| {
                let shape = structure.member(&key).unwrap().shape;
                (key, json(service, shape, value))
            };
            Value::Object(object.into_iter().map(entry).collect::<Map<_, _>>())
        }
        (Kind::Map { value: item, .. }, Value::Object(object)) => {
            Value::Object(object.into_iter().map(|(key, value)| (key, json(service, *item, value))).collect())
        }
        (Kind::List(member), Value::Array(items)) => {
            items.into_iter().map(|item| json(service, member.shape, item)).collect()
        }
        (Kind::Timestamp, Value::Number(seconds)) => {
            let since = SignedDuration::from_secs_f64(seconds.as_f64().unwrap());
            let at = Timestamp::from_duration(since).unwrap().round(Unit::Millisecond).unwrap();
            format!("{at:.3}").into()
        }
        (_, value) => value,
    }
}

pub fn rest(service: &Service, shape: ShapeId, response: &Response) -> Value {
    let Kind::Structure(structure) = &service.shape(shape).kind else { panic!("a structure") };
    let mut read = match &structure.payload {
        Some(payload) => Map::from_iter([(payload.clone(), STANDARD.encode(&response.body).into())]),
        None => match json(service, shape, serde_json::from_slice(&response.body).unwrap()) {
            Value::Object(object) => object,
            other => panic!("an object, not {other}"),
        },
    };
    for member in &structure.members {
        let header = response.headers.iter().find(|(name, _)| *name == member.output_name);
        let value = match (member.location, header) {
            (Some(Location::StatusCode), _) => response.status.into(),
            (Some(_), Some((_, text))) => text.as_str().into(),
            _ => continue,
        };
        read.insert(member.name.clone(), value);
    }
    Value::Object(read)
}
