//! The whole state: patch and reset.

use std::sync::Arc;

use super::{Options, Store};
use crate::change::Entry;
use crate::clock::Now;
use crate::error::Result;
use crate::fixtures;
use crate::model::{Path, State, Value};
use crate::overlay::{Kind, overlay};

impl Store {
    /// Lays a partial state over the state.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn patch_state(&self, partial: Value, now: Now) -> Result<()> {
        if !matches!(partial, Value::Object(_)) {
            return Err(partial.mismatch(&Path::Root("state"), "an object"));
        }
        self.commit(|state| {
            let change = overlay(state, partial, &Path::Root(""), Kind::Patch, now)?;
            Ok((!change.is_empty()).then_some(change))
        })
    }

    /// Restores the defaults, with the initial state over them.
    ///
    /// # Errors
    /// As [`Store::patch_state`], where the initial state is wrong.
    pub fn reset_state(&self, options: &Options, now: Now) -> Result<()> {
        self.replace_state(fixtures::initial(options.initial_state.as_ref(), now)?)
    }

    /// Replaces the whole state.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn replace_state(&self, mut whole: State) -> Result<()> {
        self.commit(|state| {
            whole.commands.continue_after(&state.commands);
            Ok(Some(Entry::State(Arc::new(whole))))
        })
    }
}
