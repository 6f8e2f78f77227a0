//! The account's time against a naive model: a list of what is to come, sorted when it is asked.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{arg, now};
use crate::change::Change;
use crate::document::Path;
use crate::state::instance::{self, ServerState};
use crate::state::random::Random;
use crate::state::transitions::{self, Transition};
use crate::state::{Area, Draft, Key, Mode, Origin, Setting, State, clock, instances, overlay, read_state, scheduled};
use crate::store::{Sections, Store};
use crate::time::Now;

/// The methods' instance and one that was launched.
const RESOURCES: [&str; 2] = ["i-mock1234567890abcdef", "i-2"];
const STATES: [&str; 4] = ["running", "stopped", "pending", "stopping"];

#[derive(Clone, Debug)]
enum Operation {
    Schedule(i64, u8),
    Cancel(usize),
    Begin(usize, bool),
    SetState(usize, usize),
    SetDurations(Duration),
    Look(usize),
    Advance(i64),
    SetClock(i64),
    Freeze,
    Resume,
    /// The realm's clock moves, on or back, and somebody reads.
    Pass(i64),
    /// The realm's clock moves, and nobody comes.
    PassUnseen(i64),
    Reset,
    ReopenFile,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Duration {
    Milliseconds(i64),
    Immediate,
    Manual,
    Polls(u8),
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation::*;
    let duration = prop_oneof![
        4 => (0..40_i64).prop_map(Duration::Milliseconds),
        1 => Just(Duration::Immediate),
        2 => Just(Duration::Manual),
        2 => (0..3_u8).prop_map(Duration::Polls),
    ];
    let resource = 0..RESOURCES.len();
    prop_oneof![
        6 => (0..50_i64, any::<u8>()).prop_map(|(ms, value)| Schedule(ms, value)),
        2 => (0..4_usize).prop_map(Cancel),
        6 => (resource.clone(), any::<bool>()).prop_map(|(resource, starts)| Begin(resource, starts)),
        3 => (resource.clone(), 0..STATES.len()).prop_map(|(resource, state)| SetState(resource, state)),
        2 => duration.prop_map(SetDurations),
        3 => resource.prop_map(Look),
        4 => (0..60_i64).prop_map(Advance),
        1 => (0..60_i64).prop_map(SetClock),
        1 => Just(Freeze),
        1 => Just(Resume),
        4 => (-5..30_i64).prop_map(Pass),
        3 => (-5..30_i64).prop_map(PassUnseen),
        1 => Just(Reset),
        1 => Just(ReopenFile),
    ]
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Due {
    At(i64),
    Manual,
    Polls(u8),
}

#[derive(Clone, Copy, Debug)]
enum What {
    Latency(u8),
    Transition(usize, bool),
}

#[derive(Debug)]
struct Model {
    realm: i64,
    offset: i64,
    frozen: Option<i64>,
    duration: Duration,
    /// State and `lastUpdated` of each resource.
    resources: [(&'static str, i64); 2],
    latency: u8,
    scheduled: Vec<(Due, u64, What)>,
    next: u64,
    /// What has happened in the last operation.
    log: Vec<String>,
}

impl Model {
    fn new() -> Self {
        Self {
            realm: 0,
            offset: 0,
            frozen: None,
            duration: Duration::Milliseconds(7),
            resources: [("stopped", 0), ("stopped", 0)],
            latency: 0,
            scheduled: Vec::new(),
            next: 0,
            log: Vec::new(),
        }
    }

    fn now(&self) -> i64 {
        self.frozen.unwrap_or(self.realm + self.offset)
    }

    fn sort(&mut self) {
        let rank = |due: Due| if let Due::Polls(_) = due { Due::Polls(0) } else { due };
        self.scheduled.sort_by(|one, other| rank(one.0).partial_cmp(&rank(other.0)).unwrap().then(one.1.cmp(&other.1)));
    }

    fn add(&mut self, due: Due, what: What) {
        self.scheduled.push((due, self.next, what));
        self.next += 1;
    }

    fn complete_due(&mut self) {
        loop {
            self.sort();
            let Some(&(Due::At(time), _, what)) = self.scheduled.first() else { return };
            if time > self.now() {
                return;
            }
            self.scheduled.remove(0);
            self.complete(what, time);
        }
    }

    fn complete(&mut self, what: What, time: i64) {
        match what {
            What::Latency(value) => {
                self.latency = value;
                self.log.push(format!("latency {value}"));
            }
            What::Transition(resource, starts) => {
                let (from, to) = if starts { ("pending", "running") } else { ("stopping", "stopped") };
                if self.resources[resource].0 == from {
                    self.set(resource, to, time);
                }
            }
        }
    }

    fn set(&mut self, resource: usize, state: &'static str, time: i64) {
        self.resources[resource] = (state, time);
        self.log.push(format!("{} {state} {time}", RESOURCES[resource]));
    }

    fn take_back(&mut self, resource: usize) {
        self.scheduled.retain(|(.., what)| !matches!(what, What::Transition(of, _) if *of == resource));
    }

    fn move_clock(&mut self, to: i64) {
        self.offset = to - self.realm;
        self.frozen = self.frozen.map(|_| to);
        self.sort();
        let manual: Vec<_> = self.scheduled.extract_if(.., |(due, ..)| *due == Due::Manual).collect();
        for (.., what) in manual {
            self.add(Due::At(to), what);
        }
    }

    fn run(&mut self, operation: &Operation) {
        self.log.clear();
        match *operation {
            Operation::Pass(ms) | Operation::PassUnseen(ms) => self.realm += ms,
            _ => {}
        }
        if let Operation::PassUnseen(_) | Operation::ReopenFile = operation {
            return;
        }
        self.complete_due();
        let now = self.now();
        match *operation {
            Operation::Schedule(ms, value) => self.add(Due::At(now + ms), What::Latency(value)),
            Operation::Cancel(index) => {
                self.sort();
                if index < self.scheduled.len() {
                    self.scheduled.remove(index);
                }
            }
            Operation::Begin(resource, starts) => {
                self.take_back(resource);
                let what = What::Transition(resource, starts);
                let intermediate = if starts { "pending" } else { "stopping" };
                // It is one change: only its last state shows where it is over at once.
                match self.duration {
                    Duration::Immediate => {
                        self.resources[resource].0 = intermediate;
                        self.complete(what, now);
                    }
                    other => {
                        self.set(resource, intermediate, now);
                        self.add(
                            match other {
                                Duration::Milliseconds(ms) => Due::At(now + ms),
                                Duration::Polls(polls) => Due::Polls(polls),
                                _ => Due::Manual,
                            },
                            what,
                        );
                    }
                }
            }
            Operation::SetState(resource, state) => {
                let before = self.resources[resource].0;
                // The method for the one instance takes it back in any case, a patch where it sets another state.
                if matches!(before, "pending" | "stopping") && (resource == 0 || before != STATES[state]) {
                    self.take_back(resource);
                }
                // A patch says itself when something was updated.
                let time = if resource == 0 { now } else { self.resources[resource].1 };
                self.set(resource, STATES[state], time);
            }
            Operation::SetDurations(duration) => self.duration = duration,
            Operation::Look(resource) => {
                let mut done = Vec::new();
                self.sort();
                self.scheduled.retain_mut(|(due, _, what)| match (due, &what) {
                    (Due::Polls(polls), What::Transition(of, _)) if *of == resource => {
                        *polls = polls.saturating_sub(1);
                        if *polls == 0 {
                            done.push(*what);
                        }
                        *polls > 0
                    }
                    _ => true,
                });
                for what in done {
                    self.complete(what, now);
                }
            }
            Operation::Advance(ms) | Operation::SetClock(ms) => self.move_clock(now + ms),
            Operation::Freeze => (self.offset, self.frozen) = (now - self.realm, Some(now)),
            Operation::Resume => (self.offset, self.frozen) = (now - self.realm, None),
            Operation::Reset => {
                let (realm, duration) = (self.realm, self.duration);
                *self = Self { realm, duration, log: vec!["reset".into()], ..Self::new() };
            }
            Operation::Pass(_) | Operation::PassUnseen(_) | Operation::ReopenFile => {}
        }
        self.complete_due();
    }
}

fn moment(ms: i64) -> Now {
    now(0).moved(ms)
}

fn start() -> State {
    let launched = json!({ "ec2": { "instances": { "i-2": { "state": "stopped" } } }, "transitions": { "*": 7 } });
    State::initial(&Origin { initial_state: Some(arg(&launched)), setting: Setting::at(now(0)) }).unwrap()
}

fn run(store: &mut Store, operation: &Operation, realm: Now) {
    match *operation {
        Operation::Schedule(ms, value) => {
            let patch = arg(&json!({ "faults": { "globalLatencyMs": value } }));
            store
                .commit_with(realm, |state, setting| scheduled::schedule(state, arg(&json!(ms)), patch, setting))
                .map(drop)
        }
        Operation::Cancel(index) => store.commit(realm, |state, _| {
            let keys: Vec<_> = state.iter(Area::Scheduled).map(|(key, _)| key).collect();
            let id = if let Some(Key::Name(id)) = keys.get(index) { id } else { "none" };
            Ok(scheduled::cancel(state, id))
        }),
        Operation::Begin(resource, starts) => store.commit_draft(realm, |mut draft| {
            begin(&mut draft, RESOURCES[resource], starts);
            Ok((draft.into_entries(), ()))
        }),
        Operation::SetState(0, new) => {
            store.commit(realm, |state, setting| instance::set_state(state, arg(&json!(STATES[new])), setting.now))
        }
        Operation::SetState(resource, new) => {
            let patch = arg(&json!({ "ec2": { "instances": { RESOURCES[resource]: { "state": STATES[new] } } } }));
            store.commit(realm, |state, setting| overlay(state, patch, &Path::Root(""), Mode::Patch, setting))
        }
        Operation::SetDurations(duration) => {
            let duration = match duration {
                Duration::Milliseconds(ms) => json!(ms),
                Duration::Immediate => json!("immediate"),
                Duration::Manual => json!("manual"),
                Duration::Polls(polls) => json!({ "polls": polls }),
            };
            store.commit(realm, |state, _| transitions::set(state, arg(&json!({ "*": duration })), &Path::Root("")))
        }
        Operation::Look(resource) => store.commit_draft(realm, |mut draft| {
            draft.look(RESOURCES[resource]);
            Ok((draft.into_entries(), ()))
        }),
        Operation::Advance(ms) => {
            store.commit(realm, |state, _| clock::advance(state, arg(&json!(ms)), realm, &Random::default()))
        }
        Operation::SetClock(ms) => store.commit(realm, |state, setting| {
            clock::set(state, &arg(&json!(setting.now.millis() + ms)), realm, &Random::default())
        }),
        Operation::Freeze => store.commit(realm, |state, _| Ok(clock::freeze(state, realm))),
        Operation::Resume => store.commit(realm, |state, _| Ok(clock::resume(state, realm))),
        Operation::Pass(_) => store.commit_due(realm),
        Operation::PassUnseen(_) => Ok(()),
        Operation::Reset => store.commit(realm, |state, _| Ok(Change::from(state.reset_to(&start())))),
        Operation::ReopenFile => {
            let text = serde_json::to_vec(&store.snapshot().unwrap().state).unwrap();
            let (state, _) = read_state(&text, &start(), &Setting::at(now(0))).unwrap();
            *store = Store::new(state, Arc::default());
            Ok(())
        }
    }
    .unwrap();
}

/// What a handler does that starts or stops an instance.
fn begin(draft: &mut Draft, id: &str, starts: bool) {
    let mut instance = instances::find(draft.state(), id).unwrap().clone();
    instance.state = if starts { ServerState::Pending } else { ServerState::Stopping };
    draft.take_back(id);
    instances::write(draft, instance);
    draft.begin(if starts { Transition::Pending } else { Transition::Stopping }, id);
}

/// What has happened since a revision, one line for each document, in the order of the revisions.
fn log_since(store: &Store, mut since: u64) -> Vec<String> {
    let mut log = Vec::new();
    while since < store.revision().unwrap() {
        let event: Json =
            serde_json::from_str(&store.next_event(since, Sections::from_bits(u32::MAX)).unwrap()).unwrap();
        since = event[1].as_u64().unwrap();
        let Some(entries) = event[3].as_array() else {
            log = vec!["reset".into()];
            continue;
        };
        let mut lines = Vec::new();
        for entry in entries {
            let document = entry.as_array().unwrap().last().unwrap();
            match entry[0].as_str().unwrap() {
                "globalLatency" => lines.push(format!("latency {document}")),
                "instance" | "ec2Instance" => lines.push(line(document)),
                _ => {}
            }
        }
        // One change may set a document twice.
        log.extend(lines.pop());
    }
    log
}

fn line(instance: &Json) -> String {
    let updated: jiff::Timestamp = instance["lastUpdated"].as_str().unwrap().parse().unwrap();
    let [id, state] = ["instanceId", "state"].map(|key| instance[key].as_str().unwrap());
    format!("{id} {state} {}", updated.as_millisecond() - now(0).millis())
}

proptest! {
    #[test]
    fn does_what_the_sorted_list_does(operations in prop::collection::vec(operation(), 1..80)) {
        let mut store = Store::new(start(), Arc::default());
        let mut model = Model::new();
        let mut replica = store.snapshot().unwrap();
        for operation in &operations {
            let before = if let Operation::ReopenFile = operation { 0 } else { store.revision().unwrap() };
            model.run(operation);
            run(&mut store, operation, moment(model.realm));
            let found = log_since(&store, before);
            prop_assert_eq!(&found, &model.log, "{:?} {:?}", operation, store.next_event(before, Sections::from_bits(u32::MAX)));
            let state = store.snapshot().unwrap().state;
            let json = serde_json::to_value(&state).unwrap();
            let instances = [line(&json["instance"]), line(&json["ec2"]["instances"]["i-2"])];
            let expected = RESOURCES.iter().zip(model.resources).map(|(id, (state, at))| format!("{id} {state} {at}"));
            prop_assert_eq!(&instances[..], &expected.collect::<Vec<_>>()[..]);
            prop_assert_eq!(&json["faults"]["globalLatencyMs"], model.latency);
            prop_assert_eq!(state.len(Area::Scheduled), model.scheduled.len());
            prop_assert_eq!(clock::now(&state, moment(model.realm)), moment(model.now()));

            // What a log holds leads another process to the same state.
            if let Operation::ReopenFile = operation {
                replica = store.snapshot().unwrap();
            }
            let (revision, change) = store.changes_since(replica.revision).unwrap();
            let text = serde_json::to_string(&change).unwrap();
            Change::from_json(text.as_bytes()).unwrap().apply(&mut replica.state);
            replica.revision = revision;
            prop_assert_eq!(&replica.state, &state);
        }
    }
}
