//! The first save of a file that several processes have open, and that has no journal yet.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tempfile::TempDir;

use crate::clock::Now;
use crate::model::Value;
use crate::persist::disk::RealDisk;
use crate::persist::words::{WORDS, Words};
use crate::persist::{Fold, Kept, KeptStore, Place};

fn words() -> Words {
    Words::new(Arc::new(<[AtomicU64; WORDS]>::default()))
}

fn open(folder: &TempDir, words: &Words, is_alone: bool) -> KeptStore {
    let place = Place { disk: Arc::new(RealDisk), path: folder.path().join("state.json") };
    Kept::open(place, words, is_alone, None, Now::default()).unwrap()
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

#[test]
fn what_others_change_after_it_survives_their_death() {
    let folder = TempDir::new().unwrap();
    let shared = words();
    let (one, other) = (open(&folder, &shared, true), open(&folder, &shared, false));
    one.kept.folding().fold(&one.store, Fold::Now, || Ok(())).unwrap();
    other.store.set_parameter(text("name"), text("value"), Value::Undefined, Now::default()).unwrap();
    drop((one, other));
    let KeptStore { store, warnings, .. } = open(&folder, &words(), true);
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(store.parameter_value(text("name")).unwrap().as_deref(), Some("value"));
}

#[test]
fn others_go_on_from_it() {
    let folder = TempDir::new().unwrap();
    let shared = words();
    let (one, other) = (open(&folder, &shared, true), open(&folder, &shared, false));
    one.kept.folding().fold(&one.store, Fold::Now, || Ok(())).unwrap();
    one.store.set_parameter(text("name"), text("one"), Value::Undefined, Now::default()).unwrap();
    assert_eq!(other.store.parameter_value(text("name")).unwrap().as_deref(), Some("one"));
    other.store.set_parameter(text("name"), text("other"), Value::Undefined, Now::default()).unwrap();
    other.kept.folding().fold(&other.store, Fold::Now, || Ok(())).unwrap();
    assert_eq!(one.store.parameter_value(text("name")).unwrap().as_deref(), Some("other"));
}
