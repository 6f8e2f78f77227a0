//! The operations that fail, by name.

use std::sync::Arc;

use super::global_latency::GlobalLatency;
use super::{Area, Entries, Entry, Key, Patch, Record, Spec, State};
use crate::document::{Field, Path, Text, Value, record};
use crate::error::Result;

record! {
    /// How an operation fails.
    pub struct OperationFailure {
        /// The next call only.
        fail_next: bool = "failNext",
        /// Every call.
        always_fail: bool = "alwaysFail",
        /// The AWS error code.
        error_code: Option<Text> = "errorCode",
        /// The message.
        error_message: Option<Text> = "errorMessage",
    }
}

impl Record for OperationFailure {
    const SPEC: Spec = Spec {
        key: "operation",
        section: "faults",
        map: true,
        patch: Patch::Replace,
        ..Spec::named("operationFailure", &["faults", "operationFailures"])
    };
}

/// Sets how an operation fails.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn set(operation: &str, config: Value) -> Result<Entries> {
    let failure = OperationFailure::read(config, &Path::Root("config"))?;
    Ok(Entry::named(operation.into(), failure).into())
}

/// Removes the failure of an operation.
#[must_use]
pub fn clear(state: &State, operation: &str) -> Entries {
    let found = state.named::<OperationFailure>(operation);
    found.map(|_| Entry::gone(Area::OperationFailure, Key::Name(operation.into()))).into_iter().collect()
}

/// The failure of an operation where it is active: the next call fails, or every call. One that is for the next
/// call only is then removed.
#[must_use]
pub fn take(state: &State, operation: &str) -> (Entries, Option<Arc<OperationFailure>>) {
    let found = state.named::<OperationFailure>(operation);
    let taken = found.filter(|failure| failure.fail_next || failure.always_fail).cloned();
    let is_last = taken.as_ref().is_some_and(|failure| !failure.always_fail);
    let entries = is_last.then(|| Entry::gone(Area::OperationFailure, Key::Name(operation.into())));
    (entries.into_iter().collect(), taken)
}

/// Removes all failures and sets the latency to 0.
#[must_use]
pub fn clear_all() -> Entries {
    [Entry::gone(Area::OperationFailure, Key::All), Entry::one(GlobalLatency::default())].into_iter().collect()
}
