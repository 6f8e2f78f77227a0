//! The constraints of the model, with AWS's messages.
//!
//! What no model says (ranges, exclusions, names of filters) is for the handlers.

mod ec2;
mod rule;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

use self::rule::{Rule, rules};
use super::error::AwsError;
use super::models::{Kind, Operation, Protocol, Service, Shape, ShapeId};

/// Checks an input against the constraints of the model. The form of a text that `exists` in the account, as an id or
/// a name, is not checked.
///
/// # Errors
/// All violations in one message, as AWS has them; EC2 names the first one. A secret is never shown.
pub fn validate(
    service: &Service,
    operation: &Operation,
    input: &Value,
    exists: &dyn Fn(&str) -> bool,
) -> Result<(), AwsError> {
    if service.protocol == Protocol::Ec2 {
        return ec2::validate(service, operation.input, input);
    }
    let mut validator = Validator { service, exists, violations: Vec::new() };
    validator.members(service.shape(operation.input), input, None);
    let Validator { violations, .. } = validator;
    let errors = match violations.len() {
        0 => return Ok(()),
        1 => "error",
        _ => "errors",
    };
    let code = if service.protocol == Protocol::Query { "ValidationError" } else { "ValidationException" };
    let message = format!("{} validation {errors} detected: {}", violations.len(), violations.join("; "));
    Err(AwsError::new(code, message))
}

/// Where a value stands: `filters.1.member.key`.
struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

enum Segment<'a> {
    Member(&'a str),
    /// An item of a list, from 1.
    Item(usize),
    /// A value of a map.
    Entry(&'a str),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        match self.segment {
            Segment::Member(name) => f.write_str(&lower_camel(name)),
            Segment::Item(index) => write!(f, "{index}.member"),
            Segment::Entry(key) => write!(f, "{key}.member"),
        }
    }
}

fn lower_camel(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

struct Validator<'a> {
    service: &'a Service,
    exists: &'a dyn Fn(&str) -> bool,
    violations: Vec<String>,
}

impl Validator<'_> {
    fn members(&mut self, shape: &Shape, value: &Value, parent: Option<&Path>) {
        let Kind::Structure(structure) = &shape.kind else { return };
        for member in &structure.members {
            let path = Path { parent, segment: Segment::Member(&member.name) };
            match value.get(&member.name) {
                Some(value) if !value.is_null() => self.value(member.shape, value, &path),
                _ if member.required => self.violated(&path, " null", "Member must not be null"),
                _ => {}
            }
        }
    }

    fn value(&mut self, shape: ShapeId, value: &Value, path: &Path) {
        let shape = self.service.shape(shape);
        for rule in rules(shape).filter(|rule| self.is_broken(rule, value)).collect::<Vec<_>>() {
            self.violated(path, &self.shown(shape, value), &rule.to_string());
        }
        match (&shape.kind, value) {
            (Kind::List(member), Value::Array(items)) => {
                if self.scalars("Member", member.shape, items, (path, shape, value)) {
                    return;
                }
                for (index, item) in items.iter().enumerate() {
                    self.value(member.shape, item, &Path { parent: Some(path), segment: Segment::Item(index + 1) });
                }
            }
            (Kind::Map { key, value: item }, Value::Object(object)) => {
                let keys: Vec<Value> = object.keys().map(|key| key.as_str().into()).collect();
                self.scalars("Map keys", *key, &keys, (path, shape, value));
                if self.scalars("Map value", *item, object.values(), (path, shape, value)) {
                    return;
                }
                for (key, value) in object {
                    self.value(*item, value, &Path { parent: Some(path), segment: Segment::Entry(key) });
                }
            }
            _ => self.members(shape, value, Some(path)),
        }
    }

    /// Checks what a list or a map holds, where those are scalars: that is one violation, which has all their rules.
    fn scalars<'v>(
        &mut self,
        what: &str,
        item: ShapeId,
        values: impl IntoIterator<Item = &'v Value>,
        (path, shape, value): (&Path, &Shape, &Value),
    ) -> bool {
        let item = self.service.shape(item);
        if matches!(item.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map { .. }) {
            return false;
        }
        if values.into_iter().any(|value| rules(item).any(|rule| self.is_broken(&rule, value))) {
            let rules: Vec<_> = rules(item).map(|rule| rule.to_string()).collect();
            let rule = format!("{what} must satisfy constraint: [{}]", rules.join(", "));
            self.violated(path, &self.shown(shape, value), &rule);
        }
        true
    }

    fn is_broken(&self, rule: &Rule<'_>, value: &Value) -> bool {
        let is_known = || rule.is_of_form() && value.as_str().is_some_and(self.exists);
        !rule.holds(value) && !is_known()
    }

    fn violated(&mut self, path: &Path, shown: &str, rule: &str) {
        self.violations.push(format!("Value{shown} at '{path}' failed to satisfy constraint: {rule}"));
    }

    /// A value in quotes, or nothing where it is a secret or holds structures.
    fn shown(&self, shape: &Shape, value: &Value) -> String {
        self.text(shape, value).map_or_else(String::new, |text| format!(" '{text}'"))
    }

    fn text(&self, shape: &Shape, value: &Value) -> Option<String> {
        match (&shape.kind, value) {
            _ if shape.sensitive => None,
            (Kind::Structure(_), _) => None,
            (Kind::List(member), Value::Array(items)) => {
                let item = self.service.shape(member.shape);
                let items: Option<Vec<_>> = items.iter().map(|value| self.text(item, value)).collect();
                Some(format!("[{}]", items?.join(", ")))
            }
            (Kind::Map { value: item, .. }, Value::Object(object)) => {
                let item = self.service.shape(*item);
                let entry = |(key, value)| Some(format!("{key}={}", self.text(item, value)?));
                Some(format!("{{{}}}", object.iter().map(entry).collect::<Option<Vec<_>>>()?.join(", ")))
            }
            (_, Value::String(text)) => Some(text.clone()),
            (_, value) => Some(value.to_string()),
        }
    }
}
