//! The keys of a rule that a caller gives: no others than there are.

use super::effect::SpelledError;
use super::latency::Latency;
use super::rule::FaultRule;
use super::throttle::Throttle;
use crate::document::{Path, Text, Value, refuse_unknown_keys};
use crate::error::Result;

/// Checks that a rule has no key that is unknown, and takes the counters away.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType) where it is no object,
/// [`Error::ArgValue`](crate::error::Error::ArgValue) with the path of an unknown key.
pub(super) fn check(rule: Value, path: &Path<'_>) -> Result<Vec<(Text, Value)>> {
    let mut entries = rule.into_object(path)?;
    refuse_unknown_keys(&entries, FaultRule::KEYS, path)?;
    for (key, value) in &entries {
        let (Value::Object(inner), at) = (value, path.key(key)) else { continue };
        match key.as_str() {
            "error" => refuse_unknown_keys(inner, SpelledError::KEYS, &at)?,
            "throttle" => refuse_unknown_keys(inner, Throttle::KEYS, &at)?,
            "latencyMs" => {
                let distribution = inner.iter().rfind(|(key, _)| key == "distribution");
                if let Some((_, Value::String(distribution))) = distribution
                    && let Some(keys) = Latency::keys(distribution)
                {
                    refuse_unknown_keys(inner, keys, &at)?;
                }
            }
            _ => {}
        }
    }
    entries.retain(|(key, _)| !FaultRule::COUNTERS.contains(&key.as_str()));
    Ok(entries)
}
