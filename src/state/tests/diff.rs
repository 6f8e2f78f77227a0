//! JSON Patch between states, applied by another implementation of it.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::{Mode, State, diff, overlay};
use super::{after, arg, setting};
use crate::document::{JsonPatch, JsonPatchOperation, Path};
use crate::store::Store;
use crate::store::tests::{Operation, now, operation, run};

fn json_of(state: &State) -> Json {
    serde_json::to_value(state).unwrap()
}

fn apply(operations: &[JsonPatchOperation], value: &mut Json) {
    let patch: json_patch::Patch = serde_json::from_value(serde_json::to_value(operations).unwrap()).unwrap();
    json_patch::patch(value, &patch).unwrap();
}

fn leads_to(from: &State, to: &State) {
    let mut json = json_of(from);
    apply(&diff(from, to), &mut json);
    assert_eq!(json, json_of(to));
}

fn patched(state: &State, partial: &Json) -> State {
    after(state, &overlay(state, arg(partial), &Path::Root(""), Mode::Patch, &setting()).unwrap())
}

fn ran(start: &State, operations: &[Operation]) -> State {
    let store = Store::new(start.clone(), setting().profile);
    for (step, operation) in operations.iter().enumerate() {
        run(&store, operation, now(step));
    }
    store.snapshot().unwrap().state
}

fn small_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), (0..3_u8).prop_map(Json::from)];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let key = prop_oneof![Just("a"), Just("~1"), Just("a/b"), Just(""), Just("0")];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Json>()),
        ]
    })
}

proptest! {
    #[test]
    fn leads_from_any_state_to_any_other(
        shared in prop::collection::vec(operation(), 0..20),
        one in prop::collection::vec(operation(), 0..20),
        other in prop::collection::vec(operation(), 0..20),
    ) {
        let start = ran(&State::defaults(&setting()), &shared);
        let (one, other) = (ran(&start, &one), ran(&start, &other));
        leads_to(&one, &other);
        leads_to(&State::empty(), &one);
        leads_to(&one, &State::empty());
        prop_assert_eq!(diff(&one, &one), []);
    }

    #[test]
    fn leads_from_any_value_to_any_other(from in small_json(), to in small_json()) {
        let mut patch = JsonPatch::default();
        patch.below("value", |patch| patch.values(&from, &to));
        let mut document = json!({ "value": from });
        apply(&patch.into_operations(), &mut document);
        prop_assert_eq!(document, json!({ "value": to }));
    }
}

#[test]
fn names_fields_and_escapes_names() {
    let start = State::defaults(&setting());
    let parameter =
        |value: &str| json!({ "value": value, "type": "String", "lastModified": "2026-01-30T00:00:00.000Z" });
    let one =
        patched(&start, &json!({ "ssm": { "parameters": { "/a~b": parameter("1") } }, "ours": { "deep": [1, 2] } }));
    let other = patched(&one, &json!({ "ssm": { "parameters": { "/a~b": parameter("2") } }, "ours": { "deep": [2] } }));
    let operations = serde_json::to_value(diff(&one, &other)).unwrap();
    let expected = json!([
        { "op": "replace", "path": "/ssm/parameters/~1a~0b/value", "value": "2" },
        { "op": "remove", "path": "/ours/deep/0" },
    ]);
    assert_eq!(operations, expected);
}

#[test]
fn names_only_what_is_new_and_gone_at_the_ends_of_a_list() {
    let backup = |day: u8| json!({ "name": day.to_string(), "date": format!("2026-01-{day:02}"), "size": "" });
    let with = |days: &[u8]| {
        let backups: Vec<_> = days.iter().map(|day| backup(*day)).collect();
        patched(&State::defaults(&setting()), &json!({ "backups": backups }))
    };
    let operations = serde_json::to_value(diff(&with(&[13, 12, 11]), &with(&[14, 13, 12]))).unwrap();
    let expected = json!([
        { "op": "add", "path": "/backups/0", "value": backup(14) },
        { "op": "remove", "path": "/backups/3" },
    ]);
    assert_eq!(operations, expected);
}
