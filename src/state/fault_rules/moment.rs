//! A moment of the account's time, as it is written.

use serde::ser::{Serialize, Serializer};

use crate::document::{Field, Path, Text, Value};
use crate::error::{Error, Result};
use crate::time::{Now, parse};

/// A moment in ISO 8601.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    written: Text,
    millis: i64,
}

impl Moment {
    /// True if it has come at a time.
    #[must_use]
    pub fn has_come(&self, now: Now) -> bool {
        self.millis <= now.millis()
    }

    pub(super) fn is_before(&self, other: &Self) -> bool {
        self.millis < other.millis
    }

    pub(super) fn refuse(&self, path: &Path<'_>, expected: &str) -> Error {
        Value::String(self.written.clone()).refuse(path, expected)
    }
}

impl Field for Moment {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let Value::String(text) = &value else { return Err(value.mismatch(path, "of type string")) };
        let is_iso = text.starts_with(['+', '-']) || text.as_bytes().get(4) == Some(&b'-');
        match parse(text).filter(|_| is_iso) {
            Some(millis) => Ok(Self { written: text.clone(), millis }),
            None => Err(value.refuse(path, "a time such as \"2026-01-30T12:00:00.000Z\"")),
        }
    }

    fn heap_size(&self) -> usize {
        self.written.heap_size()
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}
