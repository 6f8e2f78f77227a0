//! What the targets share: opening files, changing the state, and opening them again.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use mock_state_store::clock::Now;
use mock_state_store::model::Value;
use mock_state_store::persist::disk::RealDisk;
use mock_state_store::persist::words::{WORDS, Words};
use mock_state_store::persist::{Fold, Kept, KeptStore, Place};

/// Opens a state file and a journal that hold what they hold: a change that is acknowledged then is there
/// when they are opened again.
pub fn open(json: Option<&[u8]>, journal: Option<&[u8]>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.json");
    for (suffix, content) in [("", json), ("-journal", journal)] {
        if let Some(content) = content {
            std::fs::write(format!("{}{suffix}", path.display()), content).expect("a file");
        }
    }
    let opened = || {
        let memory: [AtomicU64; WORDS] = Default::default();
        let place = Place { disk: Arc::new(RealDisk), path: path.clone() };
        Kept::open(place, &Words::new(Arc::new(memory)), true, None, Now::default()).expect("a store")
    };
    let text = |text: &str| Value::String(text.into());
    let KeptStore { store, kept, .. } = opened();
    store.set_parameter(text("fuzzed"), text("yes"), Value::Undefined, Now::default()).expect("a change");
    drop((store, kept));
    let KeptStore { store, kept, .. } = opened();
    assert!(store.parameter_value(text("fuzzed")).expect("a value").is_some());
    kept.folding().fold(&store, Fold::Now, || Ok(())).expect("a fold");
}
