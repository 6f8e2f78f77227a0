//! Describing stacks.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{created, look_at, look_at_all, page_of_stacks};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::stacks::Place;

/// What stands for the value of a parameter that is not to be shown.
const MASK: &str = "****";

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
    let all = look_at_all(call, |place| place.stack.exists);
    let page = page_of_stacks("DescribeStacks", all, input.next_token)?;
    Ok(page.output("Stacks", shown))
}

/// A stack as an answer has it.
fn shown(mut place: Place) -> Value {
    for name in place.stack.no_echo.iter().flatten() {
        let parameters = place.stack.parameters.as_mut();
        if let Some(value) = parameters.and_then(|parameters| parameters.get_mut(name)) {
            *value = MASK.into();
        }
    }
    let pairs = |map: Option<&BTreeMap<Text, Text>>, key: &str, value: &str| -> Vec<Value> {
        map.into_iter().flatten().map(|(name, text)| json!({ key: name, value: text })).collect()
    };
    let created = created(&place).to_owned();
    let mut stack = place.stack;
    if stack.status == "CREATE_IN_PROGRESS" {
        stack.outputs = None;
    }
    json!({
        "StackId": stack.stack_id,
        "StackName": place.name,
        "Description": stack.description,
        "Parameters": pairs(stack.parameters.as_ref(), "ParameterKey", "ParameterValue"),
        "CreationTime": created,
        "LastUpdatedTime": stack.last_updated_time,
        "DeletionTime": stack.deletion_time,
        "RollbackConfiguration": {},
        "StackStatus": stack.status,
        "DisableRollback": stack.disable_rollback.unwrap_or(false),
        "NotificationARNs": stack.notification_arns.unwrap_or_default(),
        "Capabilities": stack.capabilities.unwrap_or_default(),
        "Outputs": pairs(stack.outputs.as_ref(), "OutputKey", "OutputValue"),
        "RoleARN": stack.role_arn,
        "Tags": pairs(stack.tags.as_ref(), "Key", "Value"),
        "EnableTerminationProtection": stack.termination_protection.unwrap_or(false),
        "DriftInformation": { "StackDriftStatus": "NOT_CHECKED" },
    })
}
