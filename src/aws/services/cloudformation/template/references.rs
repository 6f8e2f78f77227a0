//! What the parts of a template refer to, which has to be there.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Template, malformed};
use crate::aws::error::Result;
use crate::aws::services::cloudformation::invalid;

/// Checks that all that is referred to is there. What a transformation adds is not known.
pub(super) fn check(template: &Template) -> Result<()> {
    if template.transform.is_some() {
        return Ok(());
    }
    let resources = template.resources.values().flat_map(|it| it.attributes.values().chain([&it.properties]));
    let depended = template.resources.values().filter_map(|it| it.attributes.get("DependsOn"));
    let depended: Vec<&str> = depended.flat_map(one_or_more).collect();
    let outputs = template.outputs.values().map(|output| &output.value);
    check_block("Resources", resources.collect(), depended, template)?;
    check_block("Outputs", outputs.collect(), Vec::new(), template)
}

fn check_block(block: &str, values: Vec<&Value>, depended: Vec<&str>, template: &Template) -> Result<()> {
    let is_resource = |name: &str| template.resources.contains_key(name);
    let is_there = |name: &str| name.contains("::") || is_resource(name) || template.parameters.contains_key(name);
    let mut found = Found::default();
    for value in values {
        found.look_in(value);
    }
    let missing = found.names.into_iter().filter(|name| !is_there(name));
    let missing: BTreeSet<_> = missing.chain(depended.into_iter().filter(|name| !is_resource(name))).collect();
    if !missing.is_empty() {
        let names: Vec<_> = missing.into_iter().collect();
        let what =
            format!("Unresolved resource dependencies [{}] in the {block} block of the template", names.join(", "));
        return Err(malformed(&what));
    }
    match found.attributes_of.into_iter().find(|name| !is_resource(name)) {
        Some(name) => {
            Err(invalid(format!("Template error: instance of Fn::GetAtt references undefined resource {name}")))
        }
        None => Ok(()),
    }
}

/// What a value refers to.
#[derive(Default)]
struct Found<'a> {
    /// By `Ref`, and in the text of `Fn::Sub`.
    names: Vec<&'a str>,
    /// By `Fn::GetAtt`.
    attributes_of: Vec<&'a str>,
}

impl<'a> Found<'a> {
    fn look_in(&mut self, value: &'a Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.look_in(item)),
            Value::Object(members) => {
                for (name, argument) in members {
                    match (name.as_str(), argument) {
                        ("Ref", Value::String(name)) if members.len() == 1 => self.names.push(name),
                        ("Fn::GetAtt", Value::String(path)) => self.attributes_of.extend(path.split('.').next()),
                        ("Fn::GetAtt", Value::Array(path)) => {
                            self.attributes_of.extend(path.first().and_then(Value::as_str));
                        }
                        ("Fn::Sub", Value::String(text)) => self.look_in_text(text, &Value::Null),
                        ("Fn::Sub", Value::Array(parts)) => {
                            let variables = parts.get(1).unwrap_or(&Value::Null);
                            let text = parts.first().and_then(Value::as_str).unwrap_or_default();
                            self.look_in_text(text, variables);
                            self.look_in(variables);
                        }
                        _ => self.look_in(argument),
                    }
                }
            }
            _ => {}
        }
    }

    fn look_in_text(&mut self, text: &'a str, variables: &Value) {
        let names = text.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        let names = names.filter(|name| !name.starts_with('!') && variables.get(name).is_none());
        self.names.extend(names.filter_map(|name| name.split('.').next()));
    }
}

/// A text, or those of a list.
fn one_or_more(value: &Value) -> impl Iterator<Item = &str> {
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(Value::as_str)
}
