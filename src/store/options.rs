//! What operations go by that a caller can choose.

use crate::error::Result;
use crate::model::{Path, Value};

/// The choices of a caller. They go with each operation: callers of one store may choose differently.
#[derive(Clone, Debug)]
pub struct Options {
    /// Laid over the defaults, at the start and at every reset.
    pub initial_state: Option<Value>,
    /// How many commands are kept when one is added.
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
