//! For every operation: what an SDK writes is read, and what is written is what an SDK reads, whatever the values are.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic here is a finding")]

use mock_state_store::aws::models::{Operation, Protocol, Service, ServiceId};
use mock_state_store::aws::protocol::{decode, encode, identify};
use mock_state_store::aws::request::Request;
use proptest::prelude::ProptestConfig;
use proptest::test_runner::TestRunner;
use serde_json::json;

#[path = "wire/reader.rs"]
mod reader;
#[path = "wire/values.rs"]
mod values;
#[path = "wire/writer.rs"]
mod writer;

fn for_each_operation(test: impl Fn(&'static Service, &'static Operation)) {
    for service in ServiceId::ALL.map(ServiceId::service) {
        service.operations().into_iter().for_each(|operation| test(service, operation));
    }
}

fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })
}

#[test]
fn what_an_sdk_writes_is_read() {
    for_each_operation(|service, operation| {
        let input = values::of(service, operation.input, values::Side::Input);
        let result = runner().run(&input, |input| {
            let written = writer::write(service, operation, &input);
            let headers = written.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let request = Request { method: &written.method, target: &written.target, headers, body: &written.body };
            let (found, of) = identify(&request).unwrap();
            assert_eq!((found.id, &of.name), (service.id, &operation.name));
            assert_eq!(decode(service, operation, &request), Ok(input));
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{}: {error}", operation.name));
    });
}

#[test]
fn what_is_written_is_what_an_sdk_reads() {
    for_each_operation(|service, operation| {
        let Some(shape) = operation.output else { return };
        let output = values::of(service, shape, values::Side::Output);
        let result = runner().run(&output, |output| {
            let response = encode(service, operation, &output, "r");
            let read = match service.protocol {
                Protocol::Ec2 | Protocol::Query => reader::xml(service, operation, &response.body),
                Protocol::Json => reader::json(service, shape, serde_json::from_slice(&response.body).unwrap()),
                Protocol::RestJson => reader::rest(service, shape, &response),
            };
            assert_eq!(read, output);
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{}: {error}", operation.name));
    });
}

#[test]
fn an_operation_without_output_has_a_body_that_can_be_read() {
    for_each_operation(|service, operation| {
        if operation.output.is_none() {
            let response = encode(service, operation, &json!({}), "r");
            match service.protocol {
                Protocol::Json | Protocol::RestJson => assert_eq!(response.body, b""),
                _ => assert!(roxmltree::Document::parse(std::str::from_utf8(&response.body).unwrap()).is_ok()),
            }
        }
    });
}
