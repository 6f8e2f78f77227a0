//! Deleting a stack.

use serde::Deserialize;
use serde_json::{Value, json};

use super::invalid;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::transitions::Transition;
use crate::state::{stack_events, stack_resources, stacks};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteStack {
    stack_name: Text,
    client_request_token: Option<Text>,
}

/// As in AWS, a stack that does not exist is deleted already.
pub fn delete(call: &mut Call, input: DeleteStack) -> Result<Value> {
    const DELETING: &str = "DELETE_IN_PROGRESS";
    let draft = &mut call.draft;
    let found = stacks::find(draft.state(), draft.profile(), draft.now(), &input.stack_name);
    let Some(mut place) = found.filter(|place| place.stack.exists && place.stack.status != DELETING) else {
        return Ok(json!({}));
    };
    if place.stack.termination_protection == Some(true) {
        let message = format!("Stack [{}] cannot be deleted while TerminationProtection is enabled", place.name);
        return Err(invalid(message));
    }
    let stack_id = place.stack.stack_id.clone();
    draft.take_back(&stack_id);
    place.stack.client_request_token = input.client_request_token;
    stack_events::set_status(draft, &mut place, DELETING, Some("User Initiated"));
    stack_resources::begin_deleting(draft, &mut place.stack, |_| true);
    place.put(draft);
    draft.begin(Transition::Stack, &stack_id);
    Ok(json!({}))
}
