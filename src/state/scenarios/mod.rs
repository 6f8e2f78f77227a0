//! Scenarios: a state laid over the initial one, rules, and what happens later.

mod scenario;
mod timeline;

use crate::document::{Path, Text, UnknownKeys, Value};
use crate::error::Result;
use crate::state::current_scenario::{CurrentScenario, own_transitions};
use crate::state::{Draft, Key, Mode, Origin, State, fault_rules, instances, overlay, scheduled, transitions};
use scenario::Scenario;

/// The scenarios that come with this package, as JSON: an array.
pub const BUILT_IN: &str = include_str!("built_in.json");

/// The name and the description of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The name.
    pub name: Text,
    /// The description.
    pub description: Text,
}

impl From<Title> for Vec<String> {
    fn from(title: Title) -> Self {
        vec![title.name.into(), title.description.into()]
    }
}

/// The state that a scenario puts in the place of the present one: the initial state with that of the scenario laid
/// over it. The clock and the random numbers go on, and as after a reset no number is given out twice.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue) with the path of
/// what is wrong.
pub fn apply(present: &State, scenario: Value, path: &Path<'_>, origin: &Origin) -> Result<State> {
    let scenario = Scenario::read(scenario, path)?;
    let setting = &origin.setting;
    let mut draft = Draft::new(&present.reset_in_time(&State::initial(origin)?), setting.clone());
    let before = own_transitions(draft.state());
    if scenario.state.is_given() {
        let initial = draft.state().clone();
        draft.apply(overlay(&initial, scenario.state, &path.key("state"), Mode::Initial, setting)?);
        instances::stamp_changed(&mut draft, &initial);
    }
    if scenario.faults.is_given() {
        draft.apply(fault_rules::replacing(scenario.faults, &path.key("faults"))?);
    }
    if scenario.transitions.is_given() {
        draft.apply(transitions::set(draft.state(), scenario.transitions, &path.key("transitions"))?);
    }
    let current = CurrentScenario {
        transitions_before: Some(before).filter(|before| *before != transitions::chosen(draft.state())),
        name: scenario.name,
        description: scenario.description,
        applied_at: setting.now.iso(),
        unknown: UnknownKeys::default(),
    };
    scheduled::begin_all(&mut draft);
    timeline::schedule(&mut draft, scenario.timeline, &current.name, &path.key("timeline"))?;
    draft.set(Key::Only, current);
    Ok(draft.into_state())
}

/// Checks a scenario as far as that is possible without the state that it will be applied to.
///
/// # Errors
/// Those of [`apply`].
pub fn check(scenario: Value, path: &Path<'_>, origin: &Origin) -> Result<Title> {
    let state = apply(&State::empty(), scenario, path, origin)?;
    let current = state.one::<CurrentScenario>()?;
    Ok(Title { name: current.name.clone(), description: current.description.clone() })
}
