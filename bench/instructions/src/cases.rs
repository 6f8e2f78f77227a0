//! The hot paths of the engine: what is called, and what is there before.

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use mock_state_store::change::Change;
use mock_state_store::clock::Now;
use mock_state_store::fixtures;
use mock_state_store::model::Value;
use mock_state_store::persist::disk::RealDisk;
use mock_state_store::persist::words::{WORDS, Words};
use mock_state_store::persist::{Kept, KeptStore, Place};
use mock_state_store::store::{Options, Part, Store};

/// A hot path: prepared, it answers the call that is measured.
pub struct Case {
    pub name: &'static str,
    /// How often it is called, to even out what is not done at every call.
    pub calls: u32,
    pub prepare: fn() -> Box<dyn FnMut()>,
}

const FEW: usize = 10;
const MANY: usize = 100_000;
const NAME: &str = "/app/service-7/setting";

pub const CASES: &[Case] = &[
    case("parameter_value", || get_parameter(FEW)),
    case("parameter_value, 100,000 parameters", || get_parameter(MANY)),
    case("set_parameter", || set_parameter(store(FEW))),
    case("set_parameter, 100,000 parameters", || set_parameter(store(MANY))),
    case("set_parameter, with a journal", || {
        let (store, rest) = journaled();
        let mut call = set_parameter(store);
        Box::new(move || {
            black_box(&rest);
            call();
        })
    }),
    case("update_instance_state", || {
        let store = store(FEW);
        let mut states = ["running", "stopped"].into_iter().cycle();
        Box::new(move || store.update_instance_state(text(states.next().unwrap_or_default()), now()).unwrap())
    }),
    case("set_instance", || {
        let store = store(FEW);
        Box::new(move || store.set_instance(argument(r#"{"availabilityZone":"us-east-1b"}"#), now()).unwrap())
    }),
    case("add_command, update_command", || {
        let store = store(FEW);
        let options = Options::default();
        Box::new(move || {
            let id = store.add_command(argument(r#"["systemctl restart minecraft"]"#), &options, now()).unwrap();
            store.update_command(Value::String(id), argument(r#"{"status":"Success","output":"restarted"}"#)).unwrap();
        })
    }),
    case("add_backup, remove_backup", || {
        let store = store(FEW);
        Box::new(move || {
            let backup = r#"{"name":"nightly","date":"2026-01-30T12:00:00.000Z","size":"2.2 GB"}"#;
            store.add_backup(argument(backup)).unwrap();
            store.remove_backup(text("nightly")).unwrap();
        })
    }),
    case("patch_state of one parameter", || patch(FEW)),
    case("patch_state of one parameter, 100,000 parameters", || patch(MANY)),
    case("set_parameter, catch_up", || {
        let store = store(FEW);
        let mut revision = store.snapshot().unwrap().revision;
        Box::new(move || {
            store.set_parameter(text(NAME), text("changed"), Value::Undefined, now()).unwrap();
            black_box(store.catch_up(Some(revision), &Part::Nothing).unwrap());
            revision += 1;
        })
    }),
    case("catch_up with the instance", || catch_up(Part::Instance)),
    case("catch_up with everything", || catch_up(Part::All)),
    case("a change as JSON", || {
        let change = change();
        Box::new(move || drop(black_box(json(&change))))
    }),
    case("a change from JSON", || {
        let json = json(&change());
        Box::new(move || drop(black_box(Change::from_json(json.as_bytes()).unwrap())))
    }),
    case("reset_state", || {
        let store = store(0);
        Box::new(move || store.reset_state(&Options::default(), now()).unwrap())
    }),
];

const fn case(name: &'static str, prepare: fn() -> Box<dyn FnMut()>) -> Case {
    Case { name, calls: 1000, prepare }
}

fn get_parameter(parameters: usize) -> Box<dyn FnMut()> {
    let store = store(parameters);
    Box::new(move || drop(black_box(store.parameter_value(text(NAME)).unwrap())))
}

fn set_parameter(store: Store) -> Box<dyn FnMut()> {
    Box::new(move || store.set_parameter(text(NAME), text("changed"), Value::Undefined, now()).unwrap())
}

fn patch(parameters: usize) -> Box<dyn FnMut()> {
    let store = store(parameters);
    Box::new(move || store.patch_state(some_parameters(7..8), now()).unwrap())
}

fn catch_up(part: Part) -> Box<dyn FnMut()> {
    let store = store(FEW);
    Box::new(move || drop(black_box(store.catch_up(None, &part).unwrap())))
}

fn change() -> Change {
    let store = store(FEW);
    let revision = store.snapshot().unwrap().revision;
    store.set_parameter(text(NAME), text("changed"), Value::Undefined, now()).unwrap();
    store.changes_since(revision).unwrap().1
}

fn store(parameters: usize) -> Store {
    let store = Store::new(fixtures::defaults(now()));
    store.patch_state(some_parameters(0..parameters), now()).unwrap();
    store
}

/// A store with its journal in a folder of its own, and what must outlive it.
fn journaled() -> (Store, impl Sized) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place { disk: Arc::new(RealDisk), path: folder.path().join("state.json") };
    let memory: [AtomicU64; WORDS] = Default::default();
    let KeptStore { store, kept, .. } = Kept::open(place, &Words::new(Arc::new(memory)), true, None, now()).unwrap();
    (store, (kept, folder))
}

fn some_parameters(numbers: Range<usize>) -> Value {
    let mut json = String::new();
    for number in numbers {
        let comma = if json.is_empty() { "" } else { "," };
        let at = "2026-01-30T12:00:00.000Z";
        let value = format!(r#"{{"value":"value {number} of a parameter","type":"String","lastModified":"{at}"}}"#);
        write!(json, r#"{comma}"/app/service-{number}/setting":{value}"#).unwrap();
    }
    argument(&format!(r#"{{"ssm":{{"parameters":{{{json}}}}}}}"#))
}

/// An argument as it comes from JavaScript.
fn argument(json: &str) -> Value {
    Value::from_json(json.as_bytes()).unwrap()
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

fn json(change: &Change) -> String {
    serde_json::to_string(change).unwrap()
}

fn now() -> Now {
    Now::from_millis(1_769_774_400_000.0).unwrap()
}
