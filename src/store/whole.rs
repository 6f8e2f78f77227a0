//! The whole state: patch and reset.

use std::sync::Arc;

use super::{Options, Snapshot, Store};
use crate::change::Entry;
use crate::clock::Now;
use crate::error::Result;
use crate::fixtures;
use crate::model::{Leases, Path, State, Value};
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

    /// Restores the defaults, with the initial state over them. All leases are free then; the next
    /// fencing token is larger than any before.
    ///
    /// # Errors
    /// As [`Store::patch_state`], where the initial state is wrong.
    pub fn reset_state(&self, options: &Options, now: Now) -> Result<()> {
        let initial = fixtures::initial(options.initial_state.as_ref(), now)?;
        self.commit(|state| {
            let commands = initial.commands.following(&state.commands);
            let mut leases = Leases::default();
            leases.note(state.leases.last_fencing_token());
            Ok(Some(Entry::State(Arc::new(State { commands, leases, ..initial }))))
        })
    }

    /// Replaces the whole state if it is still at a revision, and answers what it then is.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn replace_state(&self, revision: u64, whole: State) -> Result<Option<Snapshot>> {
        let notice = self.watchers.notice();
        let mut inner = self.lock()?;
        if inner.revision != revision {
            return Ok(None);
        }
        let mut whole = State { commands: whole.commands.following(&inner.state.commands), ..whole };
        whole.leases.note(inner.state.leases.last_fencing_token());
        let whole = Arc::new(whole);
        let revision = self.apply(&mut inner, Entry::State(Arc::clone(&whole)).into())?;
        drop((inner, notice));
        Ok(Some(Snapshot { state: State::clone(&whole), revision }))
    }
}
