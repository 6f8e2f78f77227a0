//! Objects whose keys are a closed set.

use super::{Path, Text, Value, nearest};
use crate::error::Result;

/// Refuses a key that an object cannot have, with the nearest that it can.
///
/// # Errors
/// [`Error::ArgValue`](crate::error::Error::ArgValue) with the path of the key.
pub fn refuse_unknown_keys(entries: &[(Text, Value)], keys: &[&str], path: &Path<'_>) -> Result<()> {
    match entries.iter().find(|(key, value)| *value != Value::Undefined && !keys.contains(&key.as_str())) {
        Some((key, value)) => {
            let expected =
                format!("left out (did you mean {:?}?)", nearest(key, keys.iter().copied()).unwrap_or_default());
            Err(value.refuse(&path.key(key), &expected))
        }
        None => Ok(()),
    }
}
