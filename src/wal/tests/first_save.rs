//! The first checkpoint of a file that several processes have open, and that has no log yet.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tempfile::TempDir;

use super::super::disk::RealDisk;
use super::super::words::{WORDS, Words};
use super::super::{OnCorrupt, Opened, Place, SharedFile};
use super::{origin, set, value};

fn words() -> Words {
    Words::new(Arc::new(<[AtomicU64; WORDS]>::default()))
}

fn open(folder: &TempDir, words: &Words, is_alone: bool) -> Opened {
    let place = Place { disk: Arc::new(RealDisk), path: folder.path().join("state.json") };
    SharedFile::open(place, words, is_alone, origin()).unwrap()
}

#[test]
fn later_changes_of_another_process_survive_its_death() {
    let folder = TempDir::new().unwrap();
    let shared = words();
    let (one, other) = (open(&folder, &shared, true), open(&folder, &shared, false));
    one.file.checkpoint().run(&one.store, OnCorrupt::SetAside, || Ok(())).unwrap();
    set(&other.store, "name", "value");
    drop((one, other));
    let Opened { store, warnings, .. } = open(&folder, &words(), true);
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(value(&store, "name").as_deref(), Some("value"));
}

#[test]
fn another_process_goes_on_from_it() {
    let folder = TempDir::new().unwrap();
    let shared = words();
    let (one, other) = (open(&folder, &shared, true), open(&folder, &shared, false));
    one.file.checkpoint().run(&one.store, OnCorrupt::SetAside, || Ok(())).unwrap();
    set(&one.store, "name", "one");
    assert_eq!(value(&other.store, "name").as_deref(), Some("one"));
    set(&other.store, "name", "other");
    other.file.checkpoint().run(&other.store, OnCorrupt::SetAside, || Ok(())).unwrap();
    assert_eq!(value(&one.store, "name").as_deref(), Some("other"));
}
