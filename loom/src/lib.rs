//! `cargo test --release`, with `RUSTFLAGS="--cfg loom"`: the words of `src/persist/words.rs` themselves,
//! read and written by threads in every interleaving that the memory model allows.
#![cfg(all(loom, test))]

/// What the words know of the store.
mod store {
    use loom::sync::atomic::AtomicU64;

    pub trait Word: std::fmt::Debug + Send + Sync {
        fn word(&self) -> &AtomicU64;
        fn is_shared(&self) -> bool;
    }
}

#[allow(dead_code)]
#[path = "../../src/persist/words.rs"]
mod words;

use std::sync::Arc;

use loom::sync::atomic::AtomicU64;
use loom::thread;
use words::{WORDS, Words};

fn words() -> Words {
    let memory: [AtomicU64; WORDS] = std::array::from_fn(|_| AtomicU64::new(0));
    Words::new(Arc::new(memory))
}

/// Journal `g` ends somewhere from `100 * g` to `100 * g + 99`, so that an end tells whose it is.
fn owner(end: u64) -> u64 {
    end / 100
}

#[test]
fn an_end_is_never_taken_for_that_of_an_earlier_journal() {
    loom::model(|| {
        let words = words();
        words.switched(1, 100);
        let writer = words.clone();
        let writing = thread::spawn(move || {
            writer.moved(101, 1);
            writer.switched(2, 200);
            writer.moved(201, 2);
        });
        let (generation, end) = words.position();
        assert!(owner(end) <= generation, "journal {generation} does not end at {end}");
        writing.join().unwrap();
        assert_eq!(words.position(), (2, 201));
    });
}

#[test]
fn who_sees_a_revision_sees_the_end_that_has_it() {
    loom::model(|| {
        let words = words();
        words.switched(1, 100);
        let writer = words.clone();
        let writing = thread::spawn(move || {
            writer.moved(101, 1);
            writer.moved(102, 2);
        });
        let revision = words.revision();
        let (_, end) = words.position();
        assert!(end >= 100 + revision, "revision {revision} is not in what ends at {end}");
        writing.join().unwrap();
    });
}
