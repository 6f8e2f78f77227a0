//! Two engines of one file, as two processes have them.

use std::sync::mpsc;
use std::time::Duration;
use std::{fs, thread};

use tempfile::TempDir;

use super::engine::{Attempt, Engine, Keeping, place};
use super::options::EngineOptions;
use super::patience::Patience;
use super::session::Held;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::Value;
use crate::persist::{Fold, resolve};
use crate::store::Store;

fn now() -> Now {
    Now::from_millis(1_769_680_800_000.0).unwrap()
}

fn patience() -> Patience {
    Patience::of(Duration::from_millis(50))
}

/// An engine that nobody has look at its file.
fn open(folder: &TempDir) -> std::sync::Arc<Engine> {
    let options = EngineOptions::read(Value::Undefined, None).unwrap();
    let place = place(resolve(&folder.path().join("state.json")));
    Engine::shared(&place, &options, now(), &patience()).unwrap().0.into()
}

fn set(engine: &std::sync::Arc<Engine>, ms: u64) {
    let set = move |store: &Store| store.set_global_latency(Value::Number(ms.into()));
    assert!(matches!(engine.change(Duration::ZERO, set), Attempt::Done(Ok(()))));
}

fn hold(engine: &Engine) -> Held {
    let Keeping::Shared(shared) = &engine.keeping else { panic!("it is not shared") };
    shared.hold(&patience()).unwrap()
}

#[test]
fn a_read_that_an_edit_is_in_the_way_of_waits_for_whoever_holds_the_lock() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    // The other one has read none of the journals in between, and the edit is none of theirs.
    for ms in [1, 2] {
        set(&one, ms);
        one.save(Fold::Now, &patience())?;
    }
    fs::write(folder.path().join("state.json"), r#"{"backups":[]}"#).unwrap();
    let held = hold(&one);
    assert!(matches!(other.read(Store::revision), Err(Error::Busy { .. })));
    assert!(matches!(other.settle(&patience()), Err(Error::Busy { .. })));
    drop(held);
    other.settle(&patience())?;
    assert_eq!(other.store().snapshot()?.state.backups.len(), 0);
    Ok(())
}

#[test]
fn who_cannot_leave_for_another_holds_the_lock_is_still_there() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    set(&one, 1);
    let held = hold(&other);
    assert!(matches!(one.leave(&Patience::none()), Err(Error::Busy { .. })));
    drop(held);
    other.leave(&patience())?;
    assert!(folder.path().join("state.json-lock").exists(), "the last one has not left");
    one.leave(&patience())?;
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    Ok(())
}

#[test]
fn who_has_left_folds_no_more_what_others_change() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    set(&one, 1);
    one.leave(&patience())?;
    set(&other, 2);
    one.save(Fold::Lazy, &patience())?;
    let json = fs::read_to_string(folder.path().join("state.json")).unwrap();
    assert!(json.contains(r#""globalLatencyMs": 1"#), "it has begun to save after it has left");
    other.leave(&patience())?;
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    Ok(())
}

#[test]
fn the_last_one_leaves_nothing_of_who_was_killed_while_it_saved() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    fs::write(folder.path().join(".state.json-killed.tmp"), "{").unwrap();
    for engine in [one, other] {
        set(&engine, 1);
        engine.leave(&patience())?;
    }
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["state.json"]);
    Ok(())
}

#[test]
fn who_leaves_without_waiting_does_not_wait_for_who_saves() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let one = open(&folder);
    set(&one, 1);
    let Keeping::Shared(shared) = &one.keeping else { panic!("it is not shared") };
    let folding = shared.kept.folding();
    let (send, outcome) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| send.send(one.leave(&Patience::none())));
        let outcome = outcome.recv_timeout(Duration::from_secs(10));
        drop(folding);
        assert!(matches!(outcome, Ok(Err(Error::Busy { .. }))));
    });
    one.leave(&Patience::none())?;
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    Ok(())
}
