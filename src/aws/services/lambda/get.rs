//! Telling what a function is.

use serde::Deserialize;
use serde_json::{Value, json};

use super::LATEST;
use super::configuration::configuration;
use super::name::FunctionName;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::functions::Function;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetFunction {
    function_name: Text,
    qualifier: Option<Text>,
}

pub fn get(call: &mut Call, input: GetFunction) -> Result<Value> {
    // A host that nobody ever has: the code is nowhere to be fetched.
    let name = FunctionName::parse(&input.function_name).name;
    let location = format!("https://lambda.invalid/snapshots/{}/{name}", call.draft.profile().account_id);
    let configuration = get_configuration(call, input)?;
    Ok(json!({
        "Configuration": configuration,
        "Code": { "RepositoryType": "S3", "Location": location },
        "Tags": {},
    }))
}

/// A function of the state, or one that is the application's own code.
pub fn get_configuration(call: &mut Call, input: GetFunction) -> Result<Value> {
    let profile = call.draft.profile();
    let name = FunctionName::of(&input.function_name, input.qualifier.as_deref())?;
    let function = call.draft.state().named::<Function>(name.name);
    let is_there = function.is_some() || call.answer.is_some();
    if !is_there || name.qualifier.is_some_and(|qualifier| qualifier != LATEST) {
        return Err(name.not_found(profile));
    }
    Ok(configuration(name, function.map(|function| &**function), profile))
}
