//! Any bytes as a form for `CloudFormation`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mock_state_store::aws::models::ServiceId;

fuzz_target!(|data: &[u8]| mock_state_store_fuzz::requests::form(ServiceId::CloudFormation, data));
