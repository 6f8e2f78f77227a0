//! The groups that costs are told by.

use serde::{Deserialize, Serialize};

use super::filter::{dimension, unsupported};
use super::invalid;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Profile;

/// What costs are grouped by.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Grouping {
    r#type: Text,
    key: Text,
}

/// Checks what costs are to be grouped by.
pub fn check(groupings: &[Grouping], profile: &Profile) -> Result<()> {
    if groupings.len() > 2 {
        return Err(invalid("The maximum number of groups is 2."));
    }
    for grouping in groupings {
        if grouping.r#type == "COST_CATEGORY" {
            return Err(unsupported(&format!("cost category {}", grouping.key)));
        }
        if grouping.r#type != "TAG" && dimension(&grouping.key, "", profile).is_none() {
            return Err(unsupported(&grouping.key));
        }
    }
    Ok(())
}

/// The keys of the group that the costs of a service are in. No cost has a tag.
pub fn keys(groupings: &[Grouping], service: &str, profile: &Profile) -> Vec<String> {
    let key = |grouping: &Grouping| match grouping.r#type.as_str() {
        "TAG" => format!("{}$", grouping.key),
        _ => dimension(&grouping.key, service, profile).unwrap_or_default().to_owned(),
    };
    groupings.iter().map(key).collect()
}
