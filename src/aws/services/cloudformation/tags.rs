//! The tags of a request.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::invalid;
use crate::aws::error::Result;
use crate::document::Text;

/// A tag that a request gives.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    key: Text,
    value: Text,
}

/// Tags by key, if there are any.
///
/// # Errors
/// `ValidationError` where a key is AWS's own.
pub fn values(tags: Vec<Tag>) -> Result<Option<BTreeMap<Text, Text>>> {
    let is_reserved = |tag: &Tag| tag.key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if tags.iter().any(is_reserved) {
        return Err(invalid("aws: prefixed tag key names are not allowed for external use."));
    }
    let tags: BTreeMap<_, _> = tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}
