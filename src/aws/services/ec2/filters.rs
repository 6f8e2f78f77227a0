//! Filters: each names a field and the values that it may have; all of them must hold.

use serde::Deserialize;

use super::errors::invalid_value;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;

/// How many values the filters of a request may have.
const MOST_VALUES: usize = 200;

/// A filter as a request has it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Filter {
    /// The field.
    pub name: Option<Text>,
    /// What it may be; `*` and `?` stand for other characters.
    pub values: Vec<Text>,
}

/// What a resource has in a field.
pub type Values = smallvec::SmallVec<[Text; 1]>;

/// One value.
pub fn one(value: impl Into<Text>) -> Values {
    smallvec::smallvec![value.into()]
}

/// `true` or `false`.
#[must_use]
pub fn flag(value: bool) -> Values {
    one(if value { "true" } else { "false" })
}

/// The name of a filter, and what a resource has there.
type Supported<T> = (&'static str, fn(&T) -> Values);

/// The filters of a kind of resource.
#[derive(Debug)]
pub struct Fields<T: 'static> {
    /// Those that are known, with what a resource has there.
    pub supported: &'static [Supported<T>],
    /// What the resource's tags are, where it can be filtered by them.
    pub tags: Option<TagsOf<T>>,
    /// Those that AWS has beside them; one with a dot at its end stands for all that begin like it.
    pub unsupported: &'static [&'static str],
}

/// How the tags of a resource are looked at: the value of a key, or, without one, whether there is a key like that.
type TagsOf<T> = fn(&T, &mut dyn FnMut(&str, &str) -> bool) -> bool;

/// A filter that has been understood.
struct Condition<'a, T> {
    field: Field<'a, T>,
    patterns: &'a [Text],
}

enum Field<'a, T> {
    Known(fn(&T) -> Values),
    Tag(TagsOf<T>, &'a str),
    TagKey(TagsOf<T>),
}

/// The filters of a request.
pub struct Conditions<'a, T>(Vec<Condition<'a, T>>);

impl<T> Fields<T> {
    /// Understands the filters of a request.
    ///
    /// # Errors
    /// `InvalidParameterValue` where there is no such filter, or none that is supported.
    pub fn read<'a>(&self, filters: &'a [Filter]) -> Result<Conditions<'a, T>> {
        if filters.iter().map(|filter| filter.values.len()).sum::<usize>() > MOST_VALUES {
            let text = "The maximum number of filter values specified on a single call is 200";
            return Err(AwsError::new("FilterLimitExceeded", text));
        }
        filters.iter().map(|filter| self.condition(filter)).collect::<Result<_>>().map(Conditions)
    }

    fn condition<'a>(&self, filter: &'a Filter) -> Result<Condition<'a, T>> {
        let name = filter.name.as_deref().unwrap_or_default();
        let known = self.supported.iter().find(|(known, _)| *known == name).map(|(_, values)| Field::Known(*values));
        let tag = || match (self.tags?, name.strip_prefix("tag:")) {
            (tags, Some(key)) => Some(Field::Tag(tags, key)),
            (tags, None) => (name == "tag-key").then_some(Field::TagKey(tags)),
        };
        let Some(field) = known.or_else(tag) else { return Err(self.unknown(name)) };
        if filter.values.is_empty() {
            return Err(invalid_value(format!("The filter '{name}' must have at least one value")));
        }
        Ok(Condition { field, patterns: &filter.values })
    }

    fn unknown(&self, name: &str) -> AwsError {
        let is_of_aws = |known: &&str| if known.ends_with('.') { name.starts_with(*known) } else { name == *known };
        if !self.unsupported.iter().any(is_of_aws) {
            return invalid_value(format!("The filter '{name}' is invalid"));
        }
        let supported: Vec<_> = self.supported.iter().map(|(name, _)| *name).collect();
        let tags = if self.tags.is_some() { ", tag:<key>, tag-key" } else { "" };
        invalid_value(format!(
            "The filter '{name}' is not supported by mock-state-store; these are: {}{tags}",
            supported.join(", ")
        ))
    }
}

impl<T> Conditions<'_, T> {
    /// True if all of them hold for a resource.
    #[must_use]
    pub fn hold(&self, resource: &T) -> bool {
        self.0.iter().all(|Condition { field, patterns }| {
            let matched = |value: &str| patterns.iter().any(|pattern| matches(pattern, value));
            match field {
                Field::Known(values) => values(resource).iter().any(|value| matched(value)),
                Field::Tag(tags, wanted) => tags(resource, &mut |key, value| key == *wanted && matched(value)),
                Field::TagKey(tags) => tags(resource, &mut |key, _| matched(key)),
            }
        })
    }
}

/// True if a text is what a pattern says: `*` is any characters, `?` one, and `\` takes the next one as it is.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    if !pattern.contains(['*', '?', '\\']) {
        return pattern == text;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    matches_from(&pattern, &text)
}

/// Goes through both at once, and back to the last `*` where that fails.
fn matches_from(pattern: &[char], text: &[char]) -> bool {
    let (mut at, mut place, mut back) = (0, 0, None);
    loop {
        let step = match (pattern.get(at), text.get(place)) {
            (None, None) => return true,
            (Some('*'), _) => {
                back = Some((at + 1, place));
                at += 1;
                continue;
            }
            (Some('?'), Some(_)) => Some(1),
            (Some('\\'), Some(character)) if pattern.get(at + 1) == Some(character) => Some(2),
            (Some(wanted), Some(character)) if wanted == character && *wanted != '\\' => Some(1),
            _ => None,
        };
        match (step, back) {
            (Some(length), _) => (at, place) = (at + length, place + 1),
            (None, Some((after, from))) if from < text.len() => {
                (at, place, back) = (after, from + 1, Some((after, from + 1)));
            }
            (None, _) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_wildcards() {
        for (pattern, text) in
            [("a", "a"), ("*", ""), ("*", "abc"), ("a*c", "abbc"), ("a?c", "abc"), (r"a\*", "a*"), ("*a*b", "xaab")]
        {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "A"), ("?", ""), ("a*c", "ab"), (r"a\*", "ab"), ("*a", "ab"), ("", "a")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
