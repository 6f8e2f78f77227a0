//! The whole state: patch and reset.

use std::sync::Arc;

use super::Store;
use crate::change::Entry;
use crate::clock::Now;
use crate::error::Result;
use crate::fixtures;
use crate::model::{Path, Value};
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
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn reset_state(&self, now: Now) -> Result<()> {
        let mut initial = fixtures::initial(self.options.initial_state.as_ref(), now)?;
        self.commit(|state| {
            initial.commands.continue_after(&state.commands);
            Ok(Some(Entry::State(Arc::new(initial))))
        })
    }
}
