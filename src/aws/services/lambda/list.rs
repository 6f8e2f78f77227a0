//! Listing functions.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::LATEST;
use super::configuration::configuration;
use super::name::FunctionName;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::aws::services::page::{Page, name_in};
use crate::document::Text;
use crate::state::functions::Function;

/// What tokens are of.
const OF: &str = "Functions";

/// How many functions a page has at most.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListFunctions {
    master_region: Option<Text>,
    function_version: Option<Text>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// The functions of the state, and those that are the application's own code, as far as they have a name.
pub fn list(call: &mut Call, input: ListFunctions) -> Result<Value> {
    let refused = |message: &str| AwsError::new("InvalidParameterValueException", message);
    let is_all = input.function_version.as_deref() == Some("ALL");
    if input.master_region.is_some() && !is_all {
        return Err(refused("FunctionVersion must be ALL where MasterRegion is given."));
    }
    let after = match input.marker {
        Some(marker) => Some(name_in(OF, &marker).ok_or_else(|| refused("Invalid Marker."))?),
        None => None,
    };
    let (state, profile) = (call.draft.state(), call.draft.profile());
    let code = call.answer.as_ref().and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let names: BTreeSet<&str> = state.all::<Function>().map(|(name, _)| &**name).chain(code).collect();
    let names = names.into_iter().filter(|name| after.as_deref().is_none_or(|after| *name > after));
    // A function that is replicated from another region is one of Lambda@Edge, and there is none.
    let names = names.filter(|_| input.master_region.is_none());
    let page = Page::new(OF, names, input.max_items.unwrap_or(PAGE).min(PAGE), |name| (*name).to_owned());
    let qualifier = is_all.then_some(LATEST);
    let mut output = page.output("Functions", |name| {
        let function = state.named::<Function>(name).map(|function| &**function);
        configuration(FunctionName { name, qualifier }, function, profile)
    });
    // Lambda has a name of its own for the token.
    if let Some(members) = output.as_object_mut() {
        let marker = members.remove("NextToken");
        members.extend(marker.map(|marker| ("NextMarker".to_owned(), json!(marker))));
    }
    Ok(output)
}
