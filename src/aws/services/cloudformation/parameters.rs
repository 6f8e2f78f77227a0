//! The parameters of a request.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::invalid;
use crate::aws::error::Result;
use crate::document::Text;

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
/// `ValidationError` where one is to be used that there is not, or that is given too.
pub fn values(parameters: Vec<Parameter>, previous: &BTreeMap<Text, Text>) -> Result<BTreeMap<Text, Text>> {
    let value = |Parameter { key, value, use_previous_value }| {
        if !use_previous_value {
            return Ok((key, value.unwrap_or_default()));
        }
        let refused = |rest: &str| {
            let what = format!("Invalid input for parameter key {key}");
            invalid(format!("{what}. Cannot specify usePreviousValue as true {rest}"))
        };
        if value.is_some_and(|value| !value.is_empty()) {
            return Err(refused("and non empty value for a parameter"));
        }
        let previous = previous.get(&key).cloned();
        let previous = previous.ok_or_else(|| refused("for a parameter key not in the previous template"))?;
        Ok((key, previous))
    };
    parameters.into_iter().map(value).collect()
}
