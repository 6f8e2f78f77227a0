//! From the JSON of a model to a [`Service`].

use std::collections::HashMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::{
    Constraints, Http, Kind, Location, Member, Operation, Protocol, Service, ServiceId, Shape, ShapeId, Structure,
    TimestampFormat,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ModelJson {
    protocol: Protocol,
    api_version: String,
    #[serde(default)]
    target_prefix: String,
    #[serde(default)]
    xml_namespace: String,
    operations: HashMap<String, OperationJson>,
    errors: HashMap<String, ErrorJson>,
    shapes: IndexMap<String, ShapeJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OperationJson {
    input: Option<String>,
    output: Option<String>,
    #[serde(default)]
    result_wrapper: String,
    http: Option<Http>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorJson {
    code: Option<String>,
    http_status_code: Option<u16>,
}

#[derive(Deserialize)]
struct ShapeJson {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    members: IndexMap<String, MemberJson>,
    #[serde(default)]
    required: Vec<String>,
    payload: Option<String>,
    member: Option<MemberJson>,
    key: Option<MemberJson>,
    value: Option<MemberJson>,
    #[serde(default)]
    sensitive: bool,
    min: Option<f64>,
    max: Option<f64>,
    pattern: Option<String>,
    #[serde(default, rename = "enum")]
    values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MemberJson {
    shape: String,
    location_name: Option<String>,
    query_name: Option<String>,
    location: Option<Location>,
    #[serde(default)]
    idempotency_token: bool,
    timestamp_format: Option<TimestampFormat>,
}

/// Loads what `npm run models` has written.
#[expect(clippy::expect_used, reason = "The models are a part of the program; a test loads them all.")]
pub(super) fn service(id: ServiceId, json: &str) -> Service {
    let model: ModelJson = serde_json::from_str(json).expect("a model as `npm run models` writes it");
    let ids = Ids { protocol: model.protocol, names: &model.shapes };
    let nothing = model.shapes.len();
    let mut shapes: Vec<_> = model.shapes.iter().map(|(name, shape)| ids.shape(name, shape)).collect();
    // The input of operations that have none.
    shapes.push(Shape {
        name: String::new(),
        kind: Kind::Structure(Structure::default()),
        sensitive: false,
        constraints: Constraints::default(),
    });
    let operations = model.operations.into_iter().map(|(name, operation)| {
        let input = operation.input.map_or(ShapeId(nothing), |shape| ids.id(&shape));
        let output = operation.output.map(|shape| ids.id(&shape));
        let OperationJson { result_wrapper, http, .. } = operation;
        (name.clone(), Operation { name, input, output, result_wrapper, http })
    });
    let operations = operations.collect();
    let statuses = model.errors.into_iter().map(|(name, error)| {
        let status = error.http_status_code.unwrap_or(400);
        (error.code.unwrap_or(name), status)
    });
    Service {
        id,
        protocol: model.protocol,
        api_version: model.api_version,
        target_prefix: model.target_prefix,
        xml_namespace: model.xml_namespace,
        operations,
        statuses: statuses.collect(),
        shapes,
    }
}

struct Ids<'a> {
    protocol: Protocol,
    names: &'a IndexMap<String, ShapeJson>,
}

impl Ids<'_> {
    #[expect(clippy::expect_used, reason = "The models are a part of the program; a test loads them all.")]
    fn id(&self, name: &str) -> ShapeId {
        ShapeId(self.names.get_index_of(name).expect("a shape that the model has"))
    }

    fn shape(&self, name: &str, shape: &ShapeJson) -> Shape {
        let kind = match (shape.kind.as_str(), &shape.member, &shape.key, &shape.value) {
            ("structure", ..) => Kind::Structure(self.structure(shape)),
            ("list", Some(member), ..) => Kind::List(self.member("member", member, false)),
            ("map", _, Some(key), Some(value)) => Kind::Map { key: self.id(&key.shape), value: self.id(&value.shape) },
            ("integer", ..) => Kind::Integer,
            ("long", ..) => Kind::Long,
            ("double" | "float", ..) => Kind::Double,
            ("boolean", ..) => Kind::Boolean,
            ("timestamp", ..) => Kind::Timestamp,
            ("blob", ..) => Kind::Blob,
            _ => Kind::String,
        };
        Shape {
            name: name.into(),
            kind,
            sensitive: shape.sensitive,
            constraints: Constraints {
                min: shape.min,
                max: shape.max,
                values: shape.values.clone(),
                pattern: shape.pattern.clone(),
                ..Constraints::default()
            },
        }
    }

    fn structure(&self, shape: &ShapeJson) -> Structure {
        let members = shape.members.iter();
        let members: Vec<_> =
            members.map(|(name, member)| self.member(name, member, shape.required.contains(name))).collect();
        let index = |name: fn(&Member) -> &String| {
            members.iter().enumerate().map(|(index, member)| (name(member).clone(), index)).collect()
        };
        let by_name = index(|member| &member.name);
        let by_input_name = index(|member| &member.input_name);
        Structure { by_name, by_input_name, members, payload: shape.payload.clone() }
    }

    fn member(&self, name: &str, member: &MemberJson, required: bool) -> Member {
        let output_name = member.location_name.clone().unwrap_or_else(|| name.into());
        let input_name = match (&member.query_name, &member.location_name) {
            (Some(query_name), _) if self.protocol == Protocol::Ec2 => query_name.clone(),
            (None, Some(location_name)) if self.protocol == Protocol::Ec2 => capitalised(location_name),
            _ => output_name.clone(),
        };
        let location = member.location;
        // Requests have the names of headers in lower case.
        let lower = |name: String| if location == Some(Location::Header) { name.to_lowercase() } else { name };
        Member {
            name: name.into(),
            shape: self.id(&member.shape),
            input_name: lower(input_name),
            output_name: lower(output_name),
            location,
            timestamp_format: member.timestamp_format,
            required,
            idempotency_token: member.idempotency_token,
        }
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
