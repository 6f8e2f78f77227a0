//! The error of a service.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What a handler answers.
pub type Result<T, E = AwsError> = std::result::Result<T, E>;

/// An error as AWS has it: the codec writes it in the form of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwsError {
    /// The code on the wire, such as `InvalidInstanceID.NotFound`.
    pub code: Cow<'static, str>,
    /// The text. Some of AWS's errors have none.
    pub message: String,
    /// The HTTP status.
    #[serde(rename = "statusCode")]
    pub status: u16,
}

impl AwsError {
    /// An error with the status 400.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status: 400 }
    }

    /// The same error with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for AwsError {}
