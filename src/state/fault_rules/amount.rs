//! Numbers of rules.

use serde::ser::{Serialize, Serializer};

use crate::document::{Field, Milliseconds, Path, Value};
use crate::error::{Error, Result};

/// A finite number from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount(pub f64);

impl Amount {
    /// Checks that it is at least another one.
    pub(super) fn check_from(self, least: Self, path: &Path<'_>, expected: &str) -> Result<()> {
        if self.0 >= least.0 { Ok(()) } else { Err(self.refuse(path, expected)) }
    }

    /// The error that says that it is not accepted.
    pub(super) fn refuse(self, path: &Path<'_>, expected: &str) -> Error {
        Value::from(serde_json::to_value(self).unwrap_or_default()).refuse(path, expected)
    }
}

impl Field for Amount {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let number = match &value {
            Value::Number(number) => number.as_f64().filter(|number| *number >= 0.0),
            Value::NotFinite(_) => None,
            _ => return Err(value.mismatch(path, "of type number")),
        };
        // Adding 0 makes 0 of -0.
        number.map(|number| Self(number + 0.0)).ok_or_else(|| value.refuse(path, "a finite number from 0"))
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Milliseconds(self.0).serialize(serializer)
    }
}

/// How many of 1: from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability(pub f64);

impl Field for Probability {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        const EXPECTED: &str = "a number from 0 to 1";
        let refused = value.clone();
        match Amount::read(value, path) {
            Ok(Amount(number)) if number <= 1.0 => Ok(Self(number)),
            Err(error @ Error::ArgType { .. }) => Err(error),
            _ => Err(refused.refuse(path, EXPECTED)),
        }
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Serialize for Probability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Milliseconds(self.0).serialize(serializer)
    }
}
