//! The keys of a rule that a caller gives: no others than there are.

use super::effect::SpelledError;
use super::latency::Latency;
use super::rule::FaultRule;
use super::throttle::Throttle;
use crate::document::{Path, Text, Value, nearest};
use crate::error::Result;

/// Checks that a rule has no key that is unknown, and takes the counters away.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType) where it is no object,
/// [`Error::ArgValue`](crate::error::Error::ArgValue) with the path of an unknown key.
pub(super) fn check(rule: Value, path: &Path<'_>) -> Result<Vec<(Text, Value)>> {
    let mut entries = rule.into_object(path)?;
    check_object(&entries, FaultRule::KEYS, path)?;
    for (key, value) in &entries {
        let (Value::Object(inner), at) = (value, path.key(key)) else { continue };
        match key.as_str() {
            "error" => check_object(inner, SpelledError::KEYS, &at)?,
            "throttle" => check_object(inner, Throttle::KEYS, &at)?,
            "latencyMs" => {
                let distribution = inner.iter().rfind(|(key, _)| key == "distribution");
                if let Some((_, Value::String(distribution))) = distribution
                    && let Some(keys) = Latency::keys(distribution)
                {
                    check_object(inner, keys, &at)?;
                }
            }
            _ => {}
        }
    }
    entries.retain(|(key, _)| !FaultRule::COUNTERS.contains(&key.as_str()));
    Ok(entries)
}

fn check_object(entries: &[(Text, Value)], keys: &[&str], path: &Path<'_>) -> Result<()> {
    match entries.iter().find(|(key, value)| *value != Value::Undefined && !keys.contains(&key.as_str())) {
        Some((key, value)) => {
            let expected = format!("left out (did you mean {:?}?)", nearest(key, keys));
            Err(value.refuse(&path.key(key), &expected))
        }
        None => Ok(()),
    }
}
