//! The disk breaks at every call, in every way: what was acknowledged is there afterwards.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::super::words::{WORDS, Words};
use super::super::{OnCorrupt, Opened, Place, SharedFile};
use super::fake_disk::{FakeDisk, Plan, Survives, Verdict};
use super::origin;
use crate::document::{Path, Value};
use crate::error::{Error, Result};
use crate::state::tests::{now, setting};
use crate::state::{Mode, Setting, State, backups, commands, leases, overlay, parameters, scheduled};
use crate::store::Store;

const LIMIT: usize = 2;

/// What happens in the life of a file, by the number of the process that does it.
#[derive(Clone, Copy, Debug)]
enum Step {
    Change(usize, u8),
    Checkpoint(usize),
    /// The process dies, and starts anew.
    Restart(usize),
    /// The process closes the file as the last one, and starts anew.
    Leave(usize),
}

use Step::{Change, Checkpoint, Leave, Restart};

/// One process at a time.
const ALONE: &[Step] = &[
    Change(0, 0),
    Change(0, 1),
    Checkpoint(0),
    Change(0, 2),
    Change(0, 3),
    Checkpoint(0),
    Change(0, 4),
    Change(0, 10),
    Change(0, 5),
    Restart(0),
    Change(0, 10),
    Change(0, 6),
    Checkpoint(0),
    Change(0, 7),
    Change(0, 8),
    Leave(0),
    Change(0, 9),
    Change(0, 1),
    Restart(0),
    Checkpoint(0),
    Change(0, 3),
    Change(0, 0),
];

/// Two at once, of which only the first one's disk breaks.
const TOGETHER: &[Step] = &[
    Change(0, 0),
    Change(1, 1),
    Change(0, 1),
    Checkpoint(0),
    Change(0, 2),
    Checkpoint(1),
    Change(0, 3),
    Change(0, 10),
    Change(1, 4),
    Checkpoint(0),
    Change(1, 5),
    Change(0, 6),
    Checkpoint(0),
    Checkpoint(0),
    Change(0, 7),
    Change(1, 8),
    Change(0, 9),
];

fn arg(json: &str) -> Value {
    Value::from_json(json.as_bytes()).unwrap()
}

fn change_randomly(store: &Store, which: u8) -> Result<()> {
    let (now, setting) = (now(), setting());
    store.commit(now, |state, _| {
        let set = |name, value: &str| parameters::put(state, name, value.into(), Value::Undefined, true, now);
        let add = |lines| commands::add(state, arg(lines), LIMIT, &Setting::at(now)).map(|(entries, _)| entries);
        match which {
            0 => set("a", "1"),
            1 => add(r#"["ls"]"#),
            2 => {
                let patch = arg(r#"{"instance":{"state":"running"},"mine":1}"#);
                overlay(state, patch, &Path::Root(""), Mode::Patch, &setting)
            }
            3 => set("b", &"long".repeat(50)),
            4 => add(r#"["pwd"]"#),
            5 => Ok(parameters::delete(state, "a", None)),
            6 => return Ok(state.reset_to(&State::defaults(&setting)).into()),
            7 => backups::add(state, arg(r#"{"name":"x","date":"2026-01-30","size":""}"#)),
            8 => add(r#"["true"]"#),
            // It is due at once, by a second change.
            10 => scheduled::schedule(state, arg("0"), arg(r#"{"faults":{"globalLatencyMs":7}}"#), &setting)
                .map(|(entries, _)| entries),
            _ => leases::acquire(state, "l", arg(r#"{"owner":"me","ttlMs":9}"#), now).map(|(entries, _)| entries),
        }
        .map(crate::change::Change::from)
    })
}

/// The same with ids that depend on the change alone.
fn change(store: &Store, which: u8) -> Result<()> {
    let seed = fastrand::get_seed();
    fastrand::seed(which.into());
    let outcome = change_randomly(store, which);
    fastrand::seed(seed);
    outcome
}

fn json(state: &State) -> String {
    serde_json::to_string(state).unwrap()
}

fn path() -> PathBuf {
    PathBuf::from("/folder/state.json")
}

fn words() -> Words {
    Words::new(Arc::new(<[AtomicU64; WORDS]>::default()))
}

fn open(disk: &FakeDisk, words: &Words, is_alone: bool) -> Result<Opened> {
    SharedFile::open(Place { disk: Arc::new(disk.clone()), path: path() }, words, is_alone, origin())
}

#[derive(Debug)]
struct Process {
    disk: FakeDisk,
    words: Words,
    opened: Option<Opened>,
    is_power: bool,
    needs_repair: bool,
}

impl Process {
    fn new(disk: FakeDisk, words: Words, is_power: bool) -> Self {
        Self { disk, words, opened: None, is_power, needs_repair: false }
    }

    /// What the engine does before each operation.
    fn enter(&mut self, is_alone: bool) -> Result<&Opened> {
        if self.opened.is_none() {
            self.opened = Some(open(&self.disk, &self.words, is_alone)?);
            if self.is_power {
                self.words.set_power_safe();
            }
        }
        let opened = self.opened.as_ref().unwrap();
        assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
        let Opened { store, file, .. } = opened;
        if self.needs_repair {
            file.repair()?;
            self.needs_repair = false;
        }
        if let Err(Error::Busy { .. }) = store.revision() {
            file.repair()?;
            file.adopt(store, &origin(), || Ok(()))?;
        }
        store.commit_due(now())?;
        Ok(opened)
    }

    fn state(&mut self, is_alone: bool) -> Result<State> {
        Ok(self.enter(is_alone)?.store.snapshot()?.state)
    }

    fn step(&mut self, step: Step, is_alone: bool) -> Result<()> {
        let is_power = self.is_power;
        let Opened { store, file, .. } = self.enter(is_alone)?;
        match step {
            Change(_, which) => {
                change(store, which)?;
                if is_power {
                    file.sync()?;
                }
            }
            Checkpoint(_) => file.checkpoint().run(store, OnCorrupt::SetAside, || Ok(()))?,
            Leave(_) => {
                file.checkpoint().run(store, OnCorrupt::SetAside, || Ok(()))?;
                file.remove_side_files();
                self.restart();
            }
            Restart(_) => self.restart(),
        }
        Ok(())
    }

    fn restart(&mut self) {
        self.opened = None;
        self.words = words();
    }
}

/// What the file may hold: the state that has been acknowledged; after it, the one that was under way.
#[derive(Debug)]
struct Allowed(Vec<State>);

impl Allowed {
    fn check(&self, found: &State) {
        assert!(
            self.0.contains(found),
            "found\n{}\nrather than\n{}",
            json(found),
            self.0.iter().map(json).collect::<Vec<_>>().join("\nor\n")
        );
    }
}

/// Runs the steps over a breaking disk; answers how often the first process has called it.
fn run(steps: &[Step], plan: Option<Plan>, is_power: bool) -> usize {
    let disk = FakeDisk::default();
    let shared = words();
    let mut processes = vec![Process::new(disk.clone(), shared.clone(), is_power)];
    let is_together = steps.iter().any(|step| matches!(step, Change(1, _)));
    let mut allowed = Allowed(vec![processes[0].state(true).unwrap()]);
    if is_together {
        let mut other = Process::new(disk.for_another(), shared, is_power);
        other.enter(false).unwrap();
        processes.push(other);
    }
    let before = disk.calls();
    if let Some(plan) = plan {
        disk.plan(Plan { at: before + plan.at, ..plan });
    }
    let mut checks = 0;
    for step in steps {
        let (Change(who, _) | Checkpoint(who) | Restart(who) | Leave(who)) = *step;
        let is_dead = disk.is_stopped();
        if is_dead && !is_together {
            break;
        }
        if is_dead && who == 0 {
            continue;
        }
        let process = &mut processes[who];
        let outcome = process.step(*step, !is_together);
        assert!(who == 0 || outcome.is_ok(), "{step:?}: {outcome:?}");
        let is_told = outcome.is_ok() && !(who == 0 && disk.is_stopped());
        if is_told {
            if let Change(_, which) = *step {
                let candidates = allowed.0.iter().map(|state| after(state, which)).collect();
                allowed = Allowed(candidates);
            }
        } else if let Change(_, which) = *step {
            allowed.0.extend(allowed.0.iter().map(|state| after(state, which)).collect::<Vec<_>>());
        }
        if who == 0 && disk.is_stopped() {
            // It has died with the file lock.
            for process in &mut processes {
                process.needs_repair = true;
            }
            continue;
        }
        if let Ok(state) = process.state(!is_together) {
            allowed.check(&state);
            // What could not be synced is seen, and may still be lost with the power.
            if !is_power || (is_told && matches!(step, Change(..))) {
                allowed = Allowed(vec![state]);
            }
        }
        // Soon after the fault is when the power loss would show it.
        if is_power && is_told && plan.is_some_and(|plan| disk.calls() - before > plan.at) && checks < 3 {
            checks += 1;
            reopen(&disk.after(Survives::Synced, Survives::Synced), &allowed);
        }
    }
    if is_together {
        let other = &mut processes[1];
        let state = other.state(false).unwrap();
        allowed.check(&state);
        other.step(Change(1, 0), false).unwrap();
        allowed = Allowed(vec![after(&state, 0)]);
        other.step(Checkpoint(1), false).unwrap();
        allowed.check(&other.state(false).unwrap());
    }
    reopen(&disk.after(Survives::All, Survives::All), &allowed);
    if is_power {
        reopen(&disk.after(Survives::All, Survives::Synced), &allowed);
        reopen(&disk.after(Survives::Synced, Survives::All), &allowed);
        reopen(&disk.after(Survives::Synced, Survives::Synced), &allowed);
    }
    disk.calls() - before
}

/// The state after a change.
fn after(state: &State, which: u8) -> State {
    let store = Store::new(state.clone(), Arc::default());
    change(&store, which).unwrap();
    store.snapshot().unwrap().state
}

/// The next process finds what is allowed, and can go on from there.
fn reopen(disk: &FakeDisk, allowed: &Allowed) {
    let mut process = Process::new(disk.clone(), words(), false);
    let state = process.state(true).unwrap();
    allowed.check(&state);
    assert!(!disk.names().iter().any(|name| name.starts_with('.')), "a temporary file is left: {:?}", disk.names());
    process.step(Change(0, 3), true).unwrap();
    process.step(Leave(0), true).unwrap();
    assert_eq!(disk.names(), ["state.json"]);
    Allowed(vec![after(&state, 3)]).check(&process.state(true).unwrap());
}

/// Breaks the disk in one way at every call.
fn break_everywhere(steps: &[Step], is_power: bool, first: Verdict, then: usize, reason: ErrorKind) {
    let calls = run(steps, None, is_power);
    for at in 0..calls {
        let plan = Plan { at, first, then, reason };
        let outcome = std::panic::catch_unwind(|| run(steps, Some(plan), is_power));
        assert!(outcome.is_ok(), "{plan:?}, power: {is_power}");
    }
}

fn break_both(first: Verdict, then: usize, reason: ErrorKind) {
    break_everywhere(ALONE, false, first, then, reason);
    break_everywhere(ALONE, true, first, then, reason);
    break_everywhere(TOGETHER, false, first, then, reason);
}

#[test]
fn a_full_disk_loses_nothing() {
    break_both(Verdict::Refused, 0, ErrorKind::StorageFull);
    break_both(Verdict::Half, 1, ErrorKind::StorageFull);
    break_both(Verdict::Torn, 3, ErrorKind::StorageFull);
}

#[test]
fn an_error_of_the_device_loses_nothing() {
    break_both(Verdict::Refused, 0, ErrorKind::Other);
    break_both(Verdict::Refused, 3, ErrorKind::Other);
}

#[test]
fn a_lack_of_permission_loses_nothing() {
    break_both(Verdict::Refused, 0, ErrorKind::PermissionDenied);
}

#[test]
fn an_interruption_loses_nothing() {
    break_both(Verdict::Refused, 0, ErrorKind::Interrupted);
}

#[test]
fn a_short_write_is_gone_on_with() {
    break_both(Verdict::Half, 0, ErrorKind::Other);
}

#[test]
fn a_death_loses_nothing() {
    break_both(Verdict::Refused, usize::MAX, ErrorKind::Other);
    break_both(Verdict::Torn, usize::MAX, ErrorKind::Other);
    break_both(Verdict::Untold, usize::MAX, ErrorKind::Other);
}

#[test]
fn a_journal_of_nonsense_is_kept_aside() {
    let disk = FakeDisk::default();
    disk.write_file("state.json-journal", b"nonsense\n");
    assert_eq!(open(&disk, &words(), true).unwrap().warnings.len(), 1);
    assert_eq!(disk.names(), ["state.json-journal.corrupt-1769680800000"]);
}

#[test]
fn nothing_is_acknowledged_once_the_journal_has_been_taken_away() {
    let disk = FakeDisk::default();
    let words = words();
    let (one, other) = (open(&disk, &words, true).unwrap(), open(&disk, &words, false).unwrap());
    change(&one.store, 0).unwrap();
    disk.put("state.json-journal", None);
    disk.write_file("state.json", b"{}");
    assert!(matches!(other.file.adopt(&other.store, &origin(), || Ok(())), Err(Error::Persistence { .. })));
    assert!(change(&other.store, 3).is_err());
}

#[test]
fn a_checkpoint_repairs_what_is_left_of_one_whose_process_died() {
    let disk = FakeDisk::default();
    let words = words();
    let (one, other) = (open(&disk, &words, true).unwrap(), open(&disk, &words, false).unwrap());
    let save = |Opened { store, file, .. }: &Opened| file.checkpoint().run(store, OnCorrupt::Keep, || Ok(()));
    change(&one.store, 0).unwrap();
    let (generation, end) = words.position();
    save(&one).unwrap();
    // It died after it had replaced the log, and before the words said so.
    words.switch_generation(generation, end);
    assert!(matches!(other.store.revision(), Err(Error::Busy { .. })));
    save(&other).unwrap();
    assert_eq!(other.store.snapshot().unwrap().state, one.store.snapshot().unwrap().state);
    assert_eq!(words.position().0, generation + 1);
}
