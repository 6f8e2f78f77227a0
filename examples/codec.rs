//! The codecs for specs that drive them with a real SDK: a JSON value on each line of the input, and one for each of
//! them on the output.
//!
//! `{ "request": { method, target, headers, body } }` answers with `{ service, operation, input }`,
//! `{ service, operation, output }` and `{ service, error }` with a response. Bodies are base64, headers are pairs.

use std::io::{self, BufRead as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mock_state_store::aws::error::AwsError;
use mock_state_store::aws::models::{Service, ServiceId};
use mock_state_store::aws::protocol::{decode, encode, encode_error, identify};
use mock_state_store::aws::request::{Request, Response};
use mock_state_store::aws::validation::validate;
use serde::Deserialize;
use serde_json::{Value, json};

const REQUEST_ID: &str = "8ae0e23a-9f0d-4b30-8f0b-2f5a40b5a9a3";

#[derive(Deserialize)]
#[serde(untagged)]
enum Question {
    Request { request: Asked },
    Output { service: String, operation: String, output: Value },
    Error { service: String, error: Failure },
}

#[derive(Deserialize)]
struct Asked {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

#[derive(Deserialize)]
struct Failure {
    code: String,
    message: String,
    status: u16,
}

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", answer(serde_json::from_str(&line?)?)?)?;
        out.flush()?;
    }
    Ok(())
}

fn answer(question: Question) -> Fallible<Value> {
    Ok(match question {
        Question::Request { request } => {
            let body = STANDARD.decode(&request.body)?;
            let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            read(&Request { method: &request.method, target: &request.target, headers, body: &body })
        }
        Question::Output { service, operation, output } => {
            let service = named(&service)?;
            let operation = service.operation(&operation).ok_or("no such operation")?;
            written(&encode(service, operation, &output, REQUEST_ID))
        }
        Question::Error { service, error } => {
            let Failure { code, message, status } = error;
            let error = AwsError::new(code, message).with_status(status);
            written(&encode_error(named(&service)?.protocol, &error, REQUEST_ID))
        }
    })
}

fn read(request: &Request) -> Value {
    let (service, operation) = match identify(request) {
        Ok(found) => found,
        Err(refusal) => return written(&encode_error(refusal.protocol, &refusal.error, REQUEST_ID)),
    };
    match decode(service, operation, request) {
        Ok(input) => json!({
            "service": service.id.signing_name(),
            "operation": operation.name,
            "input": input,
            "violation": validate(service, operation, &input, &|_| false).err().map(|error| error.to_string()),
        }),
        Err(error) => written(&encode_error(service.protocol, &error, REQUEST_ID)),
    }
}

fn named(service: &str) -> Fallible<&'static Service> {
    Ok(ServiceId::from_signing_name(service).ok_or("no such service")?.service())
}

fn written(response: &Response) -> Value {
    json!({ "status": response.status, "headers": response.headers, "body": STANDARD.encode(&response.body) })
}
