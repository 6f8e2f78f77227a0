//! Errors as JavaScript gets them: `code` and `message`, from which `lib/errors.js` builds the error
//! of the caller's realm.

use crate::error::Error;

/// The `code` of an error.
pub(super) struct Code(&'static str);

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl From<napi::Status> for Code {
    fn from(_: napi::Status) -> Self {
        Self("ERR_CLOSED")
    }
}

impl From<Error> for napi::Error<Code> {
    fn from(error: Error) -> Self {
        Self::new(Code(error.code()), error.to_string())
    }
}

/// The result of a function that JavaScript calls.
pub(super) type Result<T> = std::result::Result<T, napi::Error<Code>>;

/// What napi itself says, as an error of ours.
pub(super) fn from_napi(error: napi::Error) -> napi::Error<Code> {
    napi::Error::new(Code("ERR_CLOSED"), error.reason.clone())
}
