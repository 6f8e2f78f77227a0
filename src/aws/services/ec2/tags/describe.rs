//! `DescribeTags`.

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::filters::{Fields, Filter, one};
use super::super::pages::Page;
use super::super::unless_dry_run;
use super::kinds::KINDS;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Draft;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeTags {
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A tag and what has it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Description {
    key: Text,
    resource_id: Text,
    resource_type: &'static str,
    value: Text,
}

/// A page of tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Descriptions {
    tags: Vec<Description>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

const FIELDS: Fields<Description> = Fields {
    supported: &[
        ("key", |it| one(it.key.clone())),
        ("resource-id", |it| one(it.resource_id.clone())),
        ("resource-type", |it| one(it.resource_type)),
        ("value", |it| one(it.value.clone())),
    ],
    tags: Some(|it, test| test(&it.key, &it.value)),
    unsupported: &[],
};

/// Lists tags.
pub fn describe(call: &mut Call, input: DescribeTags) -> Result<Descriptions> {
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeTags", range: (5, 1000), max_results: input.max_results, next_token };
    page.check(&[], "")?;
    let conditions = FIELDS.read(&input.filters)?;
    let chosen = all(&call.draft).into_iter().filter(|tag| conditions.hold(tag));
    let (tags, next_token) = page.cut(chosen, |tag| format_compact!("{}\0{}", tag.resource_id, tag.key))?;
    unless_dry_run(input.dry_run, Descriptions { tags, next_token })
}

/// All tags, by resource and key.
fn all(draft: &Draft) -> Vec<Description> {
    let mut all = Vec::new();
    for kind in KINDS {
        (kind.each)(draft, &mut |id, tags| {
            all.extend(tags.iter().map(|(key, value)| Description {
                key: key.clone(),
                resource_id: id.into(),
                resource_type: kind.resource_type,
                value: value.clone(),
            }));
        });
    }
    all.sort_by(|one, other| (&one.resource_id, &one.key).cmp(&(&other.resource_id, &other.key)));
    all
}
