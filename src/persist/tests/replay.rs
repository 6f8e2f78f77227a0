//! What is replayed is what was there: random changes, with folds and reopenings at random places.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use proptest::prelude::*;

use super::fake_disk::FakeDisk;
use crate::persist::words::{WORDS, Words};
use crate::persist::{Fold, Kept, KeptStore, Place};
use crate::store::tests::{Operation, now, operation, run};

#[derive(Clone, Debug)]
enum Step {
    Run(Operation),
    Fold,
    Reopen,
    /// The process dies between the two renames of a fold.
    FoldHalf,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => operation().prop_map(Step::Run),
        1 => Just(Step::Fold),
        1 => Just(Step::Reopen),
        1 => Just(Step::FoldHalf),
    ]
}

fn open(disk: &FakeDisk) -> KeptStore {
    let memory: [AtomicU64; WORDS] = Default::default();
    let place = Place { disk: Arc::new(disk.clone()), path: "/folder/state.json".into() };
    Kept::open(place, &Words::new(Arc::new(memory)), true, None, now(0)).unwrap()
}

proptest! {
    #[test]
    fn replays_what_was_there(steps in prop::collection::vec(step(), 1..40)) {
        let disk = FakeDisk::default();
        let mut kept = open(&disk);
        for (at, step) in steps.iter().enumerate() {
            let before = kept.store.snapshot().unwrap().state;
            match step {
                Step::Run(operation) => {
                    run(&kept.store, operation, now(at));
                    continue;
                }
                Step::Fold => kept.kept.folding().fold(&kept.store, Fold::Now, || Ok(())).unwrap(),
                Step::Reopen => kept = open(&disk),
                Step::FoldHalf => {
                    // The half fold before is completed first, as a fold does it.
                    if kept.kept.is_edited(&kept.store) {
                        kept.kept.adopt(&kept.store, None, now(at), || Ok(())).unwrap();
                    }
                    let journal = disk.link("state.json-journal");
                    kept.kept.folding().fold(&kept.store, Fold::Now, || Ok(())).unwrap();
                    disk.put("state.json-journal", journal);
                    kept = open(&disk);
                }
            }
            prop_assert_eq!(&kept.store.snapshot().unwrap().state, &before);
        }
    }
}
