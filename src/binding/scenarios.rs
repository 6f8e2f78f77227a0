//! Scenarios.

use std::sync::Arc;

use napi::Env;
use napi_derive::napi;

use super::answer::Answer;
use super::argument::Argument;
use super::error::Result;
use super::handle::with;
use super::operations::{change_with, json};
use crate::aws::faults::doubts_of_rule;
use crate::document::{Path, Value};
use crate::state::{Origin, Setting, fault_rules, scenarios};
use crate::time::Now;

const PATH: Path<'static> = Path::Root("scenario");

/// The scenarios that come with the package, as JSON.
#[napi(catch_unwind)]
fn built_in_scenarios() -> &'static str {
    scenarios::BUILT_IN
}

/// Checks a scenario, and answers its name and its description.
#[napi(catch_unwind)]
fn check_scenario(store: u32, now: f64, scenario: Argument) -> Result<Vec<String>> {
    let (scenario, now) = (scenario.value()?, Now::from_millis(now)?);
    with(store, |share| {
        let options = share.options();
        let setting = Setting { profile: Arc::clone(&options.profile), ..Setting::at(now) };
        let origin = Origin { initial_state: options.initial_state.clone(), setting };
        Ok(scenarios::check(scenario, &PATH, &origin)?.into())
    })
}

/// Puts a scenario in the place of all there is, and answers what is doubtful about its rules, as JSON.
#[napi(catch_unwind)]
fn apply_scenario(env: &Env, store: u32, now: f64, scenario: Argument) -> Result<Answer<'_, String>> {
    let scenario = scenario.value()?;
    if !matches!(scenario, Value::Object(_)) {
        return Err(scenario.mismatch(&PATH, "of type string or an object").into());
    }
    let initial_state = with(store, |share| Ok(share.options().initial_state.clone()))?;
    change_with(env, store, now, move |state, setting| {
        let origin = Origin { initial_state, setting: setting.clone() };
        let applied = scenarios::apply(state, scenario, &PATH, &origin)?;
        let doubts: Vec<_> = fault_rules::all(&applied).iter().flat_map(|rule| doubts_of_rule(rule)).collect();
        Ok((applied, json(&doubts)))
    })
}
