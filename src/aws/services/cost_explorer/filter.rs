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
    /// Requires one operator at each place, and what there are costs by.
    ///
    /// # Errors
    /// `ValidationException`.
    pub fn check(&self, profile: &Profile) -> Result<()> {
        let Self { or, and, not, dimensions, tags, cost_categories } = self;
        let lists = [or.is_some(), and.is_some(), not.is_some()];
        let leaves = [dimensions.is_some(), tags.is_some(), cost_categories.is_some()];
        match lists.into_iter().chain(leaves).filter(|is_given| *is_given).count() {
            0 => return Err(invalid("Expression must have at least one root operator.")),
            1 => {}
            _ => {
                return Err(invalid(
                    "Expression has more than one roots. Only one root operator is allowed for each expression: And, \
                     Or, Not, Dimensions, Tags, CostCategories",
                ));
            }
        }
        if tags.is_some() || cost_categories.is_some() {
            let given = if tags.is_some() { "Tags" } else { "CostCategories" };
            let text = format!("mock-state-store has no costs by {given}. Supported are Dimensions, And, Or and Not.");
            return Err(invalid(text));
        }
        if let Some(Dimension { key, .. }) = dimensions {
            dimension(key, "", profile).ok_or_else(|| unsupported(key))?;
        }
        let mut below = or.iter().flatten().chain(and.iter().flatten()).chain(not.as_deref());
        below.try_for_each(|expression| expression.check(profile))
    }

    /// True if the costs of a service are among those. Call [`Self::check`] before.
    #[must_use]
    pub fn matches(&self, service: &str, profile: &Profile) -> bool {
        let matches = |it: &Self| it.matches(service, profile);
        if let Some(all) = &self.or {
            return all.iter().any(matches);
        }
        if let Some(all) = &self.and {
            return all.iter().all(matches);
        }
        if let Some(other) = &self.not {
            return !matches(other);
        }
        let own = |it: &Dimension| {
            dimension(&it.key, service, profile).is_some_and(|own| it.values.iter().any(|value| value == own))
        };
        self.dimensions.as_ref().is_some_and(own)
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
