//! Any bytes as a state file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &[u8]| mock_state_store_fuzz::open(Some(json), None));
