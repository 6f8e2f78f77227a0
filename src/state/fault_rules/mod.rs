//! The rules by which calls fail, in the order in which they are tried.

pub mod amount;
pub mod effect;
mod keys;
pub mod latency;
mod moment;
pub mod pattern;
mod rule;
#[cfg(test)]
mod tests;
pub mod throttle;

use std::collections::HashSet;
use std::sync::Arc;

use compact_str::format_compact;
use serde::Serialize;

pub use moment::Moment;
pub use rule::FaultRule;

use super::random::Random;
use super::{Area, Entries, Entry, Key, Presence, Record, Spec, State, Stored};
use crate::document::{Field, Path, Text, Value};
use crate::error::Result;

/// How many rules there can be.
const MOST: usize = 1000;

/// The rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FaultRules(pub Vec<Arc<FaultRule>>);

impl Field for FaultRules {
    /// Reads the rules. One without an id gets the first free one of `fault-1`, `fault-2`….
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let values = match value {
            Value::Null => Vec::new(),
            Value::Array(values) if values.len() > MOST => {
                return Err(Value::Array(values).refuse(path, "a list of no more than 1,000 rules"));
            }
            Value::Array(values) => values,
            other => return Err(other.mismatch(path, "an array")),
        };
        let values = with_ids(values);
        let read = |(index, value)| {
            let at = path.index(index);
            FaultRule::read(value, &at)?.check(&at).map(Arc::new)
        };
        let rules: Vec<_> = values.into_iter().enumerate().map(read).collect::<Result<_>>()?;
        let mut ids = HashSet::new();
        match rules.iter().position(|rule| !ids.insert(rule.id.as_str())) {
            Some(index) => {
                let id = rules.get(index).map(|rule| rule.id.clone()).unwrap_or_default();
                Err(Value::String(id).refuse(&path.index(index).key("id"), "unlike that of every other rule"))
            }
            None => Ok(Self(rules)),
        }
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for FaultRules {
    const SPEC: Spec =
        Spec { section: "faults", presence: Presence::NotEmpty, ..Spec::one("faultRules", &["faults", "rules"]) };

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Rules of which each has an id.
fn with_ids(mut values: Vec<Value>) -> Vec<Value> {
    let id_of = |value: &Value| match value {
        Value::Object(entries) => entries.iter().rfind(|(key, _)| key == "id").map(|(_, id)| id.clone()),
        _ => None,
    };
    let mut taken: HashSet<Text> = HashSet::new();
    taken.extend(
        values.iter().filter_map(|value| if let Some(Value::String(id)) = id_of(value) { Some(id) } else { None }),
    );
    let mut free = (1_u64..).map(|number| format_compact!("fault-{number}")).filter(|id| !taken.contains(id));
    for value in &mut values {
        let is_without = matches!(id_of(value), None | Some(Value::Undefined | Value::Null));
        if let Value::Object(entries) = value
            && is_without
            && let Some(id) = free.next()
        {
            entries.retain(|(key, _)| key != "id");
            entries.insert(0, ("id".into(), Value::String(id)));
        }
    }
    values
}

/// The rules of a state.
#[must_use]
pub fn all(state: &State) -> &[Arc<FaultRule>] {
    let document = state.get(Area::FaultRules, &Key::Only).and_then(FaultRules::from_document);
    document.map_or(&[], |rules| &rules.0)
}

/// What makes some rules those of the state.
#[must_use]
pub fn set(rules: Vec<Arc<FaultRule>>) -> Entry {
    if rules.is_empty() { Entry::gone(Area::FaultRules, Key::Only) } else { Entry::one(FaultRules(rules)) }
}

/// Adds a rule, or puts it in the place of the one of its id, and answers it. It has not hit yet.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue) with the path of
/// what is wrong, from `rule` on.
pub fn add(state: &State, rule: Value, random: &Random) -> Result<(Entries, Arc<FaultRule>)> {
    let path = Path::Root("rule");
    let mut fields = keys::check(rule, &path)?;
    let mut rules = all(state).to_vec();
    let id = Option::<Text>::read(Value::take(&mut fields, "id"), &path.key("id"))?;
    let id = id.unwrap_or_else(|| new_id(&rules, random));
    fields.push(("id".into(), Value::String(id.clone())));
    let rule = Arc::new(FaultRule::read(Value::Object(fields), &path)?.check(&path)?);
    let is_full = rules.len() >= MOST;
    match rules.iter_mut().find(|present| present.id == id) {
        Some(present) => *present = Arc::clone(&rule),
        None if is_full => {
            return Err(Value::Object(Vec::new()).refuse(&path, "one of no more than 1,000"));
        }
        None => rules.push(Arc::clone(&rule)),
    }
    Ok((set(rules).into(), rule))
}

/// An id that no rule has. It is random, so that the id of a rule that is gone does not come to mean another one.
fn new_id(rules: &[Arc<FaultRule>], random: &Random) -> Text {
    loop {
        let id = format_compact!("fault-{}", random.digits(36, 7));
        if rules.iter().all(|rule| rule.id != id) {
            return id;
        }
    }
}

/// Removes a rule.
#[must_use]
pub fn remove(state: &State, id: &str) -> Entries {
    let rules = all(state);
    let others: Vec<_> = rules.iter().filter(|rule| rule.id != id).map(Arc::clone).collect();
    if others.len() < rules.len() { set(others).into() } else { Entries::new() }
}

/// Removes all rules.
#[must_use]
pub fn clear(state: &State) -> Entries {
    if all(state).is_empty() { Entries::new() } else { set(Vec::new()).into() }
}

/// Puts a list of rules in the place of all there are. None has hit yet.
///
/// # Errors
/// As [`add`], with a path from `path` on.
pub fn replacing(rules: Value, path: &Path<'_>) -> Result<Entries> {
    given(rules, path).map(|FaultRules(rules)| set(rules).into())
}

/// Reads a list of rules that a caller gives. None has hit yet.
pub(super) fn given(rules: Value, path: &Path<'_>) -> Result<FaultRules> {
    let Value::Array(rules) = rules else { return Err(rules.mismatch(path, "an array")) };
    let rules = rules.into_iter().enumerate().map(|(i, rule)| keys::check(rule, &path.index(i)).map(Value::Object));
    FaultRules::read(Value::Array(rules.collect::<Result<_>>()?), path)
}
