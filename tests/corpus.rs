//! The corpus of the fuzz targets, run without a fuzzer.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a panic here is a finding")]

use std::fs;
use std::path::Path;

use mock_state_store::aws::models::ServiceId;

#[path = "../fuzz/lib.rs"]
mod targets;

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    let inputs: Vec<_> = files.collect();
    assert!(!inputs.is_empty());
    inputs
}

#[test]
fn any_log_is_survived() {
    for journal in inputs("journal") {
        targets::open(Some(b"{}"), Some(&journal));
    }
}

#[test]
fn any_state_file_is_survived() {
    for json in inputs("json") {
        targets::open(Some(&json), None);
    }
}

#[test]
fn any_request_is_answered() {
    for form in inputs("request_ec2") {
        targets::requests::form(ServiceId::Ec2, &form);
    }
    for form in inputs("request_query") {
        targets::requests::form(ServiceId::CloudFormation, &form);
    }
    for call in inputs("request_json") {
        targets::requests::json(&call);
    }
    for call in inputs("request_rest_json") {
        targets::requests::rest_json(&call);
    }
}
