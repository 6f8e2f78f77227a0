//! Tags, as SSM's requests have them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::document::Text;

/// A tag.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    key: Text,
    value: Text,
}

/// Tags by key.
pub fn by_key(tags: Vec<Tag>) -> BTreeMap<Text, Text> {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}
