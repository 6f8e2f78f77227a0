//! Labels of the versions of a parameter.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::lookup;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::parameter_labels;

/// How many labels a version has at most.
const MOST_LABELS: usize = 10;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LabelParameterVersion {
    name: Text,
    parameter_version: Option<i64>,
    labels: BTreeSet<Text>,
}

pub fn label(call: &mut Call, input: LabelParameterVersion) -> Result<Value> {
    let state = call.draft.state();
    let found = lookup::present(state, &input.name).ok_or_else(lookup::not_found)?;
    let target = match input.parameter_version {
        Some(version) => lookup::version(state, &found, version)?,
        None => found.parameter,
    };
    let (labels, invalid): (Vec<Text>, Vec<Text>) = input.labels.into_iter().partition(|label| is_valid(label));
    let added = labels.iter().filter(|label| !target.labels().contains(label)).count();
    if target.labels().len() + added > MOST_LABELS {
        return Err(AwsError::new(
            "ParameterVersionLabelLimitExceeded",
            "A parameter version can have maximum 10 labels. Move one or more labels to another version and try again.",
        ));
    }
    let entries = parameter_labels::put(state, &found.name, target.version(), &labels);
    call.draft.apply(entries);
    Ok(json!({ "InvalidLabels": invalid, "ParameterVersion": target.version() }))
}

fn is_valid(label: &str) -> bool {
    let begins = |prefix: &str| label.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    label.chars().all(is_allowed)
        && !label.starts_with(|first: char| first.is_ascii_digit())
        && !begins("aws")
        && !begins("ssm")
}
