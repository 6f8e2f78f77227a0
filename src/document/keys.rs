//! Objects whose keys are a closed set.

use super::{Path, Text, Value};
use crate::error::{Error, Result};

/// Refuses a key that an object does not have, with the nearest that it has.
///
/// # Errors
/// [`Error::ArgValue`] with the path of the key.
pub fn refuse_unknown_keys(entries: &[(Text, Value)], known: &[&str], path: &Path<'_>) -> Result<()> {
    let Some((key, value)) = entries.iter().find(|(key, _)| !known.contains(&key.as_str())) else { return Ok(()) };
    Err(Error::ArgValue {
        path: path.key(key).to_string(),
        expected: format!("left out: there is no such key; did you mean \"{}\"?", nearest(key, known)),
        received: value.describe(),
    })
}

/// The name that is most like a misspelt one; empty where there is no name.
#[must_use]
pub fn nearest<'a>(misspelt: &str, names: &[&'a str]) -> &'a str {
    let likeness =
        |name: &&&str| strsim::normalized_damerau_levenshtein(&misspelt.to_lowercase(), &name.to_lowercase());
    names.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).copied().unwrap_or_default()
}
