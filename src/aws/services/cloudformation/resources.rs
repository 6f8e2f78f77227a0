//! The resources of a stack.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{PAGE, created, invalid, look_at, look_at_all, page_of};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::stack_resources::{self, StackResource};
use crate::state::stacks::Place;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeStackResources {
    stack_name: Option<Text>,
    logical_resource_id: Option<Text>,
    physical_resource_id: Option<Text>,
}

pub fn describe(call: &mut Call, input: DescribeStackResources) -> Result<Value> {
    let place = match (input.stack_name, &input.physical_resource_id) {
        (Some(name), None) => look_at(call, &name)?,
        (None, Some(id)) => {
            let has_it =
                |place: &Place| stack_resources::all(&place.stack).any(|(_, it)| it.physical_id.as_ref() == Some(id));
            let found = look_at_all(call, |place| place.stack.exists).into_iter().find(has_it);
            found.ok_or_else(|| invalid(format!("Stack for {id} does not exist")))?
        }
        (Some(_), Some(_)) => return Err(invalid("StackName and PhysicalResourceId must not be specified together.")),
        (None, None) => return Err(invalid("Either StackName or PhysicalResourceId must be specified.")),
    };
    let all = stack_resources::all(&place.stack);
    let shown = all.filter(|(id, _)| input.logical_resource_id.as_ref().is_none_or(|asked| asked == *id));
    let shown: Vec<_> = shown.take(PAGE).map(|(id, resource)| described(&place, id, resource)).collect();
    match input.logical_resource_id.filter(|_| shown.is_empty()) {
        Some(id) => Err(invalid(format!("Resource {id} does not exist for stack {}", place.name))),
        None => Ok(json!({ "StackResources": shown })),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListStackResources {
    stack_name: Text,
    next_token: Option<String>,
}

pub fn list(call: &mut Call, input: ListStackResources) -> Result<Value> {
    let place = look_at(call, &input.stack_name)?;
    let of = format!("ListStackResources {}", place.stack.stack_id);
    let all = stack_resources::all(&place.stack).collect();
    let page = page_of(&of, all, input.next_token, |(id, _)| id.to_string(), |(id, _), last| id.as_str() > last)?;
    Ok(page.output("StackResourceSummaries", |(id, resource)| summary(&place, id, resource)))
}

fn summary(place: &Place, logical_id: &str, resource: &StackResource) -> Value {
    json!({
        "LogicalResourceId": logical_id,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.kind,
        "LastUpdatedTimestamp": resource.updated_at.as_deref().unwrap_or_else(|| created(place)),
        "ResourceStatus": resource.status(stack_resources::is_under_way(&place.stack)),
        "DriftInformation": { "StackResourceDriftStatus": "NOT_CHECKED" },
    })
}

fn described(place: &Place, logical_id: &str, resource: &StackResource) -> Value {
    let mut described = summary(place, logical_id, resource);
    if let Some(members) = described.as_object_mut() {
        let timestamp = members.remove("LastUpdatedTimestamp");
        members.extend(timestamp.map(|timestamp| ("Timestamp".to_owned(), timestamp)));
        members.insert("StackName".into(), json!(place.name));
        members.insert("StackId".into(), json!(place.stack.stack_id));
    }
    described
}
