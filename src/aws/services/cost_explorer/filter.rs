//! Filters for costs.

use serde::Deserialize;
use serde_json::Value;

use super::invalid;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Profile;

/// What costs are found by.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Expression {
    or: Option<Vec<Expression>>,
    and: Option<Vec<Expression>>,
    not: Option<Box<Expression>>,
    dimensions: Option<Dimension>,
    tags: Option<Value>,
    cost_categories: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Dimension {
    key: Text,
    values: Vec<Text>,
}

impl Expression {
    /// True if the costs of a service are among those.
    pub fn matches(&self, service: &str, profile: &Profile) -> Result<bool> {
        let each = |all: &[Self]| all.iter().map(|it| it.matches(service, profile)).collect::<Result<Vec<_>>>();
        if let Some(all) = &self.or {
            return Ok(each(all)?.contains(&true));
        }
        if let Some(all) = &self.and {
            return Ok(!each(all)?.contains(&false));
        }
        if let Some(other) = &self.not {
            return Ok(!other.matches(service, profile)?);
        }
        let Some(Dimension { key, values }) = &self.dimensions else {
            let given = if self.tags.is_some() { "Tags" } else { "CostCategories" };
            return Err(invalid(if self.tags.is_some() || self.cost_categories.is_some() {
                format!("mock-state-store has no costs by {given}. Supported are Dimensions, And, Or and Not.")
            } else {
                "Expression must have at least one root operator.".into()
            }));
        };
        let own = dimension(key, service, profile).ok_or_else(|| unsupported(key))?;
        Ok(values.iter().any(|value| value == own))
    }
}

/// The value of a dimension for the costs of a service.
pub fn dimension<'a>(key: &str, service: &'a str, profile: &'a Profile) -> Option<&'a str> {
    match key {
        "SERVICE" => Some(service),
        "REGION" => Some(&profile.region),
        "LINKED_ACCOUNT" => Some(&profile.account_id),
        "RECORD_TYPE" => Some("Usage"),
        _ => None,
    }
}

/// AWS has the dimension, and we do not.
pub fn unsupported(key: &str) -> crate::aws::error::AwsError {
    invalid(format!(
        "mock-state-store has no costs by {key}. Supported are SERVICE, REGION, LINKED_ACCOUNT and RECORD_TYPE."
    ))
}
