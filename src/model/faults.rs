//! Injected faults.

use super::record;

record! {
    /// How an operation is to fail.
    pub struct OperationFailure {
        /// The next call only.
        fail_next: bool = "failNext",
        /// Every call.
        always_fail: bool = "alwaysFail",
        /// The AWS error code.
        error_code: Option<String> = "errorCode",
        /// The message.
        error_message: Option<String> = "errorMessage",
    }
}
