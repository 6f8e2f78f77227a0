//! What a rule is for: patterns of actions and resources, in which `*` and `?` are wildcards.

use compact_str::format_compact;
use serde::ser::{Serialize, Serializer};

use crate::document::{Field, Path, Text, Value};
use crate::error::Result;

/// How many patterns a rule can have of a kind.
const MOST: usize = 100;

/// How many bytes a pattern can have.
const LONGEST: usize = 2048;

const ACTION: &str = "an action such as \"ec2:StartInstances\", \"ssm:Get*\" or \"*\"";
const RESOURCE: &str = "a pattern of 1 to 2,048 bytes";

/// Patterns as they are written: one, or a list.
#[derive(Clone, Debug, PartialEq)]
struct Patterns {
    written: Vec<Text>,
    is_list: bool,
}

/// The actions that a rule is for, as IAM names them. Their case does not matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Actions {
    patterns: Patterns,
    lowercase: Vec<Text>,
}

/// The resources that a rule is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Resources {
    patterns: Patterns,
    arns: Vec<ArnPattern>,
}

/// What an ARN says in every account and region.
#[derive(Clone, Debug, PartialEq)]
pub struct ArnPattern {
    /// The service.
    pub service: Text,
    /// The type and the name of the resource, such as `instance/i-*`.
    pub resource: Text,
}

impl ArnPattern {
    fn of(pattern: &Text) -> Option<Self> {
        let mut parts = pattern.strip_prefix("arn:")?.splitn(5, ':');
        let (service, resource) = (parts.nth(1)?, parts.nth(2)?);
        // A call that names a stack by its name does not say which one of that name.
        let stack = resource.strip_prefix("stack/").and_then(|name| name.split_once('/'));
        let resource = stack.map_or_else(|| resource.into(), |(name, _)| format_compact!("stack/{name}/*"));
        Some(Self { service: service.into(), resource })
    }

    /// What follows the type.
    #[must_use]
    pub fn name(&self) -> &str {
        self.resource.split_once(['/', ':']).map_or(&*self.resource, |(_, name)| name)
    }
}

impl Actions {
    /// True if one of them matches an action in lower case.
    #[must_use]
    pub fn match_lowercase(&self, action: &str) -> bool {
        self.lowercase.iter().any(|pattern| matches(pattern, action))
    }

    /// The patterns as they are written.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.patterns.written.iter().map(Text::as_str)
    }
}

impl Resources {
    /// True if one of them matches a resource by what a call names it.
    #[must_use]
    pub fn matches(&self, resource: &str) -> bool {
        self.patterns.written.iter().any(|pattern| matches(pattern, resource))
    }

    /// True if they are those of every call, whether or not it names any.
    #[must_use]
    pub fn are_all(&self) -> bool {
        self.patterns.written.iter().any(|pattern| pattern == "*")
    }

    /// The ARNs among them.
    #[must_use]
    pub fn arns(&self) -> &[ArnPattern] {
        &self.arns
    }
}

impl Patterns {
    fn read(value: Value, path: &Path<'_>, expected: &str, is_accepted: fn(&str) -> bool) -> Result<Self> {
        let read = |value: Value, path: &Path<'_>| match value {
            Value::String(text) if is_accepted(&text) => Ok(text),
            Value::String(_) => Err(value.refuse(path, expected)),
            other => Err(other.mismatch(path, "of type string")),
        };
        match value {
            Value::Array(values) if values.is_empty() || values.len() > MOST => {
                Err(Value::Array(values).refuse(path, "a list of 1 to 100 patterns"))
            }
            Value::Array(values) => {
                let written = values.into_iter().enumerate().map(|(i, value)| read(value, &path.index(i)));
                Ok(Self { written: written.collect::<Result<_>>()?, is_list: true })
            }
            Value::String(_) => Ok(Self { written: vec![read(value, path)?], is_list: false }),
            other => Err(other.mismatch(path, "a string or an array of strings")),
        }
    }
}

impl Serialize for Patterns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.written.as_slice() {
            [pattern] if !self.is_list => pattern.serialize(serializer),
            patterns => patterns.serialize(serializer),
        }
    }
}

impl Field for Actions {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let patterns = Patterns::read(value, path, ACTION, is_action)?;
        let lowercase = patterns.written.iter().map(Text::to_ascii_lowercase).collect();
        Ok(Self { patterns, lowercase })
    }

    fn heap_size(&self) -> usize {
        self.patterns.written.heap_size() + self.lowercase.heap_size()
    }
}

impl Field for Resources {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let patterns = Patterns::read(value, path, RESOURCE, |text| (1..=LONGEST).contains(&text.len()))?;
        let arns = patterns.written.iter().filter_map(ArnPattern::of).collect();
        Ok(Self { patterns, arns })
    }

    fn heap_size(&self) -> usize {
        let arns = self.arns.iter().map(|arn| size_of_val(arn) + arn.service.heap_size() + arn.resource.heap_size());
        self.patterns.written.heap_size() + arns.sum::<usize>()
    }
}

impl Serialize for Actions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.patterns.serialize(serializer)
    }
}

impl Serialize for Resources {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.patterns.serialize(serializer)
    }
}

fn is_action(pattern: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'?' | b'-');
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_allowed);
    let has_parts = pattern.split_once(':').is_some_and(|(service, operation)| is_part(service) && is_part(operation));
    pattern == "*" || (has_parts && pattern.len() <= LONGEST)
}

/// True if an action is one without wildcards, such as `ec2:StartInstances`.
#[must_use]
pub fn is_one_action(action: &str) -> bool {
    is_action(action) && !action.contains(['*', '?'])
}

/// True if a pattern matches a text: `*` any characters, `?` one of them.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let (mut wanted, mut rest) = (pattern.chars(), text.chars());
    // What follows the last `*`, and the text that it has not taken yet.
    let mut star = None;
    loop {
        let left = rest.as_str();
        match wanted.next() {
            Some('*') => {
                star = Some((wanted.clone(), rest.clone()));
                continue;
            }
            Some('?') if rest.next().is_some() => continue,
            Some(character) if rest.next() == Some(character) => continue,
            None if left.is_empty() => return true,
            _ => {}
        }
        let Some((after, untaken)) = &mut star else { return false };
        if untaken.next().is_none() {
            return false;
        }
        (wanted, rest) = (after.clone(), untaken.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_any_characters() {
        let cases = [
            ("*", "", true),
            ("a*", "a", true),
            ("a*c", "abbbc", true),
            ("a*c", "abcb", false),
            ("*a*b*", "xaybz", true),
            ("*a*b*", "xbya", false),
            ("a?c", "aéc", true),
            ("a?c", "ac", false),
            ("?", "", false),
            ("a", "A", false),
            ("", "", true),
            ("", "a", false),
            ("*aab", "aaaab", true),
            ("a**b", "ab", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    fn actions(pattern: &str) -> Result<Actions> {
        Actions::read(Value::String(pattern.into()), &Path::Root("action"))
    }

    #[test]
    fn the_case_of_an_action_does_not_matter() {
        assert!(actions("EC2:start*").unwrap().match_lowercase("ec2:startinstances"));
        assert!(!actions("ec2:Start?").unwrap().match_lowercase("ec2:startinstances"));
    }

    #[test]
    fn an_action_has_a_service_and_an_operation() {
        for pattern in ["*", "ec2:*", "*:Get*", "s3:GetObject"] {
            assert!(actions(pattern).is_ok(), "{pattern}");
        }
        for pattern in ["", "StartInstances", "ec2:", ":Start", "ec2:Start:Stop", "ec2:Start Instances", "**"] {
            assert!(actions(pattern).is_err(), "{pattern}");
        }
    }

    fn resources(pattern: &str) -> Resources {
        Resources::read(Value::String(pattern.into()), &Path::Root("")).unwrap()
    }

    #[test]
    fn every_call_has_the_resource_of_a_lone_star() {
        assert!(resources("*").are_all());
        assert!(!resources("i-*").are_all());
        assert!(resources("i-*").matches("i-1") && !resources("i-*").matches("vol-1"));
    }

    #[test]
    fn an_arn_has_a_service_and_a_resource() {
        let cases = [
            ("arn:aws:ec2:*:*:instance/i-1", "ec2", "instance/i-1", "i-1"),
            ("arn:aws:ssm::1:parameter/a/*", "ssm", "parameter/a/*", "a/*"),
            ("arn:aws:lambda:*:*:function:f:7", "lambda", "function:f:7", "f:7"),
            ("arn:aws:cloudformation:*:*:stack/a/0-1", "cloudformation", "stack/a/*", "a/*"),
            ("arn:aws:sns:*:*:topic", "sns", "topic", "topic"),
        ];
        for (pattern, service, resource, name) in cases {
            let resources = resources(pattern);
            let arn = &resources.arns()[0];
            assert_eq!((&*arn.service, &*arn.resource, arn.name()), (service, resource, name), "{pattern}");
        }
        assert!(resources("arn:aws:ec2:*").arns().is_empty() && resources("i-*").arns().is_empty());
    }
}
