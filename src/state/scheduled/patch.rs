//! A patch that waits: a partial state as JSON, which has neither `undefined` nor a `Map`.

use crate::document::{Field, Path, Value};
use crate::error::Result;
use crate::state::{Mode, Setting, State, overlay};

/// A partial state.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Partial(serde_json::Value);

impl Field for Partial {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        value.into_json(path).map(Self)
    }

    fn heap_size(&self) -> usize {
        crate::document::json_size(&self.0)
    }
}

impl Partial {
    /// The partial state as an argument.
    pub(super) fn value(&self) -> Value {
        Value::from(self.0.clone())
    }

    /// Checks a patch and makes it one that can wait: `undefined` becomes `null` where that removes what is there.
    pub(in crate::state) fn check(state: &State, mut patch: Value, at: &Path<'_>, setting: &Setting) -> Result<Self> {
        let is_accepted = |patch: &Value| overlay(state, patch.clone(), at, Mode::Patch, setting);
        is_accepted(&patch)?;
        let mut undefined = Vec::new();
        find_undefined(&patch, &mut Vec::new(), &mut undefined);
        for place in undefined {
            replace(&mut patch, &place, Value::Null);
            if is_accepted(&patch).is_err() {
                replace(&mut patch, &place, Value::Undefined);
            }
        }
        Self::read(without_maps(patch), at)
    }
}

/// The places of all that is `undefined`, each as the numbers of the entries that lead there.
fn find_undefined(value: &Value, place: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    match value {
        Value::Undefined => found.push(place.clone()),
        Value::Object(entries) | Value::Map(entries) => {
            for (index, (_, value)) in entries.iter().enumerate() {
                place.push(index);
                find_undefined(value, place, found);
                place.pop();
            }
        }
        _ => {}
    }
}

fn replace(value: &mut Value, place: &[usize], replacement: Value) {
    match (place, value) {
        ([], value) => *value = replacement,
        ([index, rest @ ..], Value::Object(entries) | Value::Map(entries)) => {
            if let Some((_, value)) = entries.get_mut(*index) {
                replace(value, rest, replacement);
            }
        }
        _ => {}
    }
}

fn without_maps(value: Value) -> Value {
    match value {
        Value::Object(entries) | Value::Map(entries) => {
            Value::Object(entries.into_iter().map(|(key, value)| (key, without_maps(value))).collect())
        }
        other => other,
    }
}
