//! What the functions of a template stand for, as far as that can be told without provisioning anything.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Resource, Template};
use crate::document::Text;
use crate::state::Profile;
use crate::state::stack_resources::StackResource;

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
    /// The stack's resources.
    pub resources: &'a BTreeMap<Text, StackResource>,
}

impl Template {
    /// The outputs that can be told.
    pub fn outputs(&self, stack: &Names<'_>) -> BTreeMap<Text, Text> {
        let told = |(name, output): (&Text, &super::Output)| Some((name.clone(), stack.value_of(&output.value)?));
        self.outputs.iter().filter_map(told).collect()
    }
}

impl Resource {
    /// All that it is to be, with the values of what it refers to.
    pub fn resolved(&self, stack: &Names<'_>) -> Value {
        let attributes = self.attributes.iter().map(|(name, value)| (name.to_string(), stack.resolved(value)));
        let mut all = Map::from_iter([("Type".to_owned(), json!(self.kind))]);
        all.insert("Properties".into(), stack.resolved(&self.properties));
        all.extend(attributes);
        Value::Object(all)
    }
}

impl Names<'_> {
    /// A value with those of its functions that can be told.
    fn resolved(&self, value: &Value) -> Value {
        match value {
            Value::Object(members) => match self.value_of(value) {
                Some(text) => json!(text),
                None => members.iter().map(|(name, value)| (name.clone(), self.resolved(value))).collect(),
            },
            Value::Array(items) => items.iter().map(|item| self.resolved(item)).collect(),
            other => other.clone(),
        }
    }

    /// The text that a value is, or stands for.
    pub fn value_of(&self, value: &Value) -> Option<Text> {
        let Value::Object(function) = value else { return scalar(value) };
        let (name, argument) = function.iter().next().filter(|_| function.len() == 1)?;
        match (name.as_str(), argument) {
            ("Ref", Value::String(name)) => self.reference(name),
            ("Fn::GetAtt", Value::String(path)) => self.reference(path),
            ("Fn::GetAtt", Value::Array(path)) => {
                let path: Vec<_> = path.iter().filter_map(Value::as_str).collect();
                self.reference(&path.join("."))
            }
            ("Fn::Sub", Value::String(text)) => self.substituted(text, &Map::new()),
            ("Fn::Sub", Value::Array(parts)) => {
                let [Value::String(text), Value::Object(variables)] = parts.as_slice() else { return None };
                self.substituted(text, variables)
            }
            ("Fn::Join", Value::Array(parts)) => {
                let (separator, parts) = (parts.first()?.as_str()?, parts.get(1)?.as_array()?);
                let parts: Option<Vec<_>> = parts.iter().map(|part| self.value_of(part)).collect();
                Some(parts?.join(separator).into())
            }
            _ => None,
        }
    }

    /// What a name stands for: a parameter's value, a fact about the stack, or the id of a resource, with the name of an
    /// attribute after a dot.
    fn reference(&self, name: &str) -> Option<Text> {
        let (resource, attribute) = name.split_once('.').map_or((name, None), |(name, rest)| (name, Some(rest)));
        match name {
            "AWS::AccountId" => Some(self.profile.account_id.clone()),
            "AWS::Region" => Some(self.profile.region.clone()),
            "AWS::Partition" => Some("aws".into()),
            "AWS::URLSuffix" => Some("amazonaws.com".into()),
            "AWS::StackName" => Some(self.name.into()),
            "AWS::StackId" => Some(self.id.into()),
            name => match (self.resources.get(resource), attribute) {
                (Some(resource), None) => resource.physical_id.clone(),
                (Some(resource), Some(attribute)) => {
                    Some([resource.physical_id.as_deref()?, attribute].join(".").into())
                }
                (None, _) => self.parameters.get(name).cloned(),
            },
        }
    }

    fn substituted(&self, text: &str, variables: &Map<String, Value>) -> Option<Text> {
        let mut result = Text::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}')?;
            result.push_str(before);
            match (name.strip_prefix('!'), variables.get(name)) {
                (Some(literal), _) => result.push_str(&format!("${{{literal}}}")),
                (None, Some(variable)) => result.push_str(&self.value_of(variable)?),
                (None, None) => result.push_str(&self.reference(name)?),
            }
            rest = after;
        }
        result.push_str(rest);
        Some(result)
    }
}

pub(super) fn scalar(value: &Value) -> Option<Text> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    }
}
