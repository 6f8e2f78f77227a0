//! What the targets share: opening files, changing the state, and opening them again; reading requests.

pub mod requests;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use mock_state_store::document::Value;
use mock_state_store::state::{Origin, Setting, parameters};
use mock_state_store::time::Now;
use mock_state_store::wal::disk::RealDisk;
use mock_state_store::wal::words::{WORDS, Words};
use mock_state_store::wal::{OnCorrupt, Opened, Place, SharedFile};

/// Opens a state file and a log with any content: a change that is acknowledged then is there when they are opened
/// again.
pub fn open(json: Option<&[u8]>, log: Option<&[u8]>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.json");
    for (suffix, content) in [("", json), ("-journal", log)] {
        if let Some(content) = content {
            std::fs::write(format!("{}{suffix}", path.display()), content).expect("a file");
        }
    }
    let now = Now::default();
    let opened = || {
        let memory: [AtomicU64; WORDS] = Default::default();
        let place = Place { disk: Arc::new(RealDisk), path: path.clone() };
        let origin = Origin { initial_state: None, setting: Setting::at(now) };
        SharedFile::open(place, &Words::new(Arc::new(memory)), true, origin).expect("a store")
    };
    let Opened { store, file, .. } = opened();
    store
        .commit(now, |state, _| parameters::put(state, "fuzzed", "yes".into(), Value::Undefined, true, now))
        .expect("a change");
    drop((store, file));
    let Opened { store, file, .. } = opened();
    let found = store.read(|state| state.named::<parameters::Parameter>("fuzzed").is_some());
    assert!(found.expect("a state"));
    file.checkpoint().run(&store, OnCorrupt::SetAside, || Ok(())).expect("a checkpoint");
}
