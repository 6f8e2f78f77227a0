//! The n-th call to the disk goes wrong, for every n and in every way: nothing that was acknowledged is
//! lost, nothing that was refused is there, and the next one who opens the file goes on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::fake_disk::{FakeDisk, Fault};
use crate::clock::Now;
use crate::model::Value;
use crate::persist::words::{WORDS, Words};
use crate::persist::{Fold, Kept, KeptStore, Place};
use crate::store::{Options, Store};

const ENOSPC: i32 = 28;
const EIO: i32 = 5;
const EACCES: i32 = 13;
const EINTR: i32 = 4;

/// What a process was told.
#[derive(Debug, Default)]
struct Told {
    /// The parameters whose change was acknowledged, by their last value.
    kept: BTreeMap<String, String>,
    commands: usize,
    /// The change that was under way when the world stopped.
    under_way: Option<(String, String)>,
    command_under_way: bool,
}

fn now() -> Now {
    Now::from_millis(1_769_680_800_000.0).unwrap()
}

fn open(disk: &FakeDisk, is_power: bool) -> Option<KeptStore> {
    let memory: [AtomicU64; WORDS] = Default::default();
    let words = Words::new(Arc::new(memory));
    if is_power {
        words.set_power();
    }
    let place = Place { disk: Arc::new(disk.clone()), path: "/folder/state.json".into() };
    Kept::open(place, &words, true, None, now()).ok()
}

fn set(store: &Store, name: &str, value: &str) -> bool {
    let text = |text: &str| Value::String(text.into());
    store.set_parameter(text(name), text(value), Value::Undefined, now()).is_ok()
}

/// Changes and folds. Once the world has stopped, only what was under way then may be there or not.
fn live(disk: &FakeDisk, is_power: bool) -> Told {
    let mut told = Told::default();
    let Some(KeptStore { store, kept, .. }) = open(disk, is_power) else { return told };
    let is_safe = || !is_power || kept.sync().is_ok();
    for step in 0..12 {
        let (name, value) = (format!("p{}", step % 5), step.to_string());
        if set(&store, &name, &value) && is_safe() {
            told.kept.insert(name, value);
        } else if disk.has_stopped() {
            told.under_way = Some((name, value));
            break;
        }
        if step % 3 == 0 {
            let lines = Value::Array(vec![Value::String("line".into())]);
            if store.add_command(lines, &Options::default(), now()).is_ok() && is_safe() {
                told.commands += 1;
            } else if disk.has_stopped() {
                told.command_under_way = true;
                break;
            }
        }
        if step % 4 == 1 && kept.fold(&store, Fold::Now, || Ok(())).is_err() && disk.has_stopped() {
            break;
        }
    }
    told
}

fn check(disk: &FakeDisk, told: &Told, has_stopped: bool, case: &str) {
    let KeptStore { store, kept, warnings } = open(disk, false).unwrap_or_else(|| panic!("{case}: does not open"));
    assert!(warnings.is_empty(), "{case}: {warnings:?}");
    let state = store.snapshot().unwrap().state;
    for step in 0..5 {
        let name = format!("p{step}");
        let found = state.parameters.get(&name).map(|parameter| parameter.value.to_string());
        let may_be = told.under_way.iter().find(|(other, _)| *other == name).map(|(_, value)| value.clone());
        let is_right = found == told.kept.get(&name).cloned() || (has_stopped && found == may_be);
        assert!(is_right, "{case}: {name} is {found:?} of {told:?}");
    }
    let extra = usize::from(has_stopped && told.command_under_way);
    let commands = state.commands.len();
    assert!((told.commands..=told.commands + extra).contains(&commands), "{case}: {commands} commands of {told:?}");
    assert!(set(&store, "next", "1"), "{case}: takes no more changes");
    kept.fold(&store, Fold::Now, || Ok(())).unwrap_or_else(|error| panic!("{case}: {error}"));
    kept.remove_journal();
    assert_eq!(disk.names(), ["state.json"], "{case}");
    let KeptStore { store, .. } = open(disk, false).unwrap();
    assert!(store.snapshot().unwrap().state.parameters.get("next").is_some(), "{case}: the fold lacks a change");
}

/// How many calls there are where nothing goes wrong.
fn all_calls(is_power: bool) -> usize {
    let disk = FakeDisk::default();
    live(&disk, is_power);
    disk.calls()
}

#[test]
fn whatever_call_fails_what_was_acknowledged_is_there_and_what_was_refused_is_not() {
    for fault in [ENOSPC, EIO, EACCES, EINTR].map(Fault::Error).into_iter().chain([Fault::Short]) {
        for call in 1..=all_calls(false) {
            let disk = FakeDisk::breaking(call, fault);
            let told = live(&disk, false);
            disk.after_death();
            check(&disk, &told, false, &format!("{fault:?} at call {call}"));
        }
    }
}

#[test]
fn wherever_a_process_dies_what_was_acknowledged_is_there() {
    for call in 1..=all_calls(false) {
        let disk = FakeDisk::breaking(call, Fault::Stop);
        let told = live(&disk, false);
        disk.after_death();
        check(&disk, &told, true, &format!("death at call {call}"));
    }
}

#[test]
fn wherever_the_power_goes_what_was_acknowledged_is_there() {
    for call in 1..=all_calls(true) {
        let disk = FakeDisk::breaking(call, Fault::Stop);
        let told = live(&disk, true);
        disk.after_power_loss();
        check(&disk, &told, true, &format!("power loss at call {call}"));
    }
}
