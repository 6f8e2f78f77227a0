//! The CloudFormation stack.

use super::record;

record! {
    /// The stack.
    pub struct Stack {
        /// Whether there is one.
        exists: bool = "exists",
        /// For example `CREATE_COMPLETE`.
        status: String = "status",
        /// Its ARN.
        stack_id: String = "stackId",
    }
}
