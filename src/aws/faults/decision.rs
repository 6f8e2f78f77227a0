//! Which faults apply to a call.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::target::Target;
use super::words::{failure, named, with_code};
use crate::aws::error::AwsError;
use crate::document::{Milliseconds, Whole};
use crate::state::fault_rules::amount::Probability;
use crate::state::fault_rules::effect::{Connection, ErrorName, FaultError};
use crate::state::fault_rules::latency::LONGEST;
use crate::state::fault_rules::{self, FaultRule};
use crate::state::global_latency::GlobalLatency;
use crate::state::operation_failures::take;
use crate::state::{Area, Draft, Setting, State};

/// What the faults of the account do to a call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Decision {
    /// How many milliseconds the call waits first.
    pub before_ms: f64,
    /// How many milliseconds it waits once its change is made.
    pub after_ms: f64,
    /// What it is answered instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<Instead>,
    /// True if its change is made all the same.
    pub is_after: bool,
    /// The fault that decided, or those that only delay it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// What comes instead of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Instead {
    /// An error of the service.
    Error {
        /// The error.
        error: AwsError,
    },
    /// The connection breaks.
    Connection {
        /// How.
        connection: Connection,
        /// When, in milliseconds.
        #[serde(skip_serializing_if = "Option::is_none")]
        after_ms: Option<f64>,
    },
}

/// Decides on a call: the entries of `operationFailures`, then the rules in order, up to the first one that decides.
/// What this counts, draws and takes is in the draft.
#[must_use]
pub fn decide(draft: &mut Draft, target: &Target<'_>) -> Decision {
    let mut decision = Decision { before_ms: global_latency_ms(draft.state()), ..Decision::default() };
    if let Some((error, name)) = operation_failure(draft, target) {
        decision.instead = Some(Instead::Error { error });
        decision.fault = Some(name);
        return decision;
    }
    search(draft, target, &mut decision);
    decision
}

/// How many milliseconds every call waits.
fn global_latency_ms(state: &State) -> f64 {
    state.one::<GlobalLatency>().map_or(0.0, |latency| latency.0.0.min(LONGEST))
}

/// The error of the entry of `operationFailures` that is for a call, and the entry's name. One that is for the next call
/// only is taken away.
fn operation_failure(draft: &mut Draft, target: &Target<'_>) -> Option<(AwsError, String)> {
    if draft.state().len(Area::OperationFailure) == 0 {
        return None;
    }
    [target.action(), target.operation.to_owned()].into_iter().find_map(|name| {
        let (entries, taken) = take(draft.state(), &name);
        let error = failure(target, &*taken?, &name);
        draft.apply(entries);
        Some((error, name))
    })
}

fn search(draft: &mut Draft, target: &Target<'_>, decision: &mut Decision) {
    let rules = fault_rules::all(draft.state());
    if rules.is_empty() {
        return;
    }
    let setting = draft.setting();
    let actions = target.lowercase_actions();
    let mut counted = Vec::new();
    let mut delays = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        if rule.is_used_up() || !is_for(rule, &actions, setting) {
            continue;
        }
        let resource = rule.resource.as_ref().and_then(|resource| target.find_resource(resource));
        if resource.is_none() && rule.resource.as_ref().is_some_and(|resource| !resource.are_all()) {
            continue;
        }
        let (is_hit, counts) = count(rule, setting);
        counted.extend(counts.map(|rule| (index, rule)));
        if !is_hit {
            continue;
        }
        let is_after = rule.after == Some(true);
        let latency = rule.latency_ms.as_ref().map_or(0.0, |latency| latency.draw(&setting.random));
        *(if is_after { &mut decision.after_ms } else { &mut decision.before_ms }) += latency;
        if let Some(instead) = instead(rule, target, resource, setting) {
            decision.instead = Some(instead);
            decision.is_after = is_after;
            decision.fault = Some(rule.label().to_string());
            break;
        }
        delays.push(rule.label().as_str());
    }
    if decision.instead.is_none() && !delays.is_empty() {
        decision.fault = Some(delays.join(", "));
    }
    if counted.is_empty() {
        return;
    }
    let mut rules = rules.to_vec();
    for (index, counts) in counted {
        if let Some(rule) = rules.get_mut(index) {
            *rule = Arc::new(counts);
        }
    }
    draft.apply([fault_rules::set(rules)]);
}

/// True if action and time of a rule match.
fn is_for(rule: &FaultRule, actions: &[String], setting: &Setting) -> bool {
    actions.iter().any(|action| rule.action.match_lowercase(action)) && rule.is_in_force(setting.now)
}

/// Counts a call that a rule matches: whether the rule hits it, and the rule with its counters where these have changed.
fn count(rule: &FaultRule, setting: &Setting) -> (bool, Option<FaultRule>) {
    let mut counts = None;
    if rule.skip.is_some() || rule.every.is_some() {
        let Whole(skip) = rule.skip.unwrap_or_default();
        let Whole(matched) = rule.matched.unwrap_or_default().next();
        counts.get_or_insert_with(|| rule.clone()).matched = Some(Whole(matched));
        let every = rule.every.map_or(1, |Whole(every)| every.max(1));
        if matched <= skip || !(matched - skip).is_multiple_of(every) {
            return (false, counts);
        }
    }
    if let Some(Probability(probability)) = rule.probability
        && probability < 1.0
        && setting.random.unit() >= probability
    {
        return (false, counts);
    }
    if let Some(throttle) = &rule.throttle
        && let Some(bucket) = throttle.take(rule.bucket.as_ref(), setting.now)
    {
        counts.get_or_insert_with(|| rule.clone()).bucket = Some(bucket);
        return (false, counts);
    }
    counts.get_or_insert_with(|| rule.clone()).hits = Some(rule.hits.unwrap_or_default().next());
    (true, counts)
}

/// What a rule that hits has a call answered instead, for a resource where the rule names any; `None` where it only
/// delays it.
fn instead(rule: &FaultRule, target: &Target<'_>, resource: Option<&str>, setting: &Setting) -> Option<Instead> {
    if let Some(connection) = rule.connection {
        return Some(Instead::Connection { connection, after_ms: rule.after_ms.map(|Milliseconds(ms)| ms) });
    }
    let error = match &rule.error {
        Some(FaultError::Named(name)) => named(*name, target, resource, &setting.profile),
        Some(FaultError::Code(code)) => with_code(target, &code.0, None, rule.label()),
        Some(FaultError::Spelled(error)) => {
            let found = with_code(target, &error.code.0, error.message.as_deref(), rule.label());
            let status = error.status_code.map_or(found.status, |status| status.0);
            found.with_status(status)
        }
        None if rule.throttle.is_some() => named(ErrorName::Throttling, target, resource, &setting.profile),
        None => return None,
    };
    Some(Instead::Error { error })
}
