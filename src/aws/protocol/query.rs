//! Query: [forms](super::form) in, XML with a result wrapper out.

use serde_json::Value;

use super::response;
use super::xml::Xml;
use crate::aws::error::AwsError;
use crate::aws::models::{Operation, Service};
use crate::aws::request::Response;

const CONTENT_TYPE: &str = "text/xml";

pub(super) fn encode(service: &Service, operation: &Operation, output: &Value, request_id: &str) -> Response {
    let root = format!("{}Response", operation.name);
    let mut xml = Xml::new();
    xml.open_root(&root, &service.xml_namespace);
    if let Some(shape) = operation.output {
        xml.open(&operation.result_wrapper);
        xml.members(service, shape, output);
        xml.close(&operation.result_wrapper);
    }
    xml.open("ResponseMetadata");
    xml.element("RequestId", request_id);
    xml.close("ResponseMetadata");
    xml.close(&root);
    response(200, CONTENT_TYPE, request_id, xml.finish())
}

pub(super) fn encode_error(error: &AwsError, request_id: &str) -> Response {
    let mut xml = Xml::new();
    xml.open("ErrorResponse");
    xml.open("Error");
    xml.element("Type", if error.status < 500 { "Sender" } else { "Receiver" });
    xml.element("Code", &error.code);
    xml.element("Message", &error.message);
    xml.close("Error");
    xml.element("RequestId", request_id);
    xml.close("ErrorResponse");
    response(error.status, CONTENT_TYPE, request_id, xml.finish())
}
