//! The parameters of a request.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::invalid;
use super::template::Template;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::stacks;
use crate::state::{Profile, State};
use crate::time::Now;

/// A parameter that a request gives.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Parameter {
    #[serde(rename = "ParameterKey")]
    key: Text,
    #[serde(rename = "ParameterValue")]
    value: Option<Text>,
    use_previous_value: bool,
}

/// The values of parameters by key: those that are given, or that the stack has.
///
/// # Errors
/// `ValidationError` where one is to be used that there is not, or that is given too, or where neither is so.
pub fn values(parameters: Vec<Parameter>, previous: &BTreeMap<Text, Text>) -> Result<BTreeMap<Text, Text>> {
    let value = |Parameter { key, value, use_previous_value }| {
        let refused = |why: &str| invalid(format!("Invalid input for parameter key {key}. {why}"));
        if !use_previous_value {
            let value = value.ok_or_else(|| {
                refused("Need to specify either usePreviousValue as true or a value for the parameter")
            })?;
            return Ok((key, value));
        }
        if value.is_some_and(|value| !value.is_empty()) {
            return Err(refused("Cannot specify usePreviousValue as true and non empty value for a parameter"));
        }
        let previous = previous.get(&key).cloned();
        let previous = previous.ok_or_else(|| {
            refused("Cannot specify usePreviousValue as true for a parameter key not in the previous template")
        })?;
        Ok((key, previous))
    };
    parameters.into_iter().map(value).collect()
}

/// Which parameters of a request are not to be shown: those of which its template says so, and all where nobody knows it.
pub fn secret(input: &Value, state: &State, profile: &Profile, now: Now) -> impl Fn(&str) -> bool + use<> {
    let text = |member: &str| input.get(member).and_then(Value::as_str);
    let of_stack = || stacks::find(state, profile, now, text("StackName")?)?.stack.template;
    let body = match (text("TemplateURL"), text("TemplateBody")) {
        (Some(_), _) => None,
        (None, Some(body)) => Some(body.into()),
        (None, None) => of_stack(),
    };
    let template = body.and_then(|body: Text| Template::read(&body).ok());
    move |name| template.as_ref().is_none_or(|template| template.is_secret(name))
}
