//! Tags: of parameters, as SSM tags nothing else that there is.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::invalid;
use super::parameters::lookup::{self, Found};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::parameters::Parameter;
use crate::state::{State, instances};

/// How many tags a parameter has at most.
const MOST_TAGS: usize = 50;

/// A tag.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    key: Text,
    value: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AddTagsToResource {
    #[serde(flatten)]
    resource: Resource,
    tags: Vec<Tag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct RemoveTagsFromResource {
    #[serde(flatten)]
    resource: Resource,
    tag_keys: Vec<Text>,
}

/// What has tags.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Resource {
    resource_type: Text,
    resource_id: Text,
}

/// Tags laid over those that there are.
///
/// # Errors
/// `ValidationException` for a key of AWS's own, `TooManyTagsError`.
pub fn laid_over(mut present: BTreeMap<Text, Text>, tags: Vec<Tag>) -> Result<BTreeMap<Text, Text>> {
    let is_reserved = |key: &str| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if tags.iter().any(|tag| is_reserved(&tag.key)) {
        return Err(invalid("aws: prefixed tag key names are not allowed for external use."));
    }
    present.extend(tags.into_iter().map(|tag| (tag.key, tag.value)));
    if present.len() > MOST_TAGS { Err(AwsError::new("TooManyTagsError", "")) } else { Ok(present) }
}

pub fn add(call: &mut Call, input: AddTagsToResource) -> Result<Value> {
    let found = find(call.draft.state(), &input.resource)?;
    let tags = laid_over(found.parameter.tags().cloned().unwrap_or_default(), input.tags)?;
    set(call, &found, tags);
    Ok(json!({}))
}

pub fn list(call: &mut Call, resource: Resource) -> Result<Value> {
    let found = find(call.draft.state(), &resource)?;
    let tags = found.parameter.tags().into_iter().flatten();
    let tags: Vec<_> = tags.map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
    Ok(json!({ "TagList": tags }))
}

pub fn remove(call: &mut Call, input: RemoveTagsFromResource) -> Result<Value> {
    let found = find(call.draft.state(), &input.resource)?;
    let mut tags = found.parameter.tags().cloned().unwrap_or_default();
    tags.retain(|key, _| !input.tag_keys.contains(key));
    set(call, &found, tags);
    Ok(json!({}))
}

/// The errors have no text in AWS either.
fn find(state: &State, Resource { resource_type, resource_id }: &Resource) -> Result<Found> {
    let found = (resource_type == "Parameter").then(|| lookup::present(state, resource_id)).flatten();
    found.ok_or_else(|| {
        let is_instance = resource_type == "ManagedInstance" && instances::find(state, resource_id).is_some();
        AwsError::new(if is_instance { "InvalidResourceType" } else { "InvalidResourceId" }, "")
    })
}

fn set(call: &mut Call, Found { name, parameter, .. }: &Found, tags: BTreeMap<Text, Text>) {
    if parameter.tags().map_or(tags.is_empty(), |before| *before == tags) {
        return;
    }
    let mut parameter = Parameter::clone(parameter);
    parameter.metadata.get_or_insert_default().tags = Some(tags).filter(|tags| !tags.is_empty());
    let key = call.draft.state().name::<Parameter>(name);
    call.draft.set(key, parameter);
}
