//! The CloudFormation stack.

use std::sync::Arc;

use super::Store;
use crate::change::Entry;
use crate::error::Result;
use crate::model::{Field, Path, Stack, Value};

impl Store {
    /// Merges into the stack.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn set_stack_status(&self, partial: Value) -> Result<()> {
        self.commit(|state| {
            let mut stack = Stack::clone(&state.cloudformation);
            stack.merge(partial, &Path::Root("stack"))?;
            Ok(Some(Entry::Stack(Arc::new(stack))))
        })
    }
}
