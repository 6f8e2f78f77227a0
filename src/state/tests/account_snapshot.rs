//! Snapshots of a whole account as text, and what a restore makes of them.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::{AccountSnapshot, Area, Mode, Origin, State, clock, fencing_token, leases, overlay};
use super::{after, arg, now, setting};
use crate::document::Path;
use crate::state::random::Random;
use crate::store::Store;
use crate::store::tests::{operation, run};

fn start() -> State {
    State::defaults(&setting())
}

fn origin() -> Origin {
    let initial_state = Some(arg(&json!({ "transitions": { "ec2:pending": 5 }, "ours": 1 })));
    Origin { initial_state, setting: setting() }
}

fn text(snapshot: &AccountSnapshot) -> Vec<u8> {
    let mut text = Vec::new();
    snapshot.write(&mut text).unwrap();
    text
}

fn json(snapshot: &AccountSnapshot) -> Json {
    serde_json::from_slice(&text(snapshot)).unwrap()
}

fn problem(json: &Json) -> String {
    AccountSnapshot::read(json.to_string().as_bytes(), &origin()).unwrap_err()
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(operations in prop::collection::vec(operation(), 0..30)) {
        let store = Store::new(start(), setting().profile);
        for (step, operation) in operations.iter().enumerate() {
            run(&store, operation, crate::store::tests::now(step));
        }
        let snapshot = AccountSnapshot::of(&store.snapshot().unwrap().state, now());
        let read = AccountSnapshot::read(&text(&snapshot), &origin()).unwrap();
        prop_assert_eq!(&read.state, &snapshot.state);
        prop_assert_eq!(text(&read), text(&snapshot));
    }
}

#[test]
fn begins_with_its_version_and_its_time() {
    let state = after(&start(), &clock::advance(&start(), arg(&json!(1000)), now(), &Random::default()).unwrap());
    let snapshot = AccountSnapshot::of(&state, now().moved(5));
    let text = String::from_utf8(text(&snapshot)).unwrap();
    let head = format!(
        "{{\n  \"version\": 1,\n  \"takenAt\": \"{}\",\n  \"state\": {{\n    \"instance\"",
        now().moved(1005).iso()
    );
    assert!(text.starts_with(&head), "{text}");
}

#[test]
fn is_the_same_whenever_the_clock_was_stopped_at_a_moment() {
    let at = |realm| {
        let entries =
            clock::set(&start(), &arg(&json!("2026-02-01T00:00:00.000Z")), realm, &Random::default()).unwrap();
        let state = after(&start(), &entries);
        text(&AccountSnapshot::of(&after(&state, &clock::freeze(&state, realm)), realm).normalized())
    };
    assert_eq!(at(now()), at(now().moved(5000)));
}

#[test]
fn time_goes_on_from_its_moment_or_stands_still_there() {
    let snapshot = AccountSnapshot::of(&start(), now());
    let restored = snapshot.restored(&start(), now().moved(60_000));
    assert_eq!(clock::now(&restored, now().moved(60_001)), now().moved(1));
    let frozen = after(&start(), &clock::freeze(&start(), now()));
    let restored = AccountSnapshot::of(&frozen, now().moved(3)).restored(&start(), now().moved(60_000));
    assert_eq!(clock::now(&restored, now().moved(99_000)), now());
    let resumed = after(&restored, &clock::resume(&restored, now().moved(99_000)));
    assert_eq!(clock::now(&resumed, now().moved(99_001)), now().moved(1));
}

#[test]
fn no_number_and_no_token_is_given_out_twice() {
    let old = start();
    let store = Store::new(start(), setting().profile);
    let lease = arg(&json!({ "owner": "o", "ttlMs": 1 }));
    store.commit_with(now(), |state, setting| leases::acquire(state, "l", lease, setting.now)).unwrap();
    let lines = arg(&json!(["a"]));
    store.commit_with(now(), |state, setting| super::super::commands::add(state, lines, 9, setting)).unwrap();
    let present = store.snapshot().unwrap().state;
    let restored = AccountSnapshot::of(&old, now()).restored(&present, now());
    assert_eq!(restored.list(Area::Command).next(), 1);
    assert_eq!(fencing_token::last(&restored), fencing_token::last(&present));
}

#[test]
fn a_part_that_is_always_there_has_a_default_and_any_other_is_empty() {
    let mut json = json(&AccountSnapshot::of(&start(), now()));
    json["state"].as_object_mut().unwrap().shift_remove("backups");
    let read = AccountSnapshot::read(json.to_string().as_bytes(), &origin()).unwrap();
    assert_eq!(read.state, start());
}

#[test]
fn says_what_is_wrong_and_where() {
    let whole = json(&AccountSnapshot::of(&start(), now()));
    let with = |key: &str, value: Json| {
        let mut json = whole.clone();
        json[key] = value;
        json
    };
    assert!(problem(&json!([])).contains("object"));
    assert!(problem(&json!({})).contains("\"version\""));
    assert!(problem(&with("version", json!(2))).contains("version 2"));
    assert!(problem(&with("version", json!("1"))).contains("\"version\" argument"));
    assert!(problem(&with("takenAt", json!("never"))).contains("\"takenAt\" argument"));
    assert!(problem(&with("state", json!(5))).contains("\"state\" argument"));
    let mut wrong = whole.clone();
    wrong["state"]["ssm"]["parameters"]["a"] = json!({ "value": 5 });
    assert!(problem(&wrong).contains("\"state.ssm.parameters.a.value\""), "{}", problem(&wrong));
    let text = whole.to_string();
    let truncated = AccountSnapshot::read(&text.as_bytes()[..text.len() - 9], &origin()).unwrap_err();
    assert!(truncated.contains("EOF"), "{truncated}");
}

#[test]
fn a_list_can_be_given_other_numbers_and_grows_on_from_there() {
    let line = |text: &str| arg(&json!([text]));
    let store = Store::new(start(), setting().profile);
    let add = |store: &Store, text: &str| {
        store.commit_with(now(), |state, setting| super::super::commands::add(state, line(text), 2, setting)).unwrap()
    };
    for text in ["a", "b", "c"] {
        add(&store, text);
    }
    let state = store.snapshot().unwrap().state;
    let renumbered = AccountSnapshot::of(&state, now()).restored(&state, now());
    assert_eq!((renumbered.list(Area::Command).first(), renumbered.list(Area::Command).next()), (3, 5));
    let store = Store::new(renumbered, setting().profile);
    let id = add(&store, "d");
    let state = store.snapshot().unwrap().state;
    let list = state.list(Area::Command);
    assert_eq!(list.iter().map(|(number, _)| number).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(list.find(&id).map(|(number, _)| number), Some(5));
    assert_eq!(list.get(5).map(|document| document.id().to_owned()).as_deref(), Some(&*id));
    let back = list.starting_at(0);
    assert_eq!((back.first(), back.next(), back.find(&id).map(|(number, _)| number)), (0, 2, Some(1)));
    let partial = arg(&json!({ "ssm": { "commands": [] } }));
    let emptied = after(&state, &overlay(&state, partial, &Path::Root(""), Mode::Patch, &setting()).unwrap());
    assert_eq!((emptied.list(Area::Command).first(), emptied.list(Area::Command).len()), (6, 0));
}
