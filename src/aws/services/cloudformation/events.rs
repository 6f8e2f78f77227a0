//! What has happened to a stack.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{CREATED, PAGE, invalid, look_at};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
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
    let mut events: Vec<_> = stack_events::of(call.draft.state(), &place.stack.stack_id).cloned().collect();
    if events.is_empty() {
        events.push(first_event(&place.stack));
    }
    let skipped = match input.next_token {
        Some(token) => {
            let last = page::name_of(&token).ok_or_else(|| invalid("NextToken is not valid."))?;
            events.iter().position(|event| *event.event_id == *last).map_or(0, |last| last + 1)
        }
        None => 0,
    };
    let page = Page::new(events.into_iter().skip(skipped), PAGE, |event| event.event_id.to_string());
    Ok(page.output("StackEvents", |event| shown(event, &place.name)))
}

/// What a stack has behind it that no call has created.
fn first_event(stack: &Stack) -> StackEvent {
    StackEvent {
        event_id: stack.stack_id.rsplit('/').next().unwrap_or_default().into(),
        stack_id: stack.stack_id.clone(),
        status: stack.status.clone(),
        reason: None,
        client_request_token: None,
        timestamp: stack.creation_time.clone().unwrap_or_else(|| CREATED.into()),
        unknown: UnknownKeys::default(),
    }
}

fn shown(event: StackEvent, name: &str) -> Value {
    let mut shown = json!({
        "StackId": event.stack_id,
        "EventId": event.event_id,
        "StackName": name,
        "LogicalResourceId": name,
        "PhysicalResourceId": event.stack_id,
        "ResourceType": "AWS::CloudFormation::Stack",
        "Timestamp": event.timestamp,
        "ResourceStatus": event.status,
    });
    if let Some(members) = shown.as_object_mut() {
        let optional = [("ResourceStatusReason", event.reason), ("ClientRequestToken", event.client_request_token)];
        members.extend(optional.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text?)))));
    }
    shown
}
