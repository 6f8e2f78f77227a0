mod forms;
mod json_bodies;
mod lambda;
mod responses;
mod who;

use serde_json::{Value, json};

use super::{caller, decode, encode, encode_error, identify};
use crate::aws::error::AwsError;
use crate::aws::models::{Protocol, ServiceId};
use crate::aws::request::{Request, Response};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/x-amz-json-1.1");

fn request<'a>(headers: &[(&'a str, &'a str)], body: &'a [u8]) -> Request<'a> {
    Request { method: "POST", target: "/", headers: headers.to_vec(), body }
}

fn read(request: &Request) -> Result<Value, AwsError> {
    let (service, operation) = identify(request)?;
    decode(service, operation, request)
}

fn ec2(form: &str) -> Result<Value, AwsError> {
    read(&request(&[FORM], format!("Version=2016-11-15&{form}").as_bytes()))
}

fn stack(form: &str) -> Result<Value, AwsError> {
    read(&request(&[FORM], format!("Version=2010-05-15&{form}").as_bytes()))
}

fn ssm(operation: &str, body: &[u8]) -> Result<Value, AwsError> {
    let target = format!("AmazonSSM.{operation}");
    read(&request(&[("x-amz-target", &target), JSON], body))
}

fn code(result: Result<Value, AwsError>) -> String {
    result.unwrap_err().code.into_owned()
}

fn text(response: &Response) -> &str {
    std::str::from_utf8(&response.body).unwrap()
}
