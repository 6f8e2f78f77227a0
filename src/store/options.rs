//! What a store is made with.

use crate::error::Result;
use crate::model::{Path, Value};

/// The options of a store in memory.
#[derive(Clone, Debug)]
pub struct Options {
    /// Laid over the defaults, at creation and at every reset.
    pub initial_state: Option<Value>,
    /// How many commands are kept.
    pub command_history_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { initial_state: None, command_history_limit: 1000 }
    }
}

impl Options {
    /// Reads `commandHistoryLimit`: a whole number from 1, or infinity.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType) or
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn read_limit(value: &Value, path: &Path<'_>) -> Result<usize> {
        let limit = match value {
            Value::Number(number) => number.as_u64().filter(|limit| *limit > 0),
            Value::NotFinite("Infinity") => Some(u64::MAX),
            Value::NotFinite(_) => None,
            other => return Err(other.mismatch(path, "of type number")),
        };
        limit
            .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX))
            .ok_or_else(|| value.refuse(path, "a whole number from 1, or Infinity"))
    }
}
