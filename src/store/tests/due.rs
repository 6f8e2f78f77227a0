//! What has come due is committed before anything else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::{arg, now, text};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::state::commands::Command;
use crate::state::instance::{self, Instance, ServerState};
use crate::state::random::Random;
use crate::state::scheduled;
use crate::state::transitions::{self, Transition};
use crate::state::{Area, Draft, Key, Setting, State, clock, command_runs, global_latency};
use crate::store::{Commit, Log, Reads, Sections, Snapshot, Store};
use crate::time::Now;

fn start() -> State {
    State::defaults(&Setting::at(now(0)))
}

fn store() -> Store {
    Store::new(start(), Arc::default())
}

fn at(ms: i64) -> Now {
    now(0).moved(ms)
}

/// Schedules a value of the latency.
fn schedule(store: &Store, realm: Now, ms: u32, latency: u32) -> Result<String> {
    let patch = arg(&json!({ "faults": { "globalLatencyMs": latency } }));
    store.commit_with(realm, |state, setting| {
        let (entries, id) = scheduled::schedule(state, arg(&json!(ms)), patch, setting)?;
        Ok((entries, id.to_string()))
    })
}

fn advance(store: &Store, realm: Now, ms: i64) {
    store.commit(realm, |state, _| clock::advance(state, arg(&json!(ms)), realm, &Random::default())).unwrap();
}

fn begin(store: &Store, realm: Now, to: ServerState, transition: Transition) {
    let begin = |mut draft: Draft| {
        let mut instance = Instance::clone(draft.state().one()?);
        instance.state = to;
        let id = instance.instance_id.clone();
        draft.set(Key::Only, instance);
        draft.begin(transition, &id);
        Ok((draft.into_entries(), ()))
    };
    store.commit_draft(realm, begin).unwrap();
}

fn latency(store: &Store) -> serde_json::Value {
    serde_json::to_value(store.snapshot().unwrap().state).unwrap()["faults"]["globalLatencyMs"].clone()
}

fn revision(store: &Store) -> u64 {
    store.revision().unwrap()
}

fn left(store: &Store) -> usize {
    store.snapshot().unwrap().state.len(Area::Scheduled)
}

/// The word that says when something is due, in milliseconds after the start.
fn due_word(store: &Store) -> Option<i64> {
    let word = f64::from_bits(store.words().last().unwrap().load(Ordering::Relaxed));
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number")]
    let millis = |word| word as i64 - now(0).millis();
    Some(word).filter(|word| word.is_finite()).map(millis)
}

#[test]
fn is_committed_by_whoever_comes_when_it_is_due_and_not_before() {
    let store = store();
    schedule(&store, at(0), 1000, 1).unwrap();
    store.commit_due(at(999)).unwrap();
    assert!(!store.is_due(at(999)).unwrap() && store.is_due(at(1000)).unwrap());
    assert_eq!((latency(&store), revision(&store)), (json!(0), 1));
    store.commit_due(at(1000)).unwrap();
    assert_eq!((latency(&store), revision(&store), left(&store)), (json!(1), 2, 0));
    store.commit_due(at(5000)).unwrap();
    assert_eq!(revision(&store), 2);
}

#[test]
fn comes_before_the_operation_and_each_is_a_revision_of_its_own() {
    let store = store();
    schedule(&store, at(0), 20, 2).unwrap();
    schedule(&store, at(0), 10, 1).unwrap();
    let mut seen = None;
    store
        .commit(at(50), |state, _| {
            seen = Some(serde_json::to_value(state).unwrap()["faults"]["globalLatencyMs"].clone());
            global_latency::set(arg(&json!(9)))
        })
        .unwrap();
    assert_eq!(seen, Some(json!(2)));
    assert_eq!((latency(&store), revision(&store)), (json!(9), 5));
    for (since, expected) in [(2, 1), (3, 2), (4, 9)] {
        let event = store.next_event(since, Sections::from_bits(u32::MAX)).unwrap();
        let latency = format!("[\"globalLatency\",{expected}]");
        assert!(event.contains(&latency), "after {since}: {event}");
    }
}

#[test]
fn is_stamped_with_its_own_time_however_late_it_is_committed() {
    let store = store();
    begin(&store, at(0), ServerState::Pending, Transition::Pending);
    store.commit_due(at(1_000_000)).unwrap();
    let instance = Arc::clone(store.snapshot().unwrap().state.one::<Instance>().unwrap());
    assert_eq!((instance.state, instance.last_updated.clone()), (ServerState::Running, at(2500).iso()));
}

#[test]
fn is_not_committed_by_an_operation_that_fails_otherwise_than_by_itself() {
    let store = store();
    schedule(&store, at(0), 10, 1).unwrap();
    assert!(store.commit(at(10), |state, _| instance::set_state(state, text("gone"), at(10))).is_err());
    assert_eq!((latency(&store), revision(&store)), (json!(1), 2));
}

#[test]
fn what_an_operation_schedules_for_now_is_committed_with_it() {
    let store = store();
    schedule(&store, at(0), 0, 1).unwrap();
    assert_eq!((latency(&store), revision(&store), left(&store)), (json!(1), 2, 0));
}

#[test]
fn an_advance_commits_everything_up_to_its_moment_in_order() {
    let store = store();
    for (ms, value) in [(300, 3), (100, 1), (200, 2), (301, 4)] {
        schedule(&store, at(0), ms, value).unwrap();
    }
    advance(&store, at(0), 300);
    assert_eq!((latency(&store), revision(&store), left(&store)), (json!(3), 8, 1));
    store.commit_due(at(1)).unwrap();
    assert_eq!((latency(&store), left(&store)), (json!(4), 0));
}

/// A command of an AWS client.
fn send_command(store: &Store) {
    let send = |mut draft: Draft| {
        let mut command = Command::pending("c-1".into(), vec!["true".into()], draft.now().iso());
        command.instance_ids = Some(vec!["i-1".into()]);
        command_runs::send(&mut draft, command, false, 9);
        Ok((draft.into_entries(), ()))
    };
    store.commit_draft(at(0), send).unwrap();
}

#[test]
fn patches_and_transitions_come_due_in_one_order() {
    let store = store();
    let durations = arg(&json!({ "ssm:visibility": 100, "ssm:command": 200 }));
    let root = crate::document::Path::Root("transitions");
    store.commit(at(0), |state, _| transitions::set(state, durations, &root)).unwrap();
    send_command(&store);
    schedule(&store, at(0), 150, 1).unwrap();
    schedule(&store, at(0), 250, 2).unwrap();
    let before = revision(&store);
    advance(&store, at(0), 1000);
    let order: Vec<_> = (before + 1..revision(&store)).map(|since| event(&store, since)).collect();
    let expected = ["InProgress", "[\"globalLatency\",1]", "\"Success\"", "[\"globalLatency\",2]"];
    assert_eq!(order.len(), expected.len(), "{order:?}");
    assert!(order.iter().zip(expected).all(|(event, expected)| event.contains(expected)), "{order:?}");
    assert!(order[2].contains(&*at(200).iso()), "{order:?}");
}

fn event(store: &Store, since: u64) -> String {
    store.next_event(since, Sections::from_bits(u32::MAX)).unwrap()
}

#[test]
fn a_method_takes_back_what_is_under_way_for_what_it_sets() {
    let store = store();
    begin(&store, at(0), ServerState::Pending, Transition::Pending);
    store.commit(at(1), |state, _| instance::set_state(state, text("stopped"), at(1))).unwrap();
    assert_eq!(left(&store), 0);
    begin(&store, at(2), ServerState::Pending, Transition::Pending);
    let mut draft = serde_json::to_value(store.snapshot().unwrap().state).unwrap();
    draft["instance"]["state"] = "hibernating".into();
    assert!(store.transact(at(3), &Reads::default(), arg(&draft), 9).unwrap());
    assert_eq!(left(&store), 0);
    store.commit_due(at(9999)).unwrap();
    assert_eq!(store.snapshot().unwrap().state.one::<Instance>().unwrap().state, ServerState::Hibernating);
}

#[test]
fn a_reset_drops_what_is_scheduled_and_the_clock() {
    let store = store();
    schedule(&store, at(0), 1000, 1).unwrap();
    advance(&store, at(0), 500);
    assert_eq!(due_word(&store), Some(500));
    store.commit(at(0), |state, _| Ok(Change::from(state.reset_to(&start())))).unwrap();
    assert_eq!((left(&store), due_word(&store)), (0, None));
    assert_eq!(store.read(|state| clock::now(state, at(7))).unwrap(), at(7));
}

#[test]
fn the_word_says_when_something_is_due_by_the_clock_of_the_realm() {
    let store = store();
    assert_eq!(due_word(&store), None);
    schedule(&store, at(0), 1000, 1).unwrap();
    let id = schedule(&store, at(0), 10, 2).unwrap();
    assert_eq!(due_word(&store), Some(10));
    store.commit(at(1), |state, _| Ok(scheduled::cancel(state, &id))).unwrap();
    assert_eq!(due_word(&store), Some(1000));
    advance(&store, at(1), 400);
    assert_eq!(due_word(&store), Some(600));
    store.commit(at(2), |state, _| Ok(clock::freeze(state, at(2)))).unwrap();
    assert_eq!(due_word(&store), None);
    store.commit_due(at(100_000)).unwrap();
    store.commit(at(50), |state, _| Ok(clock::resume(state, at(50)))).unwrap();
    assert_eq!(due_word(&store), Some(648));
    store.commit_due(at(648)).unwrap();
    assert_eq!((latency(&store), due_word(&store)), (json!(1), None));
}

#[test]
fn the_word_is_right_from_the_start() {
    let first = store();
    schedule(&first, at(0), 1000, 1).unwrap();
    let again = Store::new(first.snapshot().unwrap().state, Arc::default());
    assert_eq!(due_word(&again), Some(1000));
}

/// A log that refuses some appends.
#[derive(Debug)]
struct FullDisk {
    appended: Arc<std::sync::Mutex<Vec<u64>>>,
    /// How many appends still succeed.
    room: Arc<AtomicUsize>,
}

impl Log for FullDisk {
    fn revision(&self) -> u64 {
        self.appended.lock().unwrap().last().copied().unwrap_or_default()
    }

    fn read(&mut self, _after: u64) -> Result<Vec<Commit>> {
        Ok(Vec::new())
    }

    fn append(&mut self, revision: u64, _change: &Change) -> Result<()> {
        if self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(1)).is_err() {
            let source = std::io::ErrorKind::StorageFull.into();
            return Err(Error::Persistence { action: "write", path: "state.json".into(), source });
        }
        self.appended.lock().unwrap().push(revision);
        Ok(())
    }
}

#[test]
fn what_cannot_be_written_stays_due_and_is_made_once() {
    for room in 0..6 {
        let (left_over, appended) = (Arc::new(AtomicUsize::new(usize::MAX)), Arc::default());
        let log = FullDisk { appended: Arc::clone(&appended), room: Arc::clone(&left_over) };
        let store = Store::with_log(Snapshot { state: start(), revision: 0 }, Box::new(log), Arc::default());
        for number in 1..=4 {
            schedule(&store, at(0), number * 10, number).unwrap();
        }
        left_over.store(room, Ordering::Relaxed);
        let outcome = store.commit(at(40), |_, _| global_latency::set(arg(&json!(5))));
        assert_eq!(outcome.is_ok(), room > 4, "{room}");
        let done = u64::try_from(room).unwrap().min(5);
        assert_eq!((revision(&store), latency(&store)), (4 + done, json!(done)));
        assert_eq!(left(&store), 4 - room.min(4));
        left_over.store(usize::MAX, Ordering::Relaxed);
        store.commit_due(at(40)).unwrap();
        assert_eq!(left(&store), 0);
        assert_eq!(latency(&store), json!(done.max(4)));
        let all: Vec<_> = (1..=revision(&store)).collect();
        assert_eq!(*appended.lock().unwrap(), all);
    }
}

#[test]
fn a_store_tells_its_watchers() {
    let store = store();
    schedule(&store, at(0), 10, 1).unwrap();
    let wakes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&wakes);
    store.watch(move || {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    store.commit_due(at(10)).unwrap();
    assert_eq!(wakes.load(Ordering::Relaxed), 1);
}
