//! Data before anything has checked it: an argument from JavaScript or the text of a file.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::{Path, Text};
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
    NotFinite(Text),
}

impl Value {
    /// Parses JSON text.
    ///
    /// # Errors
    /// What is wrong with the text, with its line and column.
    pub fn from_json(text: &[u8]) -> serde_json::Result<Self> {
        Self::parse(text, Syntax::Json)
    }

    /// Parses an argument as `lib/argument.js` writes it: JSON in which a string that begins with NUL, alone or
    /// as the first element of an array, stands for what JSON has no form for.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_argument(text: &str) -> serde_json::Result<Self> {
        Self::parse(text.as_bytes(), Syntax::Argument)
    }

    fn parse(text: &[u8], syntax: Syntax) -> serde_json::Result<Self> {
        let text = well_formed(text);
        let mut deserializer = serde_json::Deserializer::from_slice(&text);
        let value = syntax.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
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
            Self::Object(_) => "an instance of Object".into(),
            Self::Map(_) => "an instance of Map".into(),
            Self::Foreign(words) => words.clone(),
        }
    }

    /// The value itself, for an error in which its type is not in question.
    fn show(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::NotFinite(value) => value.to_string(),
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

    /// False for `undefined`.
    #[must_use]
    pub fn is_given(&self) -> bool {
        *self != Self::Undefined
    }

    /// True if it is an object with that key.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        matches!(self, Self::Object(entries) if entries.iter().any(|(name, _)| name == key))
    }

    /// Takes the value of a key out of an object; `undefined` where there is none.
    #[must_use]
    pub fn take(entries: &mut Vec<(Text, Value)>, key: &str) -> Value {
        let place = entries.iter().rposition(|(name, _)| name == key);
        place.map_or(Value::Undefined, |place| entries.swap_remove(place).1)
    }

    /// The JSON of a value that nothing interprets. As in `JSON.stringify`, an `undefined` key is
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
            Self::Map(_) | Self::Foreign(_) => {
                return Err(self.mismatch(path, "a value that JSON can hold"));
            }
        })
    }
}

/// What would be accepted where a closed set of strings is.
#[must_use]
pub fn one_of(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("{name:?}")).collect();
    format!("one of {}", quoted.join(", "))
}

/// A string for an error message: quoted, and cut where it is long.
fn quote(text: &str) -> String {
    const MOST: usize = 64;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

/// JSON in which the escape of half a surrogate pair is that of U+FFFD, as `TextEncoder` replaces it. JavaScript
/// writes such halves; no other parser reads them.
#[must_use]
pub fn well_formed(json: &[u8]) -> Cow<'_, [u8]> {
    const REPLACEMENT: &[u8] = b"\\ufffd";
    let mut fixed: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = json.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        let unit = escaped_unit(json, at);
        let (length, is_half) = match unit {
            Some(0xD800..=0xDBFF) => match escaped_unit(json, at + 6) {
                Some(0xDC00..=0xDFFF) => (12, false),
                _ => (6, true),
            },
            Some(0xDC00..=0xDFFF) => (6, true),
            Some(_) => (6, false),
            None => (2, false),
        };
        if is_half && let Some(escape) = fixed.get_or_insert_with(|| json.to_vec()).get_mut(at..at + 6) {
            escape.copy_from_slice(REPLACEMENT);
        }
        at += length;
    }
    fixed.map_or(Cow::Borrowed(json), Cow::Owned)
}

/// The UTF-16 unit of an escape that stands at a place, if one does.
fn escaped_unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Bool(flag),
            serde_json::Value::Number(number) => Self::Number(number),
            serde_json::Value::String(text) => Self::String(text.into()),
            serde_json::Value::Array(values) => Self::Array(values.into_iter().map(Self::from).collect()),
            serde_json::Value::Object(map) => {
                Self::Object(map.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Syntax::Json.deserialize(deserializer)
    }
}

/// How text is read.
#[derive(Clone, Copy, PartialEq)]
enum Syntax {
    Json,
    Argument,
}

/// The strings that an argument has for what JSON has no form for. A string of the caller's that begins with NUL
/// has one more of it.
mod mark {
    pub(super) const UNDEFINED: &str = "\0u";
    pub(super) const MAP: &str = "\0m";
    pub(super) const FOREIGN: &str = "\0f";
    pub(super) const NOT_FINITE: &str = "\0n";
}

impl Syntax {
    fn string(self, text: &str) -> Value {
        match text.strip_prefix('\0').filter(|_| self == Self::Argument) {
            None => Value::String(text.into()),
            Some(_) if text == mark::UNDEFINED => Value::Undefined,
            Some(_) if [mark::MAP, mark::FOREIGN, mark::NOT_FINITE].contains(&text) => Value::Foreign(text.into()),
            Some(rest) => Value::String(rest.into()),
        }
    }

    /// An array whose first element is a mark stands for what the second one says.
    fn array(self, values: Vec<Value>) -> Value {
        if self == Self::Json || values.len() != 2 {
            return Value::Array(values);
        }
        let values: Result<[Value; 2], _> = values.try_into();
        match values {
            Ok([Value::Foreign(kind), Value::Object(entries)]) if kind == mark::MAP => Value::Map(entries),
            Ok([Value::Foreign(kind), Value::String(words)]) if kind == mark::FOREIGN => Value::Foreign(words.into()),
            Ok([Value::Foreign(kind), Value::String(words)]) if kind == mark::NOT_FINITE => Value::NotFinite(words),
            Ok(values) => Value::Array(values.into()),
            Err(values) => Value::Array(values),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Syntax {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Syntax {
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
        Ok(Number::from_f64(value).map_or(Value::NotFinite("NaN".into()), Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(self.string(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(self)? {
            values.push(value);
        }
        Ok(self.array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Text>()? {
            let value = map.next_value_seed(self)?;
            entries.push((key, value));
        }
        Ok(Value::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argument(text: &str) -> Value {
        Value::from_argument(text).unwrap()
    }

    #[test]
    fn an_argument_holds_what_json_has_no_form_for() {
        assert_eq!(argument(r#""\u0000u""#), Value::Undefined);
        let map = argument(r#"["\u0000m",{"a":1}]"#);
        assert_eq!(map, Value::Map(vec![("a".into(), Value::Number(1.into()))]));
        assert_eq!(argument(r#"["\u0000f","type bigint (1n)"]"#), Value::Foreign("type bigint (1n)".into()));
        assert_eq!(argument(r#"["\u0000n","NaN"]"#), Value::NotFinite("NaN".into()));
    }

    #[test]
    fn a_string_of_the_callers_that_begins_with_nul_is_itself() {
        assert_eq!(argument(r#""\u0000\u0000u""#), Value::String("\0u".into()));
        let array = argument(r#"["\u0000\u0000m",{}]"#);
        assert_eq!(array, Value::Array(vec![Value::String("\0m".into()), Value::Object(Vec::new())]));
    }

    #[test]
    fn a_file_has_no_marks() {
        assert_eq!(Value::from_json(br#""\u0000u""#).unwrap(), Value::String("\0u".into()));
    }

    #[test]
    fn half_a_surrogate_pair_becomes_the_replacement_character() {
        assert_eq!(Value::from_json(br#""\ud83d \ud83d\ude00""#).unwrap(), Value::String("\u{fffd} 😀".into()));
    }
}
