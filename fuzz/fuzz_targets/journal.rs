//! Any bytes as a journal beside a file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|journal: &[u8]| mock_state_store_fuzz::open(Some(b"{}"), Some(journal)));
