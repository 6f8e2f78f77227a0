//! The account's clock.

use serde_json::json;

use super::super::{State, clock, read_state};
use super::{after, arg, now, setting};
use crate::document::Value;
use crate::error::Error;
use crate::state::random::Random;
use crate::time::Now;

fn start() -> State {
    State::defaults(&setting())
}

fn advanced(state: &State, ms: f64, realm: Now) -> State {
    after(state, &clock::advance(state, arg(&json!(ms)), realm, &Random::default()).unwrap())
}

fn millis(state: &State, realm: Now) -> i64 {
    clock::now(state, realm).millis() - now().millis()
}

fn json_of(state: &State) -> serde_json::Value {
    serde_json::to_value(state).unwrap()
}

#[test]
fn shows_the_time_of_the_realm_until_it_is_moved() {
    let state = start();
    assert_eq!(clock::now(&state, now()), now());
    assert_eq!(millis(&state, now().moved(-5)), -5);
    assert!(json_of(&state).get("clock").is_none());
}

#[test]
fn goes_on_ahead_of_the_realm_once_it_is_advanced() {
    let state = advanced(&start(), 1000.0, now());
    assert_eq!(millis(&state, now()), 1000);
    assert_eq!(millis(&state, now().moved(5)), 1005);
    let state = advanced(&state, 0.5, now().moved(5));
    assert_eq!(millis(&state, now().moved(5)), 1006, "a part of a millisecond counts as one");
    assert_eq!(json_of(&state)["clock"], json!({ "offsetMs": 1001 }));
}

#[test]
fn stands_still_while_it_is_frozen_and_goes_on_from_there() {
    let state = advanced(&start(), 1000.0, now());
    let frozen = after(&state, &clock::freeze(&state, now().moved(1)));
    assert_eq!(millis(&frozen, now().moved(50_000)), 1001);
    let moved = advanced(&frozen, 9.0, now().moved(50_000));
    assert_eq!(millis(&moved, now().moved(60_000)), 1010, "it is still frozen");
    let resumed = after(&moved, &clock::resume(&moved, now().moved(70_000)));
    assert_eq!(millis(&resumed, now().moved(70_003)), 1013);
}

#[test]
fn is_no_further_from_the_realm_than_can_be_read_again() {
    let first = Now::from_millis(-8.64e15).unwrap();
    let set = clock::set(&start(), &arg(&json!(8.64e15)), first, &Random::default());
    let state = after(&start(), &set.unwrap());
    let text = serde_json::to_vec(&state).unwrap();
    let (read, _) = read_state(&text, &start(), &setting()).unwrap();
    assert_eq!(json_of(&read), json_of(&state));
}

#[test]
fn leaves_nothing_behind_where_it_shows_the_time_of_the_realm_again() {
    let state = start();
    let frozen = after(&state, &clock::freeze(&state, now()));
    assert!(json_of(&frozen)["clock"]["frozenAt"].is_string());
    let caught_up = advanced(&frozen, 20.0, now().moved(20));
    let resumed = after(&caught_up, &clock::resume(&caught_up, now().moved(20)));
    assert!(json_of(&resumed).get("clock").is_none());
    assert!(clock::resume(&resumed, now()).is_empty(), "nothing changes where it is not frozen");
    assert!(clock::advance(&resumed, arg(&json!(0)), now(), &Random::default()).unwrap().is_empty());
}

#[test]
fn is_set_to_any_moment_that_is_not_past() {
    let state = start();
    let at = |time: serde_json::Value| {
        clock::set(&state, &arg(&time), now(), &Random::default()).map(|entries| after(&state, &entries))
    };
    assert_eq!(millis(&at(json!(now().millis() + 7)).unwrap(), now()), 7);
    assert_eq!(millis(&at(json!(now().moved(8).iso())).unwrap(), now()), 8);
    assert_eq!(millis(&at(json!(now().millis())).unwrap(), now()), 0);
    for past in [json!(now().millis() - 1), json!("2026-01-01"), json!("soon"), json!(1e300)] {
        let error = at(past).unwrap_err();
        assert!(matches!(&error, Error::ArgValue { path, .. } if path == "time"), "{error:?}");
    }
    for wrong in [json!(null), json!({}), json!(true)] {
        assert!(matches!(at(wrong).unwrap_err(), Error::ArgType { .. }));
    }
    assert!(clock::set(&state, &Value::NotFinite("NaN".into()), now(), &Random::default()).is_err());
}

#[test]
fn is_not_set_back_behind_a_moment_that_it_has_shown() {
    let state = advanced(&start(), 1000.0, now());
    let to = |ms: i64| clock::set(&state, &arg(&json!(now().millis() + ms)), now(), &Random::default());
    assert!(to(999).is_err());
    assert_eq!(millis(&after(&state, &to(1000).unwrap()), now()), 1000);
}

#[test]
fn does_not_advance_beyond_what_a_date_can_hold() {
    let state = start();
    for wrong in [json!(-1), json!(8.64e15), json!(1e300)] {
        let error = clock::advance(&state, arg(&wrong), now(), &Random::default()).unwrap_err();
        assert!(matches!(&error, Error::ArgValue { path, .. } if path == "ms"), "{error:?}");
    }
    assert!(matches!(
        clock::advance(&state, arg(&json!("1")), now(), &Random::default()).unwrap_err(),
        Error::ArgType { .. }
    ));
    #[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
    let last = advanced(&state, 8.64e15 - now().millis() as f64, now());
    assert_eq!(clock::now(&last, now()).iso(), "+275760-09-13T00:00:00.000Z");
    assert_eq!(clock::now(&last, now().moved(5)).iso(), "+275760-09-13T00:00:00.000Z", "it stays at the last moment");
}

#[test]
fn knows_when_a_moment_comes_by_the_clock_of_the_realm() {
    let state = start();
    let due = now().moved(1000);
    assert_eq!(clock::realm_time(&state, due), Some(due));
    let ahead = advanced(&state, 400.0, now());
    assert_eq!(clock::realm_time(&ahead, due), Some(now().moved(600)));
    let frozen = after(&ahead, &clock::freeze(&ahead, now()));
    assert_eq!(clock::realm_time(&frozen, due), None);
    let past = clock::realm_time(&frozen, now().moved(400));
    assert!(past.is_some_and(|past| past < now().moved(-1_000_000)), "it has come, whatever the realm shows");
}
