//! Reading requests to AWS: what comes of it is an input or an error, and an error can be written.

use mock_state_store::aws::models::ServiceId;
use mock_state_store::aws::protocol::{caller, decode, encode_error, identify};
use mock_state_store::aws::request::Request;
use mock_state_store::aws::validation::validate;

/// A form for a service.
pub fn form(service: ServiceId, body: &[u8]) {
    read(service, "/", Vec::new(), body);
}

/// An operation of SSM and its body, as two parts with a line feed between them.
pub fn json(data: &[u8]) {
    let (target, body) = first_line(data);
    let Ok(operation) = std::str::from_utf8(target) else { return };
    let target = format!("AmazonSSM.{operation}");
    read(ServiceId::Ssm, "/", vec![("x-amz-target", &target)], body);
}

/// A path for Lambda, headers and a body, as in HTTP but with single line feeds.
pub fn rest_json(data: &[u8]) {
    let (target, mut body) = first_line(data);
    let Ok(target) = std::str::from_utf8(target) else { return };
    let mut headers = Vec::new();
    loop {
        let (line, rest) = first_line(body);
        body = rest;
        let Ok(line) = std::str::from_utf8(line) else { return };
        match line.split_once(':') {
            Some(header) => headers.push(header),
            None => return read(ServiceId::Lambda, target, headers, body),
        }
    }
}

fn first_line(data: &[u8]) -> (&[u8], &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (line, rest) = data.split_at(end);
    (line, rest.get(1..).unwrap_or_default())
}

fn read(service: ServiceId, target: &str, headers: Vec<(&str, &str)>, body: &[u8]) {
    let unsigned = Request { method: "POST", target, headers, body };
    // Nothing says which service it is but the request itself.
    let _ = (identify(&unsigned), caller(&unsigned));
    let scope = format!("AWS4-HMAC-SHA256 Credential=A/20260129/us-east-1/{}/aws4_request", service.signing_name());
    let mut request = unsigned;
    request.headers.push(("authorization", &scope));
    let (protocol, error) = match identify(&request) {
        Err(refusal) => (refusal.protocol, refusal.error),
        Ok((service, operation)) => {
            let input = decode(service, operation, &request).inspect(|input| assert!(input.is_object()));
            match input.and_then(|input| validate(service, operation, &input, &|_| false)) {
                Ok(()) => return,
                Err(error) => (service.protocol, error),
            }
        }
    };
    let response = encode_error(protocol, &error, "r");
    assert!((400..500).contains(&response.status));
    assert!(std::str::from_utf8(&response.body).is_ok());
}
