//! The scenario that the account is in.

use std::collections::BTreeMap;

use super::transitions::{self, Duration};
use super::{Entries, Entry, Key, Patch, Presence, Record, Spec, State, Stored};
use crate::document::{Path, Text, Value, record};
use crate::error::Result;

record! {
    /// The scenario that was applied last.
    pub struct CurrentScenario {
        /// Its name.
        name: Text = "name",
        /// What it is, for people.
        description: Text = "description",
        /// When it was applied, ISO 8601.
        applied_at: Text = "appliedAt",
        /// The durations that were chosen before, where it has chosen others: they hold again after it.
        transitions_before: Option<BTreeMap<Text, Duration>> = "transitionsBefore",
    }
}

impl Record for CurrentScenario {
    const SPEC: Spec =
        Spec { presence: Presence::NotEmpty, patch: Patch::Ignore, ..Spec::one("scenario", &["scenario"]) };
}

/// The scenario that a state is in.
fn of(state: &State) -> Option<&CurrentScenario> {
    state.get(CurrentScenario::AREA, &Key::Only).and_then(CurrentScenario::from_document).map(|it| &**it)
}

/// The durations that are chosen apart from those of a scenario.
#[must_use]
pub fn own_transitions(state: &State) -> BTreeMap<Text, Duration> {
    of(state).and_then(|scenario| scenario.transitions_before.clone()).unwrap_or_else(|| transitions::chosen(state))
}

/// Says how long some transitions take, in a scenario and after it.
///
/// # Errors
/// Those of [`transitions::set`].
pub fn set_transitions(state: &State, partial: Value, path: &Path<'_>) -> Result<Entries> {
    let mut entries = set_own_transitions(state, partial.clone(), path)?;
    entries.extend(transitions::set(state, partial, path)?);
    Ok(entries)
}

/// Says how long some transitions take where no scenario says otherwise.
///
/// # Errors
/// Those of [`transitions::set`].
pub fn set_own_transitions(state: &State, partial: Value, path: &Path<'_>) -> Result<Entries> {
    let Some((scenario, before)) = of(state).and_then(|it| Some((it, it.transitions_before.clone()?))) else {
        return transitions::set(state, partial, path);
    };
    let transitions_before = Some(transitions::laid_over(before, partial, path)?);
    let entry = Entry::one(CurrentScenario { transitions_before, ..scenario.clone() });
    Ok([entry].into_iter().filter(|entry| state.differs(entry)).collect())
}
