//! Listing stacks, those too that were deleted.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{created, look_at_all, page_of_stacks};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::stacks::Place;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListStacks {
    stack_status_filter: Vec<Text>,
    next_token: Option<String>,
}

pub fn list(call: &mut Call, ListStacks { stack_status_filter: statuses, next_token }: ListStacks) -> Result<Value> {
    let mut all = look_at_all(call, |_| true);
    all.retain(|place| statuses.is_empty() || statuses.contains(&place.stack.status));
    let page = page_of_stacks("ListStacks", all, next_token)?;
    Ok(page.output("StackSummaries", shown))
}

fn shown(place: Place) -> Value {
    let created = created(&place).to_owned();
    let stack = place.stack;
    json!({
        "StackId": stack.stack_id,
        "StackName": place.name,
        "TemplateDescription": stack.description,
        "CreationTime": created,
        "LastUpdatedTime": stack.last_updated_time,
        "DeletionTime": stack.deletion_time,
        "StackStatus": stack.status,
        "DriftInformation": { "StackDriftStatus": "NOT_CHECKED" },
    })
}
