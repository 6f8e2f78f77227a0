//! Two engines of one file, as two processes have them.

use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use super::background::{CHECK, look_after};
use super::engine::{Attempt, Engine, Keeping, Shared, place};
use super::options::EngineOptions;
use crate::deadline::Deadline;
use crate::document::Value;
use crate::error::{Error, Result};
use crate::state::tests::{now, setting};
use crate::state::{Area, Key, Origin, backups, global_latency};
use crate::store::Store;
use crate::wal::{LockGuard, OnCorrupt, resolve};

fn deadline() -> Deadline {
    Deadline::after(Duration::from_millis(50))
}

/// An engine whose file is not looked after in the background.
fn open(folder: &TempDir) -> std::sync::Arc<Engine> {
    let options = EngineOptions::read(Value::Undefined, None).unwrap();
    let place = place(resolve(&folder.path().join("state.json")));
    let origin = Origin { initial_state: None, setting: setting() };
    Engine::shared(&place, &options, origin, &deadline()).unwrap().0.into()
}

fn no_backups() -> crate::state::Document {
    backups::clear().remove(0).document.unwrap()
}

fn set(engine: &std::sync::Arc<Engine>, ms: u64) {
    let set = move |store: &Store| store.commit(now(), |_, _| global_latency::set(Value::Number(ms.into())));
    assert!(matches!(engine.change(Duration::ZERO, set), Attempt::Done(Ok(()))));
}

fn shared(engine: &Engine) -> &Shared {
    let Keeping::Shared(shared) = &engine.keeping else { panic!("it is not shared") };
    shared
}

fn lock(engine: &Engine) -> LockGuard {
    shared(engine).lock(&deadline()).unwrap()
}

#[test]
fn a_read_of_an_edit_waits_for_the_file_lock() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    // The other one has read none of the logs in between, and the edit is none of theirs.
    for ms in [1, 2] {
        set(&one, ms);
        one.checkpoint(OnCorrupt::SetAside, &deadline())?;
    }
    fs::write(folder.path().join("state.json"), r#"{"backups":[]}"#).unwrap();
    let held = lock(&one);
    assert!(matches!(other.read(now(), Store::revision), Err(Error::Busy { .. })));
    assert!(matches!(other.settle(now(), &deadline()), Err(Error::Busy { .. })));
    drop(held);
    other.settle(now(), &deadline())?;
    let empty = other.store().read(|state| state.get(Area::Backups, &Key::Only) == Some(&no_backups()))?;
    assert!(empty);
    Ok(())
}

#[test]
fn an_engine_that_cannot_leave_for_want_of_the_lock_is_still_there() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    set(&one, 1);
    let held = lock(&other);
    assert!(matches!(one.leave(&Deadline::now()), Err(Error::Busy { .. })));
    drop(held);
    other.leave(&deadline())?;
    assert!(folder.path().join("state.json-lock").exists(), "the last one has not left");
    one.leave(&deadline())?;
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    Ok(())
}

#[test]
fn an_engine_that_has_left_makes_no_more_checkpoints() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    set(&one, 1);
    one.leave(&deadline())?;
    set(&other, 2);
    one.checkpoint(OnCorrupt::Keep, &deadline())?;
    let json = fs::read_to_string(folder.path().join("state.json")).unwrap();
    assert!(json.contains(r#""globalLatencyMs": 1"#), "it has begun to save after it has left");
    other.leave(&deadline())?;
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    Ok(())
}

#[test]
fn the_last_to_leave_removes_temporary_files_of_killed_processes() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    fs::write(folder.path().join(".state.json-a1B2c3D4.tmp"), "{").unwrap();
    for engine in [one, other] {
        set(&engine, 1);
        engine.leave(&deadline())?;
    }
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["state.json"]);
    Ok(())
}

#[test]
fn leaving_without_waiting_does_not_wait_for_a_checkpoint() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let one = open(&folder);
    set(&one, 1);
    let checkpoint = shared(&one).file.checkpoint();
    let (send, outcome) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| send.send(one.leave(&Deadline::now())));
        let outcome = outcome.recv_timeout(Duration::from_secs(10));
        drop(checkpoint);
        assert!(matches!(outcome, Ok(Err(Error::Busy { .. }))));
    });
    one.leave(&Deadline::now())?;
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    Ok(())
}

#[test]
fn an_engine_that_fails_to_save_and_has_left_is_not_open() -> Result<()> {
    let folder = TempDir::new().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    set(&one, 1);
    let path = folder.path().join("state.json");
    fs::write(&path, "{").unwrap();
    // It has warned of the edit.
    shared(&one).file.adopt(&one.store, shared(&one).file.origin(), || Ok(()))?;
    assert!(matches!(one.leave(&deadline()), Err(Error::Persistence { .. })));
    assert!(one.has_left(), "another engine has the file, and this one must be made anew");
    assert_eq!(fs::read_to_string(&path).unwrap(), "{", "it is left to its author");
    other.leave(&deadline())?;
    Ok(())
}

#[test]
fn a_file_that_is_being_saved_does_not_delay_the_watchers_of_another() {
    let (slow_folder, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let slow = open(&slow_folder);
    look_after(&slow);
    // The check of its file waits for this.
    let stuck = shared(&slow).orphaned_since.lock().unwrap();
    let (one, other) = (open(&folder), open(&folder));
    look_after(&one);
    let (send, woken) = mpsc::channel();
    one.store().watch(move || send.send(()).unwrap_or(()));
    let begun = Instant::now();
    let mut ms = 0;
    while begun.elapsed() < 3 * CHECK {
        ms += 1;
        set(&other, ms);
        woken.recv_timeout(Duration::from_secs(10)).expect("the other file has been checked");
    }
    drop(stuck);
}
