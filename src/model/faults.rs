//! Injected faults.

use super::{Text, record};

record! {
    /// How an operation is to fail.
    pub struct OperationFailure {
        /// The next call only.
        fail_next: bool = "failNext",
        /// Every call.
        always_fail: bool = "alwaysFail",
        /// The AWS error code.
        error_code: Option<Text> = "errorCode",
        /// The message.
        error_message: Option<Text> = "errorMessage",
    }
}
