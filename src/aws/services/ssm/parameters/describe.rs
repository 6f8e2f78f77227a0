//! Describing parameters.

use serde::Deserialize;
use serde_json::{Value, json};

use super::filters::{self, Filter};
use super::{arn, described, policies};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::aws::services::ssm::{invalid, invalid_token};
use crate::document::Text;
use crate::state::parameters::Parameter;

/// What tokens are of.
const OF: &str = "Parameters";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeParameters {
    filters: Vec<OldFilter>,
    parameter_filters: Vec<Filter>,
    shared: bool,
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// A filter of the form that `ParameterFilters` has replaced: names are told by how they begin.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OldFilter {
    key: Text,
    values: Vec<Text>,
}

impl OldFilter {
    fn matches(&self, name: &str, parameter: &Parameter) -> bool {
        self.values.iter().any(|value| match self.key.as_str() {
            "Name" => name.starts_with(value.as_str()),
            "KeyId" => super::key_id(parameter) == Some(value),
            _ => json!(parameter.kind) == value.as_str(),
        })
    }
}

pub fn describe(call: &mut Call, input: DescribeParameters) -> Result<Value> {
    if !input.filters.is_empty() && !input.parameter_filters.is_empty() {
        return Err(invalid("You can use either Filters or ParameterFilters in a single request."));
    }
    filters::check(&input.parameter_filters, filters::DESCRIBE)?;
    let from = match &input.next_token {
        Some(token) => page::name_in(OF, token).map(|name| format!("{name}\0")).ok_or_else(|| invalid_token(token))?,
        None => String::new(),
    };
    let profile = call.draft.profile();
    let to = char::MAX.to_string();
    let all = call.draft.state().between::<Parameter>(&from, &to);
    let matching = all.filter(|(name, parameter)| {
        // No other account shares any.
        !input.shared
            && input.parameter_filters.iter().all(|filter| filter.matches(name, parameter))
            && input.filters.iter().all(|filter| filter.matches(name, parameter))
    });
    let page = Page::new(OF, matching, input.max_results.unwrap_or(50), |(name, _)| name.to_string());
    Ok(page.output("Parameters", |(name, parameter)| {
        let mut members = described(name, parameter, profile);
        members.insert("ARN".into(), json!(arn(name, profile)));
        members.insert("Policies".into(), policies::with_status(parameter));
        members
    }))
}
