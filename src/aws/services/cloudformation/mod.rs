//! CloudFormation: stacks have states and events, and provision nothing.

mod create;
mod delete;
mod describe;
mod events;
mod template;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::Operations;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::stacks::{self, Place};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    DescribeStacks => describe::describe,
    DescribeStackEvents => events::describe,
    CreateStack => create::create,
    DeleteStack => delete::delete,
];

/// How many stacks or events a page has.
const PAGE: usize = 100;

/// When a stack was created of which that is not known.
const CREATED: &str = "2024-01-01T00:00:00.000Z";

/// A tag.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: Text,
    value: Text,
}

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationError", message)
}

/// The stack of a name or an ARN, once it has been looked at.
fn look_at(call: &mut Call, name: &str) -> Result<Place> {
    let find = |call: &Call| stacks::find(call.draft.state(), call.draft.profile(), call.draft.now(), name);
    if let Some(place) = find(call) {
        call.draft.look(&place.stack.stack_id);
    }
    find(call).ok_or_else(|| invalid(format!("Stack with id {name} does not exist")))
}
