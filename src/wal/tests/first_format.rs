//! Files of the first stage.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::super::words::{WORDS, Words};
use super::super::{Opened, Place, SharedFile};
use super::fake_disk::FakeDisk;
use super::{origin, value};
use crate::document::Text;
use crate::state::commands::Command;
use crate::state::{Area, Stored};

/// A log as a killed process of the first stage left it.
const LOG: &str = include_str!("first_format.journal");
/// The JSON file that it goes on from.
const JSON: &str = include_str!("first_format.state");

#[test]
fn a_log_of_the_first_format_is_recovered() {
    let disk = FakeDisk::default();
    disk.write_file("state.json", JSON.as_bytes());
    disk.write_file("state.json-journal", LOG.as_bytes());
    let memory: [AtomicU64; WORDS] = Default::default();
    let place = Place { disk: Arc::new(disk), path: "/folder/state.json".into() };
    let Opened { store, warnings, .. } =
        SharedFile::open(place, &Words::new(Arc::new(memory)), true, origin()).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(value(&store, "/a").as_deref(), Some("2"));
    assert_eq!(value(&store, "/minecraft/server-action"), None);
    let state = store.snapshot().unwrap().state;
    let commands: Vec<Text> = state
        .list(Area::Command)
        .iter()
        .filter_map(|(_, document)| Command::from_document(document))
        .flat_map(|command| command.commands.clone())
        .collect();
    assert_eq!(commands, ["second", "third"]);
    let json = serde_json::to_value(&state).unwrap();
    assert_eq!(json["faults"]["globalLatencyMs"], 7);
    assert_eq!(json["faults"]["operationFailures"].as_object().unwrap().keys().collect::<Vec<_>>(), ["Op2"]);
    assert_eq!(json["leases"]["lastFencingToken"], 1);
    assert_eq!(json["ssm"]["mine"], true);
}
