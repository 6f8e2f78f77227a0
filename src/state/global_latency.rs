//! How long the caller's provider waits before each answer.

use serde::Serialize;

use super::{Entries, Entry, Key, Record, Setting, Spec};
use crate::document::{Field, Milliseconds, Path, Value};
use crate::error::Result;

/// The latency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct GlobalLatency(pub Milliseconds);

impl Field for GlobalLatency {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Milliseconds::read(value, path).map(Self)
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Record for GlobalLatency {
    const SPEC: Spec = Spec { section: "faults", ..Spec::one("globalLatency", &["faults", "globalLatencyMs"]) };

    fn defaults(_: &Setting) -> Vec<(Key, Self)> {
        vec![(Key::Only, Self::default())]
    }
}

/// Sets the latency.
///
/// # Errors
/// [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn set(ms: Value) -> Result<Entries> {
    GlobalLatency::read(ms, &Path::Root("ms")).map(|latency| Entry::one(latency).into())
}
