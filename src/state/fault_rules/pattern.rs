//! What a rule is for: patterns of actions and resources, in which `*` and `?` are wildcards.

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
pub struct Resources(Patterns);

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
    /// True if one of them matches one of a call's resources; `*` matches a call without any as well.
    #[must_use]
    pub fn match_any(&self, resources: &[Text]) -> bool {
        let is_matched = |pattern: &Text| pattern == "*" || resources.iter().any(|resource| matches(pattern, resource));
        self.0.written.iter().any(is_matched)
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
        Patterns::read(value, path, RESOURCE, |text| (1..=LONGEST).contains(&text.len())).map(Self)
    }

    fn heap_size(&self) -> usize {
        self.0.written.heap_size()
    }
}

impl Serialize for Actions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.patterns.serialize(serializer)
    }
}

impl Serialize for Resources {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
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

    #[test]
    fn every_call_has_the_resource_of_a_lone_star() {
        let resources = |pattern: &str| Resources::read(Value::String(pattern.into()), &Path::Root("")).unwrap();
        assert!(resources("*").match_any(&[]));
        assert!(!resources("i-*").match_any(&[]));
        assert!(resources("i-*").match_any(&["vol-1".into(), "i-1".into()]));
    }
}
