//! Tags: those of a request, the rules for them, and the operations on the tags of any resource.

mod describe;
mod edit;
mod kinds;

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

pub use self::describe::describe;
pub use self::edit::{Empty, create, delete};
use super::errors::invalid_value;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;

/// How many tags a resource may have beside AWS's.
const MOST: usize = 50;

/// How many characters a key may have.
const KEY_LENGTH: usize = 128;

/// How many characters a value may have.
const VALUE_LENGTH: usize = 256;

/// The tags of a resource, by key.
pub type Tags = BTreeMap<Text, Text>;

/// A tag.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Tag {
    /// Its key.
    pub key: Text,
    /// Its value.
    pub value: Text,
}

impl Tag {
    /// A tag of a resource.
    #[must_use]
    pub fn of((key, value): (&Text, &Text)) -> Self {
        Self { key: key.clone(), value: value.clone() }
    }
}

/// The tags that resources of a type get when they are made.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TagSpecification {
    /// The type.
    pub resource_type: Text,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// The tags that a request gives resources of a type; `taggable` are the types that it makes.
///
/// # Errors
/// As [`add`]; where it gives tags to what it does not make, or to a type twice.
pub fn specified(specifications: &[TagSpecification], taggable: &[&str], resource_type: &str) -> Result<Tags> {
    let mut tags = Tags::new();
    for (index, specification) in specifications.iter().enumerate() {
        let given = specification.resource_type.as_str();
        if given.is_empty() {
            return Err(invalid_value("Tag specification resource type must have a value"));
        }
        if !taggable.contains(&given) {
            let text = format!("'{given}' is not a valid taggable resource type for this operation.");
            return Err(invalid_value(text));
        }
        if specifications.iter().take(index).any(|other| other.resource_type == given) {
            let text = "The same resource type may not be specified more than once in tag specifications";
            return Err(invalid_value(text));
        }
        let mut own = Tags::new();
        add(&mut own, &specification.tags)?;
        if given == resource_type {
            tags = own;
        }
    }
    Ok(tags)
}

/// Adds tags to those of a resource.
///
/// # Errors
/// `InvalidParameterValue` for a tag that cannot be, `TagLimitExceeded` where there would be too many.
fn add(tags: &mut Tags, new: &[Tag]) -> Result<()> {
    let mut given = HashSet::new();
    for Tag { key, value } in new {
        check_key(key)?;
        check_length("value", value, VALUE_LENGTH)?;
        if !given.insert(key) {
            return Err(invalid_value(format!("Duplicate tag key '{key}' specified.")));
        }
        tags.insert(key.clone(), value.clone());
    }
    if tags.keys().filter(|key| !is_reserved(key)).count() > MOST {
        let text = "The maximum number of Tags for a resource has been reached.";
        return Err(AwsError::new("TagLimitExceeded", text));
    }
    Ok(())
}

/// Requires a key that users may give and take away.
fn check_key(key: &str) -> Result<()> {
    if key.is_empty() {
        return Err(invalid_value("Tag key cannot be null or empty."));
    }
    if is_reserved(key) {
        let text = format!("Tag keys starting with 'aws:' are reserved for internal use: {key}");
        return Err(invalid_value(text));
    }
    check_length("key", key, KEY_LENGTH)
}

fn check_length(what: &str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() > most {
        return Err(invalid_value(format!("Tag {what} exceeds the maximum length of {most} characters")));
    }
    Ok(())
}

/// True if a key is AWS's own: a resource can have such a tag only by the state.
fn is_reserved(key: &str) -> bool {
    key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
}
