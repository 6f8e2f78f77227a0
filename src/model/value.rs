//! Data as it comes in, before anyone has looked at it: an argument from JavaScript or a file.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::{Field, Parameter, Path, Text};
use crate::error::{Error, Result};

/// A value as JavaScript knows it. Unlike JSON it tells `undefined` from `null`, and has a place for
/// what JSON cannot hold, so that an error can say what was given.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `undefined`, or a key that is there without a value.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A finite number.
    Number(Number),
    /// A string.
    String(Text),
    /// An array.
    Array(Vec<Value>),
    /// An object, its keys in order; of equal keys the last one counts.
    Object(Vec<(Text, Value)>),
    /// A `Map` with strings as keys.
    Map(Vec<(Text, Value)>),
    /// Something that JSON has no form for, in the words of an error: `type bigint (10n)`.
    Foreign(String),
    /// `NaN`, `Infinity` or `-Infinity`: of the right type where a number is wanted, but never accepted.
    NotFinite(&'static str),
    /// The parameters of a file, which are read as they are parsed: where there are many, their pieces
    /// would take more time and memory than they do.
    Parameters(Vec<(Arc<str>, Arc<Parameter>)>),
}

impl Value {
    /// Parses JSON text.
    ///
    /// # Errors
    /// What is wrong with the text, with its line and column.
    pub fn from_json(text: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(text)
    }

    /// The same for the text of a state, whose parameters are read.
    ///
    /// # Errors
    /// What is wrong with the text, with its line and column.
    pub fn from_state(text: &[u8]) -> serde_json::Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let read = Json::State.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
        // What is wrong with a parameter, those tell who know what else is wrong.
        read.or_else(|_| Self::from_json(text))
    }

    /// The value in the words of Node's errors.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Undefined => "undefined".into(),
            Self::Null => "null".into(),
            Self::Bool(_) => format!("type boolean ({})", self.show()),
            Self::Number(_) | Self::NotFinite(_) => format!("type number ({})", self.show()),
            Self::String(_) => format!("type string ({})", self.show()),
            Self::Array(_) => "an instance of Array".into(),
            Self::Object(_) | Self::Parameters(_) => "an instance of Object".into(),
            Self::Map(_) => "an instance of Map".into(),
            Self::Foreign(words) => words.clone(),
        }
    }

    /// The value itself, for an error in which its type is not in question.
    fn show(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::NotFinite(value) => (*value).into(),
            Self::String(value) => quote(value),
            _ => self.describe(),
        }
    }

    /// The error for a value of the right type that is not accepted.
    #[must_use]
    pub fn refuse(&self, path: &Path<'_>, expected: &str) -> Error {
        Error::ArgValue { path: path.to_string(), expected: expected.into(), received: self.show() }
    }

    /// The error for a value of the wrong type.
    #[must_use]
    pub fn mismatch(&self, path: &Path<'_>, expected: &str) -> Error {
        Error::ArgType { path: path.to_string(), expected: expected.into(), received: self.describe() }
    }

    /// The keys and values of an object.
    ///
    /// # Errors
    /// [`Error::ArgType`] where it is anything else.
    pub fn into_object(self, path: &Path<'_>) -> Result<Vec<(Text, Value)>> {
        match self {
            Self::Object(entries) => Ok(entries),
            other => Err(other.mismatch(path, "an object")),
        }
    }

    /// The JSON of a value that nobody interprets. As in `JSON.stringify`, an `undefined` key is
    /// left out and an `undefined` element is `null`.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the value holds what JSON has no form for.
    pub fn into_json(self, path: &Path<'_>) -> Result<serde_json::Value> {
        Ok(match self {
            Self::Undefined | Self::Null => serde_json::Value::Null,
            Self::Bool(value) => value.into(),
            Self::Number(value) => value.into(),
            Self::String(value) => value.as_str().into(),
            Self::Array(values) => values
                .into_iter()
                .enumerate()
                .map(|(i, value)| value.into_json(&path.index(i)))
                .collect::<Result<Vec<_>>>()?
                .into(),
            Self::Object(entries) => entries
                .into_iter()
                .filter(|(_, value)| *value != Self::Undefined)
                .map(|(key, value)| {
                    let value = value.into_json(&path.key(&key))?;
                    Ok((key.into(), value))
                })
                .collect::<Result<serde_json::Map<_, _>>>()?
                .into(),
            Self::NotFinite(_) => {
                return Err(self.refuse(path, "a finite number"));
            }
            Self::Map(_) | Self::Foreign(_) | Self::Parameters(_) => {
                return Err(self.mismatch(path, "a value that JSON can hold"));
            }
        })
    }
}

/// A string for an error message: quoted, and cut where it is long.
fn quote(text: &str) -> String {
    const MOST: usize = 64;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::Any.deserialize(deserializer)
    }
}

/// What is parsed: anything, or what is on the way to the parameters of a state.
#[derive(Clone, Copy)]
enum Json {
    Any,
    State,
    Ssm,
    Parameters,
}

impl Json {
    fn below(self, key: &str) -> Self {
        match (self, key) {
            (Self::State, "ssm") => Self::Ssm,
            (Self::Ssm, "parameters") => Self::Parameters,
            _ => Self::Any,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Json {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Json {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::NotFinite("NaN"), Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        if matches!(self, Self::Parameters) {
            let mut parameters = Vec::new();
            while let Some((name, value)) = map.next_entry::<Text, Value>()? {
                let parameter = Parameter::read(value, &Path::Root("")).map_err(A::Error::custom)?;
                parameters.push((name.as_str().into(), Arc::new(parameter)));
            }
            return Ok(Value::Parameters(parameters));
        }
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Text>()? {
            let value = map.next_value_seed(self.below(&key))?;
            entries.push((key, value));
        }
        Ok(Value::Object(entries))
    }
}
