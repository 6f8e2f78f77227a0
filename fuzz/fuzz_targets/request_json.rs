//! Any bytes as an operation of SSM in the first line and its body after it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| mock_state_store_fuzz::requests::json(data));
