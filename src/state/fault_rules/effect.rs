//! What a rule answers instead of the service.

use serde::ser::{Serialize, Serializer};

use crate::document::{Field, Path, Text, Value, Whole, one_of, record, text_enum};
use crate::error::Result;

text_enum! {
    /// An error that each service has words of its own for.
    pub enum ErrorName {
        /// The caller makes too many calls.
        Throttling = "throttling",
        /// The service does not work for some time.
        Unavailable = "unavailable",
        /// The service has made a mistake.
        Internal = "internal",
        /// The caller may not do that.
        AccessDenied = "access-denied",
        /// There is nothing left of what is asked for.
        Capacity = "capacity",
    }
}

text_enum! {
    /// What happens to the connection.
    #[derive(serde::Deserialize)]
    pub enum Connection {
        /// It is reset.
        Reset = "reset",
        /// Nothing comes.
        Timeout = "timeout",
        /// It is closed without an answer.
        Empty = "empty",
        /// What comes is no HTTP.
        Malformed = "malformed",
    }
}

record! {
    /// An error that is spelled out.
    pub struct SpelledError {
        /// Its code.
        code: Code = "code",
        /// Its text; that of the code by default.
        message: Option<Text> = "message",
        /// Its HTTP status; that of the code by default.
        status_code: Option<StatusCode> = "statusCode",
    }
}

/// The error that a rule answers.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultError {
    /// In the service's own words.
    Named(ErrorName),
    /// That of a code.
    Code(Code),
    /// One that is spelled out.
    Spelled(SpelledError),
}

impl Field for FaultError {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        match &value {
            Value::String(text) if ErrorName::NAMES.contains(&text.as_str()) => {
                ErrorName::read(value, path).map(Self::Named)
            }
            // Codes begin with a capital; what does not is a name that is misspelt.
            Value::String(text) if text.starts_with(|first: char| first.is_ascii_uppercase()) => {
                Code::read(value, path).map(Self::Code)
            }
            Value::String(_) => {
                Err(value
                    .refuse(path, &format!("{}, or a code such as \"ThrottlingException\"", one_of(ErrorName::NAMES))))
            }
            Value::Object(_) => SpelledError::read(value, path).map(Self::Spelled),
            _ => Err(value.mismatch(path, "of type string or an object")),
        }
    }

    fn heap_size(&self) -> usize {
        match self {
            Self::Named(_) => 0,
            Self::Code(code) => code.heap_size(),
            Self::Spelled(error) => error.heap_size(),
        }
    }
}

impl Serialize for FaultError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Named(name) => name.serialize(serializer),
            Self::Code(code) => code.serialize(serializer),
            Self::Spelled(error) => error.serialize(serializer),
        }
    }
}

/// The code of an error. It goes into XML and into a header as it is.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Code(pub Text);

impl Field for Code {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':');
        match value {
            Value::String(text) if (1..=256).contains(&text.len()) && text.bytes().all(is_allowed) => Ok(Self(text)),
            Value::String(_) => Err(value.refuse(path, "1 to 256 letters, digits and . _ - :")),
            other => Err(other.mismatch(path, "of type string")),
        }
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

/// The HTTP status of an error.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct StatusCode(pub u16);

impl Field for StatusCode {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        const EXPECTED: &str = "a whole number from 400 to 599";
        let refused = value.clone();
        let number = match value {
            Value::Number(_) | Value::NotFinite(_) => Whole::read(value, path).ok(),
            other => return Err(other.mismatch(path, "of type number")),
        };
        let status = number.and_then(|Whole(number)| u16::try_from(number).ok());
        status.filter(|status| (400..600).contains(status)).map(Self).ok_or_else(|| refused.refuse(path, EXPECTED))
    }

    fn heap_size(&self) -> usize {
        0
    }
}
