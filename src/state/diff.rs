//! What leads from the JSON of one state to that of another, as operations of a JSON Patch.

use imbl::ordmap::DiffItem;
use serde::Serialize;
use serde_json::Value;

use super::json::{AreaJson, Section, is_left_out};
use super::layout::{Child, children};
use super::{Area, Document, Documents, List, State};
use crate::document::{JsonPatch, JsonPatchOperation, UnknownKeys};

/// The operations that make the JSON of one state that of another. What the states share is not looked at.
#[must_use]
pub fn diff(from: &State, to: &State) -> Vec<JsonPatchOperation> {
    let mut operations = JsonPatch::default();
    sections(&mut operations, from, to, &[]);
    operations.into_operations()
}

fn sections(operations: &mut JsonPatch, from: &State, to: &State, path: &'static [&'static str]) {
    for (name, child) in children(path) {
        let is_there = |state: &State| match child {
            Child::Area(area) => state.len(area) > 0 || !is_left_out(area),
            Child::Section(path) => Section { state, path }.is_present(),
        };
        let whole = || match child {
            Child::Area(area) => json(&AreaJson { state: to, area }),
            Child::Section(path) => json(&Section { state: to, path }),
        };
        operations.below(name, |operations| match (is_there(from), is_there(to), child) {
            (true, true, Child::Area(area)) => areas(operations, from, to, area),
            (true, true, Child::Section(path)) => sections(operations, from, to, path),
            (true, false, _) => operations.remove(),
            (false, true, _) => operations.add(whole()),
            (false, false, _) => {}
        });
    }
    unknown_keys(operations, from, to, path);
}

fn areas(operations: &mut JsonPatch, from: &State, to: &State, area: Area) {
    match (from.documents(area), to.documents(area)) {
        (Documents::One(Some(from)), Documents::One(Some(to))) => documents(operations, from, to),
        (Documents::Named(before), Documents::Named(after)) => {
            for item in before.diff(after) {
                match item {
                    DiffItem::Add(name, document) => {
                        operations.below(name, |operations| operations.add(json(document)));
                    }
                    DiffItem::Remove(name, _) => operations.below(name, JsonPatch::remove),
                    DiffItem::Update { old: (name, old), new: (_, new) } => {
                        operations.below(name, |operations| documents(operations, old, new));
                    }
                }
            }
            if area.spec().names.is_some() {
                unknown_keys(operations, from, to, area.spec().path);
            }
        }
        (Documents::List(from), Documents::List(to)) if !from.is_same(to) => {
            let all = |list: &List| list.iter().map(|(_, document)| document.clone()).collect::<Vec<_>>();
            operations.lists(&all(from), &all(to), json, documents);
        }
        _ => {}
    }
}

fn documents(operations: &mut JsonPatch, from: &Document, to: &Document) {
    if from != to {
        operations.values(&json(from), &json(to));
    }
}

/// Compares the keys that stand beside the known ones of a section.
fn unknown_keys(operations: &mut JsonPatch, from: &State, to: &State, path: &'static [&'static str]) {
    let keys =
        |state| Section { state, path }.unknown().map_or_else(|| json(&UnknownKeys::default()), |keys| json(&keys.0));
    operations.values(&keys(from), &keys(to));
}

/// What is in a state has a form in JSON.
fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
