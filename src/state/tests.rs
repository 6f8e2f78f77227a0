//! What tests of the state share.

mod account_snapshot;
mod clock;
mod diff;
mod scenarios;
mod scheduled;
mod transitions;

use serde_json::Value as Json;

use super::{Entries, Setting, State};
use crate::document::Value;
use crate::time::Now;

pub(crate) fn now() -> Now {
    Now::from_millis(1_769_680_800_000.0).unwrap()
}

pub(crate) fn setting() -> Setting {
    Setting::at(now())
}

pub(crate) fn arg(json: &Json) -> Value {
    Value::from_json(json.to_string().as_bytes()).unwrap()
}

/// The state after some entries.
fn after(state: &State, entries: &Entries) -> State {
    let mut state = state.clone();
    for entry in entries {
        state.apply(entry);
    }
    state
}
