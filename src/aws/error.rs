//! The error of a service, which the codec writes in the form of its protocol.

use std::borrow::Cow;

/// What a handler answers.
pub type Result<T, E = AwsError> = std::result::Result<T, E>;

/// An error as AWS has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsError {
    /// The code, for example `InvalidInstanceID.NotFound`.
    pub code: Cow<'static, str>,
    /// The message, as AWS words it.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

impl AwsError {
    /// An error of the caller's making.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status: 400 }
    }

    /// The same with another HTTP status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}
