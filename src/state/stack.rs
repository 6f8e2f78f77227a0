//! The CloudFormation stack.

use std::collections::BTreeMap;

use super::{Entries, Entry, Key, Record, Setting, Spec, State};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record};
use crate::error::Result;

record! {
    /// The stack.
    pub struct Stack {
        /// Whether there is one.
        exists: bool = "exists",
        /// For example `CREATE_COMPLETE`.
        status: Text = "status",
        /// Its ARN.
        stack_id: Text = "stackId",
        /// Its outputs, by key.
        outputs: Option<BTreeMap<Text, Text>> = "outputs",
    }
}

impl Record for Stack {
    const SPEC: Spec = Spec::one("cloudformation", &["cloudformation"]);

    fn defaults(_: &Setting) -> Vec<(Key, Self)> {
        let stack = Self {
            exists: true,
            status: "CREATE_COMPLETE".into(),
            stack_id: "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123".into(),
            outputs: None,
            unknown: UnknownKeys::default(),
        };
        vec![(Key::Only, stack)]
    }
}

/// Merges into the stack.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn merge(state: &State, partial: Value) -> Result<Entries> {
    let mut stack = Stack::clone(state.one()?);
    stack.merge(partial, &Path::Root("stack"))?;
    Ok(Entry::one(stack).into())
}
