//! The whole state: patch and reset.

use std::sync::Arc;

use super::{Options, Snapshot, Store};
use crate::change::{Entry, lay_over};
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

    /// Lets the state go on from what somebody has made of the one it has come from, with the changes
    /// made since laid over it. Answers the state it then goes on from.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn take_over(&self, base: &Snapshot, mut edited: State) -> Result<Snapshot> {
        let notice = self.watchers.notice();
        let mut inner = self.lock()?;
        let changes = inner.changes_from(base);
        let commands = &base.state.commands;
        let unused = inner.state.commands.next();
        let over = lay_over(&changes, commands.first(), commands.next(), unused, &mut edited);
        // No fencing token is given out twice, whatever an edit makes of them.
        edited.leases.note(inner.state.leases.last_fencing_token());
        let revision = self.apply(&mut inner, Entry::State(Arc::new(edited.clone())).into())?;
        if !over.is_empty() {
            self.apply(&mut inner, over)?;
        }
        drop((inner, notice));
        Ok(Snapshot { state: edited, revision })
    }
}
