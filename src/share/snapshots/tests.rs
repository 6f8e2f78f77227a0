//! The folder of snapshots on a disk that breaks at every call.

use std::io::ErrorKind;
use std::sync::Arc;

use super::*;
use crate::state::global_latency;
use crate::state::tests::{now, setting};
use crate::store::Store;
use crate::wal::tests::fake_disk::{FakeDisk, Plan, Survives, Verdict};

fn snapshots(disk: &FakeDisk) -> Snapshots {
    Snapshots::beside(&Place { disk: Arc::new(disk.clone()), path: "/folder/state.json".into() })
}

fn origin() -> Origin {
    Origin { initial_state: None, setting: setting() }
}

fn account(latency: u8) -> AccountSnapshot {
    let store = Store::new(State::defaults(&setting()), setting().profile);
    let latency = Value::Number(latency.into());
    store.commit(now(), |_, _| global_latency::set(latency)).unwrap();
    store.read(|state| AccountSnapshot::of(state, now())).unwrap()
}

fn read(snapshots: &Snapshots, name: &str) -> Option<State> {
    let Snapshots::Files(folder) = snapshots else { unreachable!() };
    folder.read(name, &origin()).unwrap().map(|snapshot| snapshot.state)
}

/// Every call of the disk fails in turn, in every way.
fn for_every_fault(mut run: impl FnMut(&FakeDisk, Verdict)) {
    for first in [Verdict::Refused, Verdict::Half, Verdict::Torn, Verdict::Untold] {
        for at in 0.. {
            let disk = FakeDisk::default();
            snapshots(&disk).keep("base".into(), account(1)).unwrap();
            let calls = disk.calls();
            disk.plan(Plan { at: calls + at, first, then: 0, reason: ErrorKind::StorageFull });
            run(&disk, first);
            if disk.calls() <= calls + at {
                break;
            }
        }
    }
}

#[test]
fn a_snapshot_is_the_old_one_or_the_new_one_and_nothing_else_is_left() {
    for_every_fault(|disk, fault| {
        let kept = snapshots(disk).keep("base".into(), account(2));
        let after = snapshots(&disk.for_another());
        let state = read(&after, "base").unwrap();
        if kept.is_ok() {
            assert_eq!(state, account(2).state);
        } else {
            assert!([account(1).state, account(2).state].contains(&state));
        }
        let is_temporary = |name: &String| name.starts_with('.');
        let left = disk.names().into_iter().filter(is_temporary).count();
        // But for a file that the disk says it has not created.
        assert!(left == 0 || fault == Verdict::Untold, "{:?}", disk.names());
    });
}

#[test]
fn a_snapshot_that_was_kept_survives_the_loss_of_power() {
    for_every_fault(|disk, _| {
        let kept = snapshots(disk).keep("base".into(), account(2));
        for names in [Survives::All, Survives::Synced] {
            let state = read(&snapshots(&disk.after(names, Survives::Synced)), "base");
            let whole = [Some(account(1).state), Some(account(2).state)];
            assert!(whole.contains(&state), "{kept:?} {names:?}");
        }
    });
}

#[test]
fn what_killed_processes_have_left_goes_with_the_next_one() {
    let disk = FakeDisk::default();
    for name in [".other.json-abcd1234.tmp", ".base.json-abcd1234.tmp", ".ours.tmp", "other.json"] {
        disk.write_file(&format!("state.json.snapshots/{name}"), b"{");
    }
    snapshots(&disk).keep("base".into(), account(1)).unwrap();
    assert_eq!(disk.names(), [".ours.tmp", "base.json", "other.json"]);
}

#[test]
fn one_that_has_been_read_is_read_again_only_where_it_was_replaced() {
    let disk = FakeDisk::default();
    let (own, other) = (snapshots(&disk), snapshots(&disk.for_another()));
    own.keep("base".into(), account(1)).unwrap();
    assert_eq!(read(&own, "base"), Some(account(1).state));
    other.keep("base".into(), account(2)).unwrap();
    assert_eq!(read(&own, "base"), Some(account(2).state));
    assert!(other.remove("base").unwrap());
    assert_eq!(read(&own, "base"), None);
}
