//! Templates in YAML, read as the JSON that they stand for, with the short forms of CloudFormation's functions.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput, Tag};
use serde_json::{Map, Number, Value, json};

use crate::aws::error::{AwsError, Result};
use crate::aws::services::cloudformation::invalid;

/// How deep a template may be, as for one in JSON.
const DEPTH: usize = 127;

/// The functions whose short form is their name; `Ref` and `Condition` have no `Fn::` in their long form.
const FUNCTIONS: [&str; 17] = [
    "Base64",
    "Cidr",
    "FindInMap",
    "GetAZs",
    "ImportValue",
    "Join",
    "Select",
    "Split",
    "Sub",
    "Transform",
    "And",
    "Equals",
    "If",
    "Not",
    "Or",
    "Length",
    "ToJsonString",
];

/// Reads the one document of a text.
pub fn read(text: &str) -> Result<Value> {
    let mut reader = Reader(Parser::new_from_str(text));
    let mut document = Value::Null;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => return Ok(document),
            Event::DocumentStart(_) if document.is_null() => {
                let (event, span) = reader.next()?;
                document = reader.node(event, span, DEPTH)?;
            }
            Event::DocumentStart(_) => return Err(not_well_formed(span.start)),
            _ => {}
        }
    }
}

struct Reader<'a>(Parser<'a, StrInput<'a>>);

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span)> {
        match self.0.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(not_well_formed(*error.marker())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The value that begins with an event and is so deep at most.
    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Value> {
        let depth = depth.checked_sub(1).ok_or_else(|| not_well_formed(span.start))?;
        let (value, tag) = match event {
            Event::Scalar(text, style, _, tag) => {
                let is_core = tag.as_deref().is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix != "str");
                let is_plain = is_core || (tag.is_none() && style == ScalarStyle::Plain);
                (if is_plain { plain(&text) } else { json!(text) }, tag)
            }
            Event::SequenceStart(_, tag) => (Value::Array(self.items(depth)?), tag),
            Event::MappingStart(_, tag) => (Value::Object(self.members(depth)?), tag),
            Event::Alias(_) => {
                return Err(invalid("Template error: YAML aliases are not allowed in CloudFormation templates"));
            }
            _ => return Err(not_well_formed(span.start)),
        };
        match tag {
            Some(tag) if !tag.is_yaml_core_schema() => {
                long_form(&tag, value).ok_or_else(|| not_well_formed(span.start))
            }
            _ => Ok(value),
        }
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Value>> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, span) => items.push(self.node(event, span, depth)?),
            }
        }
    }

    fn members(&mut self, depth: usize) -> Result<Map<String, Value>> {
        let mut members = Map::new();
        loop {
            match self.next()? {
                (Event::MappingEnd, _) => return Ok(members),
                (Event::Scalar(name, ..), _) => {
                    let (event, span) = self.next()?;
                    members.insert(name.into_owned(), self.node(event, span, depth)?);
                }
                (_, span) => return Err(not_well_formed(span.start)),
            }
        }
    }
}

/// What a scalar without quotes stands for. A number that JSON would write otherwise, such as an account id that begins
/// with 0, is text, as it is for CloudFormation in the end.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        text => {
            text.parse::<Number>().ok().filter(|number| number.to_string() == text).map_or(json!(text), Value::Number)
        }
    }
}

/// A function in its short form, in the long one; `None` where there is no such function.
fn long_form(tag: &Tag, value: Value) -> Option<Value> {
    let name = tag.suffix.as_str();
    if tag.handle != "!" {
        return None;
    }
    match (name, value) {
        ("Ref" | "Condition", value) => Some(json!({ name: value })),
        ("GetAtt", Value::String(path)) => {
            let (resource, attribute) = path.split_once('.')?;
            Some(json!({ "Fn::GetAtt": [resource, attribute] }))
        }
        ("GetAtt", value) => Some(json!({ "Fn::GetAtt": value })),
        (name, value) if FUNCTIONS.contains(&name) => Some(json!({ format!("Fn::{name}"): value })),
        _ => None,
    }
}

fn not_well_formed(at: Marker) -> AwsError {
    let (line, column) = (at.line(), at.col() + 1);
    invalid(format!("Template format error: YAML not well-formed. (line {line}, column {column})"))
}
