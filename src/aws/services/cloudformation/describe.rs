//! Describing stacks.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{CREATED, PAGE, invalid, look_at};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::document::Text;
use crate::state::stacks::{self, Place};

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeStacks {
    stack_name: Option<Text>,
    next_token: Option<String>,
}

pub fn describe(call: &mut Call, input: DescribeStacks) -> Result<Value> {
    if let Some(name) = input.stack_name.filter(|name| !name.is_empty()) {
        return Ok(json!({ "Stacks": [shown(look_at(call, &name)?)] }));
    }
    let all = |call: &Call| -> Vec<Place> {
        let draft = &call.draft;
        let all = stacks::all(draft.state(), draft.profile(), draft.now()).filter(|place| place.stack.exists);
        let mut all: Vec<_> = all.collect();
        all.sort_by(|one, other| created(other).cmp(created(one)));
        all
    };
    for place in all(call) {
        call.draft.look(&place.stack.stack_id);
    }
    let all = all(call);
    let skipped = match input.next_token {
        Some(token) => {
            let last = page::name_of(&token).ok_or_else(|| invalid("NextToken is not valid."))?;
            all.iter().position(|place| *place.stack.stack_id == *last).map_or(0, |last| last + 1)
        }
        None => 0,
    };
    let page = Page::new(all.into_iter().skip(skipped), PAGE, |place| place.stack.stack_id.to_string());
    Ok(page.output("Stacks", shown))
}

fn created(place: &Place) -> &str {
    place.stack.creation_time.as_deref().unwrap_or(CREATED)
}

/// A stack as an answer has it.
fn shown(place: Place) -> Value {
    let pairs = |map: Option<&BTreeMap<Text, Text>>, key: &str, value: &str| -> Vec<Value> {
        map.into_iter().flatten().map(|(name, text)| json!({ key: name, value: text })).collect()
    };
    let created = created(&place).to_owned();
    let mut stack = place.stack;
    if stack.status == "CREATE_IN_PROGRESS" {
        stack.outputs = None;
    }
    let mut shown = json!({
        "StackId": stack.stack_id,
        "StackName": place.name,
        "Parameters": pairs(stack.parameters.as_ref(), "ParameterKey", "ParameterValue"),
        "CreationTime": created,
        "RollbackConfiguration": {},
        "StackStatus": stack.status,
        "DisableRollback": false,
        "NotificationARNs": [],
        "Capabilities": stack.capabilities.unwrap_or_default(),
        "Outputs": pairs(stack.outputs.as_ref(), "OutputKey", "OutputValue"),
        "Tags": pairs(stack.tags.as_ref(), "Key", "Value"),
        "EnableTerminationProtection": stack.termination_protection.unwrap_or(false),
        "DriftInformation": { "StackDriftStatus": "NOT_CHECKED" },
    });
    if let Some(members) = shown.as_object_mut() {
        let optional = [("Description", stack.description), ("DeletionTime", stack.deletion_time)];
        members.extend(optional.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text?)))));
    }
    shown
}
