//! The parameters of a template, and what their values may be.

use fancy_regex::Regex;
use serde::Deserialize;
use serde_json::Value;

use super::value;
use crate::aws::error::Result;
use crate::aws::services::cloudformation::invalid;
use crate::document::Text;

/// A parameter of a template.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Parameter {
    pub(super) default: Option<Value>,
    pub(super) no_echo: Option<Value>,
    #[serde(rename = "Type")]
    kind: Text,
    allowed_values: Vec<Value>,
    allowed_pattern: Option<Text>,
    min_length: Option<Value>,
    max_length: Option<Value>,
    min_value: Option<Value>,
    max_value: Option<Value>,
}

impl Parameter {
    /// Checks a value, or each of a list of them. An error tells the name and what it may be, and never the value.
    ///
    /// # Errors
    /// `ValidationError`.
    pub(super) fn check(&self, name: &str, value: &str) -> Result<()> {
        let is_list = self.kind == "CommaDelimitedList" || self.kind.starts_with("List<");
        let values = if is_list { value.split(',').map(str::trim).collect() } else { vec![value] };
        match values.into_iter().find_map(|value| self.broken(value)) {
            Some(rule) => Err(invalid(format!("Parameter '{name}' must {rule}"))),
            None => Ok(()),
        }
    }

    /// What a value must be, and is not.
    fn broken(&self, value: &str) -> Option<String> {
        let is_number = self.kind == "Number" || self.kind == "List<Number>";
        let number = value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let length = value.chars().count();
        let limit = |limit: &Option<Value>| limit.as_ref().and_then(value::scalar);
        let broken = |rule: &Option<Value>, is_broken: &dyn Fn(f64) -> bool| {
            limit(rule).filter(|limit| limit.parse().is_ok_and(is_broken))
        };
        #[expect(clippy::cast_precision_loss, reason = "no value is so long")]
        let length = length as f64;
        let is_allowed = |allowed: &Value| value::scalar(allowed).is_some_and(|allowed| allowed == value);
        if is_number && number.is_none() {
            return Some("be a number".into());
        }
        if let Some(number) = number.filter(|_| is_number) {
            if let Some(least) = broken(&self.min_value, &|least| number < least) {
                return Some(format!("be a number not less than {least}"));
            }
            if let Some(most) = broken(&self.max_value, &|most| number > most) {
                return Some(format!("be a number not greater than {most}"));
            }
        }
        if let Some(least) = broken(&self.min_length, &|least| length < least) {
            return Some(format!("contain at least {least} characters"));
        }
        if let Some(most) = broken(&self.max_length, &|most| length > most) {
            return Some(format!("contain at most {most} characters"));
        }
        if let Some(pattern) = self.allowed_pattern.as_deref().filter(|pattern| !matches(pattern, value)) {
            return Some(format!("match pattern {pattern}"));
        }
        let is_other = !self.allowed_values.is_empty() && !self.allowed_values.iter().any(is_allowed);
        is_other.then(|| "be one of AllowedValues".into())
    }
}

/// True if a pattern matches all of a value. One that cannot be read, or takes too long, is none.
fn matches(pattern: &str, value: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).map_or(true, |regex| regex.is_match(value).unwrap_or(true))
}
