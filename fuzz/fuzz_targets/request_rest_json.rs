//! Any bytes as a path for Lambda, header lines, an empty line and a body.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| mock_state_store_fuzz::requests::rest_json(data));
