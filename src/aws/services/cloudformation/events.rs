//! What has happened to a stack.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{CREATED, look_at, page_of};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::{Text, UnknownKeys};
use crate::state::stack::Stack;
use crate::state::stack_events::{self, StackEvent};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeStackEvents {
    stack_name: Text,
    next_token: Option<String>,
}

pub fn describe(call: &mut Call, input: DescribeStackEvents) -> Result<Value> {
    let place = look_at(call, &input.stack_name)?;
    let events = stack_events::of(call.draft.state(), &place.stack.stack_id);
    let mut events: Vec<_> = events.map(|(number, event)| (number, event.clone())).collect();
    if events.is_empty() {
        events.push((0, first_event(&place.stack)));
    }
    let of = format!("DescribeStackEvents {}", place.stack.stack_id);
    let is_after = |(number, _): &(u64, _), last: &str| last.parse().is_ok_and(|last| *number < last);
    let page = page_of(&of, events, input.next_token, |(number, _)| number.to_string(), is_after)?;
    Ok(page.output("StackEvents", |(_, event)| shown(event, &place.name)))
}

/// What a stack has behind it that no call has created.
fn first_event(stack: &Stack) -> StackEvent {
    StackEvent {
        event_id: stack.stack_id.rsplit('/').next().unwrap_or_default().into(),
        stack_id: stack.stack_id.clone(),
        logical_resource_id: None,
        physical_resource_id: None,
        resource_type: None,
        status: stack.status.clone(),
        reason: None,
        client_request_token: None,
        timestamp: stack.creation_time.clone().unwrap_or_else(|| CREATED.into()),
        unknown: UnknownKeys::default(),
    }
}

fn shown(event: StackEvent, name: &str) -> Value {
    // The stack is a resource of itself.
    let is_stack = event.logical_resource_id.is_none();
    let physical_id = event.physical_resource_id.or_else(|| is_stack.then(|| event.stack_id.clone()));
    json!({
        "StackId": event.stack_id,
        "EventId": event.event_id,
        "StackName": name,
        "LogicalResourceId": event.logical_resource_id.as_deref().unwrap_or(name),
        "PhysicalResourceId": physical_id,
        "ResourceType": event.resource_type.as_deref().unwrap_or("AWS::CloudFormation::Stack"),
        "Timestamp": event.timestamp,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason,
        "ClientRequestToken": event.client_request_token,
    })
}
