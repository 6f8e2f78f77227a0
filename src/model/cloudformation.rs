//! The CloudFormation stack.

use super::{Text, record};

record! {
    /// The stack.
    pub struct Stack {
        /// Whether there is one.
        exists: bool = "exists",
        /// For example `CREATE_COMPLETE`.
        status: Text = "status",
        /// Its ARN.
        stack_id: Text = "stackId",
    }
}
