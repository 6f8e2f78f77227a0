//! `cargo test --release`, with `RUSTFLAGS="--cfg loom"`: the words of `src/wal/words.rs` themselves,
//! read and written by threads in every interleaving that the memory model allows.
#![cfg(all(loom, test))]

#[allow(dead_code)]
#[path = "../../src/wal/words.rs"]
mod words;

use std::sync::Arc;

use loom::sync::atomic::AtomicU64;
use loom::thread;
use words::{WORDS, Words};

fn words() -> Words {
    let memory: [AtomicU64; WORDS] = std::array::from_fn(|_| AtomicU64::new(0));
    Words::new(Arc::new(memory))
}

/// The log of generation `g` ends somewhere from `100 * g` to `100 * g + 99`, so that an end tells its generation.
fn owner(end: u64) -> u64 {
    end / 100
}

#[test]
fn an_end_is_never_taken_for_that_of_an_earlier_generation() {
    loom::model(|| {
        let words = words();
        words.switch_generation(1, 100);
        let writer = words.clone();
        let writing = thread::spawn(move || {
            writer.advance(101, 1);
            writer.switch_generation(2, 200);
            writer.advance(201, 2);
        });
        let (generation, end) = words.position();
        assert!(owner(end) <= generation, "generation {generation} does not end at {end}");
        writing.join().unwrap();
        assert_eq!(words.position(), (2, 201));
    });
}

#[test]
fn a_reader_of_a_revision_sees_an_end_that_includes_it() {
    loom::model(|| {
        let words = words();
        words.switch_generation(1, 100);
        let writer = words.clone();
        let writing = thread::spawn(move || {
            writer.advance(101, 1);
            writer.advance(102, 2);
        });
        let revision = words.revision();
        let (_, end) = words.position();
        assert!(end >= 100 + revision, "revision {revision} is not before {end}");
        writing.join().unwrap();
    });
}
