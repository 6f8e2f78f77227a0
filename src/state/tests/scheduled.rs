//! What is scheduled, and its order.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use super::super::instance::{self, Instance, ServerState};
use super::super::scheduled::{self, Scheduled};
use super::super::transitions::{self, Transition};
use super::super::{Draft, Key, State, clock, instances, parameters, read_state};
use super::{after, arg, now, setting};
use crate::document::{Path, Value};
use crate::error::Error;
use crate::state::random::Random;
use crate::time::Now;

fn start() -> State {
    State::defaults(&setting())
}

/// A patch that adds a letter to what tells the order.
fn letter(letter: &str) -> Json {
    json!({ "ssm": { "parameters": { letter: { "value": "", "type": "String", "lastModified": "" } } } })
}

fn schedule(state: &mut State, ms: f64, patch: &Json) -> String {
    let (entries, id) = scheduled::schedule(state, arg(&json!(ms)), arg(patch), &setting()).unwrap();
    *state = after(state, &entries);
    id.into()
}

fn transitions_are(state: &mut State, durations: &Json) {
    *state = after(state, &transitions::set(state, arg(durations), &Path::Root("transitions")).unwrap());
}

/// Begins a transition of the methods' instance.
fn begin(state: &mut State, intermediate: ServerState, transition: Transition) {
    let mut draft = Draft::new(state, setting());
    let mut instance = Instance::clone(state.one().unwrap());
    instance.state = intermediate;
    let id = instance.instance_id.clone();
    draft.set(Key::Only, instance);
    draft.begin(transition, &id);
    *state = after(state, &draft.into_entries());
}

fn ids(state: &State) -> Vec<String> {
    state.all::<Scheduled>().map(|(name, _)| name.to_string()).collect()
}

fn server_state(state: &State) -> ServerState {
    state.one::<Instance>().unwrap().state
}

/// Does everything that is due at some time; answers when, and what it added.
fn complete_all(state: &mut State) -> Vec<(i64, String)> {
    let mut done = Vec::new();
    while let Some(due) = scheduled::next_due(state) {
        let before: HashSet<_> = state.all::<parameters::Parameter>().map(|(name, _)| name.to_string()).collect();
        *state = after(state, &scheduled::complete_next(state, &setting()).unwrap());
        let mut names = state.all::<parameters::Parameter>().map(|(name, _)| name.to_string());
        done.push((due.millis() - now().millis(), names.find(|name| !before.contains(name)).unwrap_or_default()));
    }
    done
}

fn order(done: &[(i64, String)]) -> Vec<(i64, &str)> {
    done.iter().map(|(ms, name)| (*ms, name.as_str())).collect()
}

#[test]
fn comes_due_in_the_order_of_time_and_then_of_the_calls() {
    let mut state = start();
    for (ms, name) in [(2000.0, "d"), (5.0, "a"), (2000.0, "e"), (100.5, "c"), (5.0, "b"), (2000.0, "f")] {
        schedule(&mut state, ms, &letter(name));
    }
    let expected = [(5, "a"), (5, "b"), (101, "c"), (2000, "d"), (2000, "e"), (2000, "f")];
    assert_eq!(order(&complete_all(&mut state)), expected);
    assert_eq!(ids(&state), [""; 0]);
}

#[test]
fn keeps_the_order_of_more_than_ten_of_one_moment() {
    let mut state = start();
    let names: Vec<_> = (0..25).map(|number| format!("{number:02}")).collect();
    for name in &names {
        schedule(&mut state, 1.0, &letter(name));
    }
    let done = complete_all(&mut state);
    assert_eq!(done.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), names);
}

#[test]
fn is_stamped_with_the_time_at_which_it_is_due() {
    let mut state = start();
    schedule(&mut state, 9000.0, &letter("a"));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    complete_all(&mut state);
    assert_eq!(state.one::<Instance>().unwrap().last_updated, now().moved(2500).iso());
}

#[test]
fn has_an_id_that_nothing_else_ever_has() {
    let mut state = start();
    let mut seen = HashSet::new();
    for _ in 0..200 {
        let id = schedule(&mut state, 1.0, &letter("a"));
        assert!(seen.insert(id.clone()), "{id}");
        state = after(&state, &scheduled::cancel(&state, &id));
        assert!(scheduled::cancel(&state, &id).is_empty());
    }
}

#[test]
fn is_gone_once_it_is_cancelled() {
    let mut state = start();
    schedule(&mut state, 1.0, &letter("a"));
    let id = schedule(&mut state, 1.0, &letter("b"));
    state = after(&state, &scheduled::cancel(&state, &id));
    assert_eq!(order(&complete_all(&mut state)), [(1, "a")]);
    assert!(scheduled::cancel(&state, "instance").is_empty());
}

#[test]
fn is_in_order_up_to_the_last_year_of_four_digits_and_refused_beyond() {
    let mut state = start();
    #[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
    let last = (253_402_300_799_999 - now().millis()) as f64;
    schedule(&mut state, last, &letter("b"));
    schedule(&mut state, 1.0, &letter("a"));
    let refused = scheduled::schedule(&state, arg(&json!(last + 1.0)), arg(&json!({})), &setting()).unwrap_err();
    assert!(matches!(&refused, Error::ArgValue { path, .. } if path == "delayMs"), "{refused:?}");
    transitions_are(&mut state, &json!({ "ec2:pending": 8.0e15 }));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    let done = complete_all(&mut state);
    assert_eq!(done.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["a", "b", ""]);
}

#[test]
fn is_due_at_once_where_a_realm_is_beyond_that_year() {
    let mut state = start();
    let late = setting().moved_to(Now::from_epoch(8_000_000_000_000_000));
    let mut draft = Draft::new(&state, late.clone());
    draft.begin(Transition::Pending, "i-1");
    state = after(&state, &draft.into_entries());
    assert!(scheduled::next_due(&state).is_some_and(|due| due < late.now));
}

#[test]
fn a_name_given_by_hand_keeps_nothing_from_coming_due() {
    let text = json!({ "scheduled": {
        "!": { "patch": {} }, "2020#1": { "patch": {} }, "1 Jan 2099#000001": { "patch": {} }, "mine": { "patch": {} },
        "zzz": { "patch": {} }, "2026-01-29T10:00:01.000Z#000001-abcdef": { "patch": letter("a") },
    } });
    let (mut state, _) = read_state(text.to_string().as_bytes(), &start(), &setting()).unwrap();
    transitions_are(&mut state, &json!({ "*": { "polls": 1 } }));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    assert_eq!(order(&complete_all(&mut state)), [(1000, "a")]);
    let mut draft = Draft::new(&state, setting());
    draft.look("i-mock1234567890abcdef");
    assert_eq!(server_state(draft.state()), ServerState::Running);
}

#[test]
fn what_waits_for_the_clock_comes_due_when_it_is_moved_after_what_is_due_then_anyway() {
    let mut state = start();
    transitions_are(&mut state, &json!({ "*": "manual" }));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    assert_eq!(scheduled::next_due(&state), None);
    for name in ["a", "b", "c"] {
        schedule(&mut state, 10.0, &letter(name));
    }
    state = after(&state, &clock::advance(&state, arg(&json!(10)), now(), &Random::default()).unwrap());
    assert_eq!(order(&complete_all(&mut state)), [(10, "a"), (10, "b"), (10, "c"), (10, "")]);
    assert_eq!(server_state(&state), ServerState::Running);
}

#[test]
fn what_waits_for_the_clock_comes_due_last_also_where_it_is_moved_beyond_the_year_9999() {
    let mut state = start();
    transitions_are(&mut state, &json!({ "*": "manual" }));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    schedule(&mut state, 10.0, &letter("a"));
    state = after(&state, &clock::advance(&state, arg(&json!(8.0e15)), now(), &Random::default()).unwrap());
    let done = complete_all(&mut state);
    assert_eq!(done.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["a", ""]);
    assert_eq!(server_state(&state), ServerState::Running);
}

#[test]
fn a_transition_that_takes_looks_is_over_with_the_last_one() {
    let mut state = start();
    transitions_are(&mut state, &json!({ "ec2:stopping": { "polls": 2 } }));
    begin(&mut state, ServerState::Stopping, Transition::Stopping);
    let mut draft = Draft::new(&state, setting());
    draft.look("i-other");
    draft.look("i-mock1234567890abcdef");
    assert_eq!(server_state(draft.state()), ServerState::Stopping);
    assert_eq!(draft.state().all::<Scheduled>().next().unwrap().1.polls.map(|polls| polls.0), Some(1));
    draft.look("i-mock1234567890abcdef");
    assert_eq!(server_state(draft.state()), ServerState::Stopped);
    assert_eq!(ids(draft.state()), [""; 0]);
    assert_eq!(ids(&after(&state, &draft.into_entries())), [""; 0]);
}

#[test]
fn an_immediate_transition_is_over_with_the_call_that_begins_it() {
    let mut state = start();
    transitions_are(&mut state, &json!({ "*": "immediate" }));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    assert_eq!(server_state(&state), ServerState::Running);
    assert_eq!(ids(&state), [""; 0]);
}

#[test]
fn a_method_that_sets_a_resource_takes_back_what_is_under_way_for_it() {
    let mut state = start();
    begin(&mut state, ServerState::Pending, Transition::Pending);
    schedule(&mut state, 1.0, &letter("a"));
    let entries = instance::set_state(&state, Value::String("stopped".into()), now()).unwrap();
    let state = after(&state, &scheduled::taking_back(&state, entries));
    assert_eq!(server_state(&state), ServerState::Stopped);
    assert_eq!(ids(&state).len(), 1, "a patch is of no resource");
}

#[test]
fn a_patch_that_is_due_takes_it_back_too() {
    let mut state = start();
    schedule(&mut state, 1000.0, &json!({ "instance": { "state": "stopped" } }));
    begin(&mut state, ServerState::Pending, Transition::Pending);
    assert_eq!(complete_all(&mut state).len(), 1);
    assert_eq!(server_state(&state), ServerState::Stopped);
}

#[test]
fn a_method_that_sets_something_else_takes_nothing_back() {
    let mut state = start();
    begin(&mut state, ServerState::Pending, Transition::Pending);
    let put = parameters::put(&state, "a", "1".into(), Value::Undefined, true, now()).unwrap();
    let mut state = after(&state, &scheduled::taking_back(&state, put));
    assert_eq!(complete_all(&mut state).len(), 1);
    assert_eq!(server_state(&state), ServerState::Running);
}

#[test]
fn what_is_set_beside_the_state_takes_nothing_back() {
    for (partial, left) in
        [(json!({ "tags": {} }), 1), (json!({ "state": "pending" }), 1), (json!({ "state": "stopped" }), 0)]
    {
        let mut state = start();
        begin(&mut state, ServerState::Pending, Transition::Pending);
        let entries = instance::merge(&state, arg(&partial), now()).unwrap();
        let state = after(&state, &scheduled::taking_back(&state, entries));
        assert_eq!(ids(&state).len(), left, "{partial}");
    }
    let mut state = start();
    begin(&mut state, ServerState::Pending, Transition::Pending);
    let entries = instance::set_state(&state, Value::String("pending".into()), now()).unwrap();
    assert_eq!(ids(&after(&state, &scheduled::taking_back(&state, entries))), [""; 0]);
}

#[test]
fn only_what_is_under_way_for_the_resource_of_a_draft_is_taken_back() {
    let mut draft = Draft::new(&start(), setting());
    for id in ["i-1", "i-2"] {
        draft.begin(Transition::Pending, id);
        draft.begin(Transition::Volume, id);
    }
    draft.take_back("i-1");
    draft.take_back_one(Transition::Volume, "i-2");
    let left: Vec<_> =
        draft.state().all::<Scheduled>().map(|(_, it)| (it.resource.as_deref(), it.transition)).collect();
    assert_eq!(left, [(Some("i-2"), Some(Transition::Pending))]);
}

#[test]
fn an_instance_that_is_gone_meanwhile_is_not_brought_back() {
    let mut draft = Draft::new(&start(), setting());
    draft.begin(Transition::Pending, "i-1");
    let mut state = after(&start(), &draft.into_entries());
    complete_all(&mut state);
    assert_eq!(instances::all(&state).count(), 1);
}

#[test]
fn a_patch_is_checked_when_it_is_scheduled() {
    let refused = |patch: Value| scheduled::schedule(&start(), arg(&json!(1)), patch, &setting()).unwrap_err();
    let wrong = refused(arg(&json!({ "instance": { "state": "gone" } })));
    assert!(matches!(&wrong, Error::ArgValue { path, .. } if path == "patch.instance.state"), "{wrong:?}");
    let none = refused(Value::Null);
    assert!(matches!(&none, Error::ArgType { path, .. } if path == "patch"), "{none:?}");
    for delay in [json!(-1), json!("1")] {
        let error = scheduled::schedule(&start(), arg(&delay), arg(&json!({})), &setting()).unwrap_err();
        assert!(error.to_string().contains("\"delayMs\""), "{error}");
    }
}

#[test]
fn a_patch_means_what_it_would_have_meant_at_once() {
    let object = |entries: Vec<(&str, Value)>| {
        Value::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    };
    let failures = Value::Map(vec![("Op".into(), arg(&json!({ "failNext": true, "alwaysFail": false })))]);
    let patch = object(vec![
        ("instance", object(vec![("availabilityZone", Value::Undefined), ("hasVolume", Value::Undefined)])),
        ("faults", object(vec![("operationFailures", failures), ("globalLatencyMs", Value::Undefined)])),
        ("backups", Value::Undefined),
    ]);
    let (entries, _) = scheduled::schedule(&start(), arg(&json!(1)), patch, &setting()).unwrap();
    let mut state = after(&start(), &entries);
    complete_all(&mut state);
    let json = serde_json::to_value(&state).unwrap();
    assert_eq!(json["instance"].get("availabilityZone"), None);
    assert_eq!(json["instance"]["hasVolume"], true);
    assert_eq!(json["faults"]["operationFailures"]["Op"]["failNext"], true);
    assert_eq!(json["backups"].as_array().map(Vec::len), Some(3));
}
