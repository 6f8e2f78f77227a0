//! What a template says of a stack: its description, its parameters, its resources and its outputs.

mod constraints;
mod references;
mod value;
mod yaml;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use constraints::Parameter;
pub use value::Names;

use super::invalid;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;

/// The sections of a template.
const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

/// How many resources a template has at most.
const MOST_RESOURCES: usize = 500;

/// How many bytes a template in a request has at most.
const BODY_LIMIT: usize = 51_200;

/// A template.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Template {
    /// What the stack is for.
    pub description: Option<Text>,
    /// Its resources, by logical id.
    pub resources: BTreeMap<Text, Resource>,
    parameters: BTreeMap<Text, Parameter>,
    outputs: BTreeMap<Text, Output>,
    transform: Option<Value>,
    /// All of it.
    #[serde(skip)]
    whole: Value,
}

/// A resource of a template.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Resource {
    /// For example `AWS::SNS::Topic`.
    #[serde(rename = "Type")]
    pub kind: Text,
    /// What it is to be.
    #[serde(default)]
    pub properties: Value,
    #[serde(flatten)]
    attributes: BTreeMap<Text, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Output {
    value: Value,
}

impl Template {
    /// Reads a template, JSON or YAML.
    ///
    /// # Errors
    /// `ValidationError` where it is none.
    pub fn read(body: &str) -> Result<Self> {
        if body.len() > BODY_LIMIT {
            let rule = format!("Member must have length less than or equal to {BODY_LIMIT}");
            let at = format!("Value '{body}' at 'templateBody' failed to satisfy constraint: {rule}");
            return Err(invalid(format!("1 validation error detected: {at}")));
        }
        let whole = if body.trim_start().starts_with('{') { read_json(body)? } else { yaml::read(body)? };
        check(&whole)?;
        let template: Self = serde_json::from_value(whole.clone()).map_err(|_| malformed("unsupported structure."))?;
        references::check(&template)?;
        Ok(Self { whole, ..template })
    }

    /// True if another template says the same, however it is written.
    pub fn is_same(&self, other: &Self) -> bool {
        self.whole == other.whole
    }

    /// The parameters with what was given for them, or their defaults.
    ///
    /// # Errors
    /// `ValidationError` where one has no value, or one that is not allowed, or one is given that there is not.
    pub fn parameters(&self, mut given: BTreeMap<Text, Text>) -> Result<BTreeMap<Text, Text>> {
        let unknown: Vec<_> =
            given.keys().filter(|name| !self.parameters.contains_key(*name)).map(Text::as_str).collect();
        if !unknown.is_empty() {
            return Err(invalid(format!("Parameters: [{}] do not exist in the template", unknown.join(", "))));
        }
        let without =
            |(name, parameter): &(&Text, &Parameter)| parameter.default.is_none() && !given.contains_key(*name);
        let missing: Vec<_> = self.parameters.iter().filter(without).map(|(name, _)| name.as_str()).collect();
        if !missing.is_empty() {
            return Err(invalid(format!("Parameters: [{}] must have values", missing.join(", "))));
        }
        for (name, parameter) in &self.parameters {
            if let Some(default) = parameter.default.as_ref().and_then(value::scalar) {
                given.entry(name.clone()).or_insert(default);
            }
            if let Some(value) = given.get(name) {
                parameter.check(name, value)?;
            }
        }
        Ok(given)
    }

    /// True if the value of a parameter is not to be shown.
    pub fn is_secret(&self, parameter: &str) -> bool {
        let no_echo = self.parameters.get(parameter).and_then(|parameter| parameter.no_echo.as_ref());
        no_echo.and_then(value::scalar).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// The parameters whose values are not to be shown.
    pub fn secret_parameters(&self) -> Vec<Text> {
        self.parameters.keys().filter(|name| self.is_secret(name)).cloned().collect()
    }

    /// Checks that a request acknowledges what the template does.
    ///
    /// # Errors
    /// `InsufficientCapabilitiesException`.
    pub fn check_capabilities(&self, given: &[Text]) -> Result<()> {
        let has = |capability: &str| given.iter().any(|it| it == capability);
        let (named, iam, expand) = ("CAPABILITY_NAMED_IAM", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND");
        let needed = if self.resources.values().any(Resource::is_named_iam) && !has(named) {
            named
        } else if self.resources.values().any(Resource::is_iam) && !has(iam) && !has(named) {
            iam
        } else if self.transform.is_some() && !has(expand) {
            expand
        } else {
            return Ok(());
        };
        Err(AwsError::new("InsufficientCapabilitiesException", format!("Requires capabilities : [{needed}]")))
    }
}

impl Resource {
    fn is_iam(&self) -> bool {
        self.kind.starts_with("AWS::IAM::")
    }

    fn is_named_iam(&self) -> bool {
        let name = match self.kind.as_str() {
            "AWS::IAM::Role" => "RoleName",
            "AWS::IAM::User" => "UserName",
            "AWS::IAM::Group" => "GroupName",
            "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
            "AWS::IAM::InstanceProfile" => "InstanceProfileName",
            _ => return false,
        };
        self.properties.get(name).is_some()
    }
}

fn read_json(body: &str) -> Result<Value> {
    serde_json::from_str(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        malformed(&format!("JSON not well-formed. (line {line}, column {column})"))
    })
}

/// Checks what every template has.
fn check(template: &Value) -> Result<()> {
    let sections = template.as_object().ok_or_else(|| malformed("unsupported structure."))?;
    let unknown: Vec<_> = sections.keys().map(String::as_str).filter(|name| !SECTIONS.contains(name)).collect();
    if !unknown.is_empty() {
        return Err(invalid(format!("Invalid template property or properties [{}]", unknown.join(", "))));
    }
    let resources = template.get("Resources").and_then(Value::as_object).filter(|resources| !resources.is_empty());
    let resources = resources.ok_or_else(|| malformed("At least one Resources member must be defined."))?;
    if resources.len() > MOST_RESOURCES {
        let number = resources.len();
        let message = format!("Number of resources, {number}, is greater than maximum allowed, {MOST_RESOURCES}");
        return Err(malformed(&message));
    }
    for (name, resource) in resources {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(malformed(&format!("Resource name {name} is non alphanumeric.")));
        }
        if !resource.get("Type").is_some_and(Value::is_string) {
            let message = format!("[/Resources/{name}] Every Resources object must contain a Type member.");
            return Err(malformed(&message));
        }
    }
    Ok(())
}

fn malformed(what: &str) -> AwsError {
    invalid(format!("Template format error: {what}"))
}
