//! The template of a stack.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{invalid, look_at};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::stack::Stack;
use crate::state::stack_resources;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetTemplate {
    stack_name: Option<Text>,
    change_set_name: Option<Text>,
}

/// The template as it was given: nothing is transformed, so that both of its stages are the same.
pub fn get(call: &mut Call, input: GetTemplate) -> Result<Value> {
    if let Some(name) = input.change_set_name {
        let message = format!("ChangeSet [{name}] does not exist");
        return Err(AwsError::new("ChangeSetNotFound", message).with_status(404));
    }
    let name = input.stack_name.ok_or_else(|| invalid("StackName is required if ChangeSetName is not specified."))?;
    let stack = look_at(call, &name)?.stack;
    let body = stack.template.as_ref().map_or_else(|| from_state(&stack), ToString::to_string);
    Ok(json!({ "TemplateBody": body, "StagesAvailable": ["Original", "Processed"] }))
}

/// What a template would say of a stack that has none.
fn from_state(stack: &Stack) -> String {
    let resources =
        stack_resources::all(stack).map(|(id, resource)| (id.to_string(), json!({ "Type": resource.kind })));
    let outputs = stack.outputs.iter().flatten().map(|(name, value)| (name.to_string(), json!({ "Value": value })));
    let (resources, outputs): (Map<_, _>, Map<_, _>) = (resources.collect(), outputs.collect());
    let mut template = Map::from_iter([("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"))]);
    template.extend(stack.description.as_ref().map(|text| ("Description".to_owned(), json!(text))));
    template.insert("Resources".into(), Value::Object(resources));
    if !outputs.is_empty() {
        template.insert("Outputs".into(), Value::Object(outputs));
    }
    Value::Object(template).to_string()
}
