//! What a template says of a stack: its description, its parameters and its outputs. Templates in YAML are not read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::invalid;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Profile;

/// A template.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Template {
    /// What the stack is for.
    pub description: Option<Text>,
    parameters: BTreeMap<Text, Parameter>,
    resources: BTreeMap<Text, Value>,
    outputs: BTreeMap<Text, Output>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Parameter {
    default: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Output {
    value: Value,
}

impl Template {
    /// Reads a template; nothing of one that is not JSON.
    pub fn read(body: &str) -> Result<Option<Self>> {
        if !body.trim_start().starts_with('{') {
            return Ok(None);
        }
        let template: Self = serde_json::from_str(body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            invalid(format!("Template format error: JSON not well-formed. (line {line}, column {column})"))
        })?;
        Ok(Some(template))
    }

    /// The parameters with what was given for them, or their defaults. As nothing is provisioned, more may be given.
    pub fn parameters(&self, mut given: BTreeMap<Text, Text>) -> Result<BTreeMap<Text, Text>> {
        let without =
            |(name, parameter): &(&Text, &Parameter)| parameter.default.is_none() && !given.contains_key(*name);
        let missing: Vec<_> = self.parameters.iter().filter(without).map(|(name, _)| name.as_str()).collect();
        if !missing.is_empty() {
            return Err(invalid(format!("Parameters: [{}] must have values", missing.join(", "))));
        }
        for (name, parameter) in &self.parameters {
            if let Some(default) = parameter.default.as_ref().and_then(scalar) {
                given.entry(name.clone()).or_insert(default);
            }
        }
        Ok(given)
    }

    /// The outputs that can be told without provisioning anything.
    pub fn outputs(&self, stack: &Names<'_>) -> BTreeMap<Text, Text> {
        let told = |(name, output): (&Text, &Output)| Some((name.clone(), self.value_of(&output.value, stack)?));
        self.outputs.iter().filter_map(told).collect()
    }

    fn value_of(&self, value: &Value, stack: &Names<'_>) -> Option<Text> {
        let Value::Object(function) = value else { return scalar(value) };
        let (name, argument) = function.iter().next().filter(|_| function.len() == 1)?;
        match (name.as_str(), argument) {
            ("Ref", Value::String(name)) => self.reference(name, stack),
            ("Fn::GetAtt", Value::String(path)) => self.reference(path, stack),
            ("Fn::GetAtt", Value::Array(path)) => {
                let path: Vec<_> = path.iter().filter_map(Value::as_str).collect();
                self.reference(&path.join("."), stack)
            }
            ("Fn::Sub", Value::String(text)) => self.substituted(text, stack),
            ("Fn::Join", Value::Array(parts)) => {
                let (separator, parts) = (parts.first()?.as_str()?, parts.get(1)?.as_array()?);
                let parts: Option<Vec<_>> = parts.iter().map(|part| self.value_of(part, stack)).collect();
                Some(parts?.join(separator).into())
            }
            _ => None,
        }
    }

    /// What a name stands for: a parameter's value, a fact about the stack, or, of a resource, which there is not, an
    /// id that looks like one.
    fn reference(&self, name: &str, stack: &Names<'_>) -> Option<Text> {
        let resource = name.split('.').next()?;
        match name {
            "AWS::AccountId" => Some(stack.profile.account_id.clone()),
            "AWS::Region" => Some(stack.profile.region.clone()),
            "AWS::Partition" => Some("aws".into()),
            "AWS::StackName" => Some(stack.name.into()),
            "AWS::StackId" => Some(stack.id.into()),
            name if self.resources.contains_key(resource) => Some(format!("{}-{name}", stack.name).into()),
            name => stack.parameters.get(name).cloned(),
        }
    }

    fn substituted(&self, text: &str, stack: &Names<'_>) -> Option<Text> {
        let mut result = Text::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}')?;
            result.push_str(before);
            match name.strip_prefix('!') {
                Some(literal) => result.push_str(&format!("${{{literal}}}")),
                None => result.push_str(&self.reference(name, stack)?),
            }
            rest = after;
        }
        result.push_str(rest);
        Some(result)
    }
}

/// What a template can refer to.
#[derive(Debug)]
pub struct Names<'a> {
    /// The account.
    pub profile: &'a Profile,
    /// The stack's name.
    pub name: &'a str,
    /// The stack's ARN.
    pub id: &'a str,
    /// The stack's parameters.
    pub parameters: &'a BTreeMap<Text, Text>,
}

fn scalar(value: &Value) -> Option<Text> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    }
}
