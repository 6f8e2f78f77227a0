//! AWS on the wire: from a request of an SDK to a response, by AWS's own service models.
//!
//! A [`request::Request`] becomes a service and an operation ([`protocol::identify`]) and then a
//! [`serde_json::Value`] ([`protocol::decode`]), whose members have the names of the model. [`validation::validate`]
//! checks the constraints that the model has. What a handler answers goes back by [`protocol::encode`], an
//! [`error::AwsError`] by [`protocol::encode_error`].
//!
//! ```
//! use mock_state_store::aws::request::Request;
//! use mock_state_store::aws::{protocol, validation};
//! use serde_json::json;
//!
//! let request = Request {
//!     method: "POST",
//!     target: "/",
//!     headers: vec![("x-amz-target", "AmazonSSM.GetParameter"), ("content-type", "application/x-amz-json-1.1")],
//!     body: br#"{"Name":"/game/motd"}"#,
//! };
//! let (service, operation) = protocol::identify(&request)?;
//! let input = protocol::decode(service, operation, &request)?;
//! validation::validate(service, operation, &input, &|_| false)?;
//! assert_eq!(input, json!({ "Name": "/game/motd" }));
//!
//! let output = json!({ "Parameter": { "Name": "/game/motd", "LastModifiedDate": "2026-01-29T12:00:00.000Z" } });
//! let response = protocol::encode(service, operation, &output, "request-1");
//! assert_eq!(response.body, br#"{"Parameter":{"Name":"/game/motd","LastModifiedDate":1769688000}}"#);
//! # Ok::<(), mock_state_store::aws::error::AwsError>(())
//! ```
//!
//! In a `Value`, a timestamp is the text `YYYY-MM-DDTHH:mm:ss.sssZ`, a blob is base64, and everything else is as in
//! JSON. What no member of the model carries is not there, neither in the input nor in the output.
//!
//! Bytes from outside are never trusted: whatever a request holds, the answer is an error as AWS writes it, and memory
//! and stack stay within what the size of the request and the depth of the model allow.

pub mod call;
pub mod dispatch;
pub mod error;
pub mod faults;
pub mod known;
pub mod models;
pub mod protocol;
pub mod record;
pub mod request;
mod secrets;
pub mod services;
pub mod validation;
