//! Filters for parameters.

use std::collections::HashSet;

use serde::Deserialize;

use super::super::invalid;
use super::{data_type, key_id, tier};
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::parameters::{Parameter, ParameterType};

/// The filters that go with a path.
pub const BY_PATH: &[&str] = &["Type", "KeyId", "Label"];

/// The filters that descriptions are found by.
pub const DESCRIBE: &[&str] = &["Path", "Name", "Type", "KeyId", "Tier", "DataType"];

/// A filter.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Filter {
    key: Text,
    option: Option<Text>,
    values: Vec<Text>,
}

/// Checks filters for an operation that knows those keys. A description can also be found by a tag.
pub fn check(filters: &[Filter], keys: &[&str]) -> Result<()> {
    let mut seen = HashSet::new();
    for filter in filters {
        let key = filter.key.as_str();
        let is_tag = key.starts_with("tag:") && keys == DESCRIBE;
        if !is_tag && !keys.contains(&key) {
            let keys = keys.join(", ");
            let message = format!("The following filter key is not valid: {key}. Valid filter keys include: [{keys}].");
            return Err(AwsError::new("InvalidFilterKey", message));
        }
        if !seen.insert(key) {
            let message = format!(
                "The following filter is duplicated in the request: {key}. A request can contain only one occurrence \
                 of a specific filter."
            );
            return Err(AwsError::new("InvalidFilterKey", message));
        }
        if !is_tag && filter.values.is_empty() {
            let message = format!("The following filter values are missing : null for filter key {key}.");
            return Err(AwsError::new("InvalidFilterValue", message));
        }
        if key == "Label" && filter.values.len() > 1 {
            return Err(AwsError::new("InvalidFilterValue", "The following filter Label can have only one value"));
        }
        check_option(filter)?;
        check_values(filter)?;
    }
    Ok(())
}

fn check_option(filter: &Filter) -> Result<()> {
    let options: &[&str] = match filter.key.as_str() {
        "Path" => &["Recursive", "OneLevel"],
        "Name" => &["BeginsWith", "Equals", "Contains"],
        "Label" => &["Equals"],
        _ => &["BeginsWith", "Equals"],
    };
    match filter.option.as_deref() {
        Some(option) if !options.contains(&option) => {
            let options = options.join(", ");
            let message =
                format!("The following filter option is not valid: {option}. Valid options include: [{options}].");
            Err(AwsError::new("InvalidFilterOption", message))
        }
        _ => Ok(()),
    }
}

fn check_values(filter: &Filter) -> Result<()> {
    let values: &[&str] = match filter.key.as_str() {
        "Type" => ParameterType::NAMES,
        "Tier" => &["Standard", "Advanced", "Intelligent-Tiering"],
        "Path" => return filter.values.iter().try_for_each(|path| check_path(path)),
        _ => return Ok(()),
    };
    let begins = filter.option.as_deref() == Some("BeginsWith");
    match filter.values.iter().find(|value| !begins && !values.contains(&value.as_str())) {
        Some(value) => {
            let values = values.join(", ");
            let message =
                format!("The following filter value is not valid: {value}. Valid values include: [{values}].");
            Err(AwsError::new("InvalidFilterValue", message))
        }
        None => Ok(()),
    }
}

fn check_path(path: &str) -> Result<()> {
    let is_reserved = |prefix: &str| path.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if is_reserved("/aws") || is_reserved("/ssm") {
        return Err(invalid(
            "Filters for common parameters can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). When using \
             global parameters, please specify within a global namespace.",
        ));
    }
    super::name::check_path(path)
}

impl Filter {
    /// The label that it asks for, if that is what it does.
    pub fn label(&self) -> Option<&str> {
        self.values.first().filter(|_| self.key == "Label").map(Text::as_str)
    }

    /// True if a parameter meets it.
    pub fn matches(&self, name: &str, parameter: &Parameter) -> bool {
        match self.key.as_str() {
            "Name" => {
                let contains = self.option.as_deref() == Some("Contains");
                let bare = |name: &str| name.trim_start_matches('/').to_owned();
                self.any(|value| if contains { name.contains(value) } else { self.compare(&bare(name), &bare(value)) })
            }
            "Path" => self.any(|path| self.is_under(name, path)),
            "Type" => {
                let kind = serde_json::to_value(parameter.kind).unwrap_or_default();
                self.any(|value| self.compare(kind.as_str().unwrap_or_default(), value))
            }
            "KeyId" => key_id(parameter).is_some_and(|key| self.any(|value| self.compare(key, value))),
            "Tier" => tier(parameter).as_str().is_some_and(|tier| self.any(|value| self.compare(tier, value))),
            "DataType" => self.any(|value| self.compare(data_type(parameter), value)),
            "Label" => parameter.labels().iter().any(|label| self.any(|value| label == value)),
            key => {
                let tag = key.strip_prefix("tag:").and_then(|key| parameter.tags()?.get(key));
                tag.is_some_and(|tag| self.values.is_empty() || self.any(|value| self.compare(tag, value)))
            }
        }
    }

    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.values.iter().any(|value| test(value))
    }

    fn compare(&self, text: &str, value: &str) -> bool {
        if self.option.as_deref() == Some("BeginsWith") { text.starts_with(value) } else { text == value }
    }

    fn is_under(&self, name: &str, path: &str) -> bool {
        let name = name.trim_start_matches('/');
        let path = path.trim_matches('/');
        let below =
            if path.is_empty() { Some(name) } else { name.strip_prefix(path).and_then(|it| it.strip_prefix('/')) };
        below.is_some_and(|rest| self.option.as_deref() == Some("Recursive") || !rest.contains('/'))
    }
}
