//! Shapes: the types of a service.

use std::collections::HashMap;
use std::sync::OnceLock;

use fancy_regex::Regex;

/// The place of a shape in its [`Service`](super::Service).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapeId(pub(super) usize);

/// A type of a service.
#[derive(Debug)]
pub struct Shape {
    /// Its name in the model.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// True if a value is a secret, which no message may show.
    pub sensitive: bool,
    /// What holds for its values.
    pub constraints: Constraints,
}

/// What a shape is.
#[derive(Debug)]
pub enum Kind {
    /// Members by name.
    Structure(Structure),
    /// Any number of one shape.
    List(Member),
    /// Strings of one shape to values of another.
    Map {
        /// The shape of the keys.
        key: ShapeId,
        /// The shape of the values.
        value: ShapeId,
    },
    /// Text.
    String,
    /// 32 bits.
    Integer,
    /// 64 bits.
    Long,
    /// A floating-point number.
    Double,
    /// `true` or `false`.
    Boolean,
    /// A moment.
    Timestamp,
    /// Bytes.
    Blob,
}

impl Kind {
    /// What AWS's messages call it, with its article.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Structure(_) => "a Structure",
            Self::List(_) => "a List",
            Self::Map { .. } => "a Map",
            Self::String => "a String",
            Self::Integer => "an Integer",
            Self::Long => "a Long",
            Self::Double => "a Double",
            Self::Boolean => "a Boolean",
            Self::Timestamp => "a Timestamp",
            Self::Blob => "a Blob",
        }
    }
}

/// The members of a structure.
#[derive(Debug, Default)]
pub struct Structure {
    /// In the order of the model.
    pub members: Vec<Member>,
    /// The name of the member that is the whole body, for [`Protocol::RestJson`](super::Protocol::RestJson).
    pub payload: Option<String>,
    pub(super) by_name: HashMap<String, usize>,
    pub(super) by_input_name: HashMap<String, usize>,
}

impl Structure {
    /// The member of that name in the model.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.get(*self.by_name.get(name)?)
    }

    /// The member that a request has under that name.
    #[must_use]
    pub fn input_member(&self, name: &str) -> Option<&Member> {
        self.members.get(*self.by_input_name.get(name)?)
    }
}

/// A member of a structure, or of a list.
#[derive(Debug)]
pub struct Member {
    /// Its name in the model.
    pub name: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Its name in a request.
    pub input_name: String,
    /// Its name in a response.
    pub output_name: String,
    /// Where it stands, if not in the body.
    pub location: Option<Location>,
    /// How a timestamp is written, if not in the way of the protocol.
    pub timestamp_format: Option<TimestampFormat>,
    /// True if a request without it is refused.
    pub required: bool,
    /// True if SDKs fill it in.
    pub idempotency_token: bool,
}

/// Where a member stands that is not in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Location {
    /// A segment of the path.
    Uri,
    /// A key of the query string.
    #[serde(rename = "querystring")]
    QueryString,
    /// A header.
    Header,
    /// The HTTP status.
    StatusCode,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TimestampFormat {
    /// `2026-01-29T12:00:00Z`.
    Iso8601,
    /// Seconds since 1970.
    UnixTimestamp,
}

/// What holds for the values of a shape.
#[derive(Debug, Default)]
pub struct Constraints {
    /// The least length, number of items, or value.
    pub min: Option<f64>,
    /// The greatest length, number of items, or value.
    pub max: Option<f64>,
    /// The values that there are.
    pub values: Vec<String>,
    /// What the whole text must match, as the model has it.
    pub pattern: Option<String>,
    pub(super) regex: OnceLock<Option<Regex>>,
}

impl Constraints {
    /// True if the whole text matches the pattern, or there is none.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let Some(pattern) = &self.pattern else { return true };
        let regex = self.regex.get_or_init(|| compile(pattern));
        regex.as_ref().is_none_or(|regex| regex.is_match(text).unwrap_or(false))
    }
}

/// Patterns of AWS that are none here, and what they mean.
const REWRITTEN: [(&str, &str); 1] = [(r"^(?! )[\p{L}\p{N}\p{Z}-_]*(?<! )$", r"^(?! )[\p{L}\p{N}\p{Z}\-_]*(?<! )$")];

/// AWS's patterns hold for the whole text, as `matches` of Java has it.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    let pattern = REWRITTEN.iter().find(|(aws, _)| *aws == pattern).map_or(pattern, |(_, ours)| *ours);
    Regex::new(&format!("^(?:{pattern})$")).ok()
}
