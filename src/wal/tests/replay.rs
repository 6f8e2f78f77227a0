//! Recovery leads to the state that was there: random changes, with checkpoints and reopenings in between.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use proptest::prelude::*;

use super::super::words::{WORDS, Words};
use super::super::{OnCorrupt, Opened, Place, SharedFile};
use super::fake_disk::FakeDisk;
use super::origin;
use crate::store::tests::{Operation, now, operation, run};

#[derive(Clone, Debug)]
enum Step {
    Run(Operation),
    Checkpoint,
    Reopen,
    /// The process dies between the two renames of a checkpoint.
    HalfCheckpoint,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => operation().prop_map(Step::Run),
        1 => Just(Step::Checkpoint),
        1 => Just(Step::Reopen),
        1 => Just(Step::HalfCheckpoint),
    ]
}

fn open(disk: &FakeDisk) -> Opened {
    let memory: [AtomicU64; WORDS] = Default::default();
    let place = Place { disk: Arc::new(disk.clone()), path: "/folder/state.json".into() };
    SharedFile::open(place, &Words::new(Arc::new(memory)), true, origin()).unwrap()
}

fn checkpoint(Opened { store, file, .. }: &Opened) {
    file.checkpoint().run(store, OnCorrupt::SetAside, || Ok(())).unwrap();
}

proptest! {
    #[test]
    fn recovers_the_state_that_was_there(steps in prop::collection::vec(step(), 1..40)) {
        let disk = FakeDisk::default();
        let mut opened = open(&disk);
        for (at, step) in steps.iter().enumerate() {
            let before = opened.store.snapshot().unwrap().state;
            match step {
                Step::Run(operation) => {
                    run(&opened.store, operation, now(at));
                    continue;
                }
                Step::Checkpoint => checkpoint(&opened),
                Step::Reopen => opened = open(&disk),
                Step::HalfCheckpoint => {
                    // As a checkpoint does it, an earlier half checkpoint is completed first.
                    if opened.file.is_edited(&opened.store) {
                        opened.file.adopt(&opened.store, &origin(), || Ok(())).unwrap();
                    }
                    let log = disk.link("state.json-journal");
                    checkpoint(&opened);
                    disk.put("state.json-journal", log);
                    opened = open(&disk);
                }
            }
            prop_assert_eq!(&opened.store.snapshot().unwrap().state, &before);
        }
    }
}
