//! Deleting parameters.

use serde::Deserialize;
use serde_json::{Value, json};

use super::lookup;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::parameters;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteParameter {
    name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteParameters {
    names: Vec<Text>,
}

pub fn delete(call: &mut Call, input: DeleteParameter) -> Result<Value> {
    if remove(call, &input.name) { Ok(json!({})) } else { Err(lookup::not_found()) }
}

pub fn delete_many(call: &mut Call, input: DeleteParameters) -> Result<Value> {
    let (deleted, invalid): (Vec<_>, Vec<_>) = input.names.iter().partition(|name| remove(call, name));
    Ok(json!({ "DeletedParameters": deleted, "InvalidParameters": invalid }))
}

fn remove(call: &mut Call, name: &str) -> bool {
    let Some(found) = lookup::present(call.draft.state(), name) else { return false };
    let entries = parameters::delete(call.draft.state(), &found.name, None);
    call.draft.apply(entries);
    true
}
