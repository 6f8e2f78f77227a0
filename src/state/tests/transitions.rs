//! How long transitions take.

use serde_json::{Value as Json, json};

use super::super::State;
use super::super::transitions::{self, Transition};
use super::{after, arg, setting};
use crate::document::Path;

fn set(state: &State, durations: &Json) -> Result<State, String> {
    let entries = transitions::set(state, arg(durations), &Path::Root("transitions"));
    entries.map(|entries| after(state, &entries)).map_err(|error| error.to_string())
}

fn durations(state: &State) -> [Json; 2] {
    [Transition::Pending, Transition::Stack].map(|it| serde_json::to_value(it.duration(state)).unwrap())
}

#[test]
fn take_what_was_chosen_or_what_all_take_or_the_default() {
    let state = State::defaults(&setting());
    assert_eq!(durations(&state), [2500, 3000]);
    let state = set(&state, &json!({ "ec2:pending": 5 })).unwrap();
    assert_eq!(durations(&state), [5, 3000]);
    let state = set(&state, &json!({ "cloudformation:stack": "manual", "*": { "polls": 2 } })).unwrap();
    assert_eq!(durations(&state), [json!({ "polls": 2 }), json!("manual")]);
    let state = set(&state, &json!({ "*": null })).unwrap();
    assert_eq!(durations(&state), [json!(2500), json!("manual")]);
}

#[test]
fn are_those_of_all_although_all_took_as_long_before() {
    let state = set(&State::defaults(&setting()), &json!({ "*": 5 })).unwrap();
    let state = set(&state, &json!({ "ec2:pending": 6 })).unwrap();
    assert_eq!(durations(&set(&state, &json!({ "*": 5 })).unwrap()), [5, 5]);
    assert_eq!(durations(&set(&state, &json!({ "ec2:pending": 7, "*": 5 })).unwrap()), [7, 5]);
}

#[test]
fn are_the_same_when_they_are_set_again() {
    for durations in [json!({ "*": "immediate" }), json!({ "*": "manual", "ec2:pending": 5 })] {
        let state = set(&State::defaults(&setting()), &durations).unwrap();
        assert!(transitions::set(&state, arg(&durations), &Path::Root("transitions")).unwrap().is_empty());
    }
    let state = set(&State::defaults(&setting()), &json!({ "*": "manual", "ec2:pending": 5 })).unwrap();
    let state = set(&state, &json!({ "*": "manual" })).unwrap();
    assert_eq!(self::durations(&state), ["manual", "manual"]);
}

#[test]
fn are_kept_by_a_reset() {
    let initial = State::defaults(&setting());
    let state = set(&initial, &json!({ "*": "immediate", "ec2:pending": 7 })).unwrap();
    assert_eq!(durations(&state.reset_to(&initial)), [json!(7), json!("immediate")]);
}

#[test]
fn are_refused_with_the_path_of_what_is_wrong() {
    let state = State::defaults(&setting());
    for (wrong, path) in [
        (json!([]), "transitions"),
        (json!({ "ec2:starting": 5 }), "transitions"),
        (json!({ "ec2:pending": -1 }), "transitions[\"ec2:pending\"]"),
        (json!({ "ec2:pending": "later" }), "transitions[\"ec2:pending\"]"),
        (json!({ "ec2:pending": true }), "transitions[\"ec2:pending\"]"),
        (json!({ "*": { "poll": 1 } }), "transitions[\"*\"].polls"),
        (json!({ "*": { "polls": 1.5 } }), "transitions[\"*\"].polls"),
        (json!({ "*": { "polls": 1, "ms": 1 } }), "transitions[\"*\"]"),
    ] {
        let message = set(&state, &wrong).unwrap_err();
        assert!(message.contains(&format!("\"{path}\"")), "{wrong}: {message}");
    }
}
