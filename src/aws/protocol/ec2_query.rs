//! EC2 query: [forms](super::form) in, XML without a result wrapper out.

use serde_json::Value;

use super::response;
use super::xml::Xml;
use crate::aws::error::AwsError;
use crate::aws::models::{Operation, Service};
use crate::aws::request::Response;

const CONTENT_TYPE: &str = "text/xml;charset=UTF-8";

pub(super) fn encode(service: &Service, operation: &Operation, output: &Value, request_id: &str) -> Response {
    let root = format!("{}Response", operation.name);
    let mut xml = Xml::new();
    // EC2 writes a slash at the end that the model does not have.
    xml.open_root(&root, &format!("{}/", service.xml_namespace));
    xml.element("requestId", request_id);
    match operation.output {
        Some(shape) => xml.members(service, shape, output),
        // What has no output says so.
        None => xml.element("return", "true"),
    }
    xml.close(&root);
    response(200, CONTENT_TYPE, request_id, xml.finish())
}

pub(super) fn encode_error(error: &AwsError, request_id: &str) -> Response {
    let mut xml = Xml::new();
    xml.open("Response");
    xml.open("Errors");
    xml.open("Error");
    xml.element("Code", &error.code);
    xml.element("Message", &error.message);
    xml.close("Error");
    xml.close("Errors");
    xml.element("RequestID", request_id);
    xml.close("Response");
    response(error.status, CONTENT_TYPE, request_id, xml.finish())
}
