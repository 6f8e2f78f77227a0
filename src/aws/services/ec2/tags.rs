//! `CreateTags`, `DescribeTags`, and the tags that a resource gets when it is made.

use std::collections::BTreeMap;

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::errors::{self, invalid_value};
use super::filters::{Fields, Filter, one};
use super::pages::Page;
use super::{ids, unless_dry_run};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::{Draft, images, instances, volumes};

/// How many tags a resource may have.
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
/// As [`add`], and where it gives tags to what it does not make.
pub fn specified(specifications: &[TagSpecification], taggable: &[&str], resource_type: &str) -> Result<Tags> {
    let mut tags = Tags::new();
    for specification in specifications {
        let given = specification.resource_type.as_str();
        if !taggable.contains(&given) {
            let text = format!("'{given}' is not a valid taggable resource type for this operation.");
            return Err(invalid_value(text));
        }
        if given == resource_type {
            add(&mut tags, &specification.tags)?;
        }
    }
    Ok(tags)
}

/// Adds tags to those of a resource.
///
/// # Errors
/// `InvalidParameterValue` for a tag that cannot be, `TagLimitExceeded` where there would be too many.
fn add(tags: &mut Tags, new: &[Tag]) -> Result<()> {
    for (index, Tag { key, value }) in new.iter().enumerate() {
        check(key, value)?;
        if new.iter().take(index).any(|tag| tag.key == *key) {
            return Err(invalid_value(format!("Duplicate tag key '{key}' specified.")));
        }
        tags.insert(key.clone(), value.clone());
    }
    if tags.len() > MOST {
        let text = "The maximum number of Tags for a resource has been reached.";
        return Err(AwsError::new("TagLimitExceeded", text));
    }
    Ok(())
}

fn check(key: &str, value: &str) -> Result<()> {
    let refuse = |text: String| Err(invalid_value(text));
    if key.is_empty() {
        return refuse("Tag key cannot be null or empty.".into());
    }
    if key.to_ascii_lowercase().starts_with("aws:") {
        return refuse(format!("Tag keys starting with 'aws:' are reserved for internal use: {key}"));
    }
    if key.chars().count() > KEY_LENGTH {
        return refuse(format!("Tag key exceeds the maximum length of {KEY_LENGTH} characters"));
    }
    if value.chars().count() > VALUE_LENGTH {
        return refuse(format!("Tag value exceeds the maximum length of {VALUE_LENGTH} characters"));
    }
    Ok(())
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateTags {
    resources: Vec<Text>,
    tags: Vec<Tag>,
    dry_run: bool,
}

/// Nothing.
#[derive(Debug, Serialize)]
pub struct Empty {}

/// Gives tags to resources.
pub fn create(call: &mut Call, input: CreateTags) -> Result<Empty> {
    for id in &input.resources {
        edit(&mut call.draft, id, |tags| add(tags, &input.tags))?;
    }
    unless_dry_run(input.dry_run, Empty {})
}

/// Changes the tags of a resource.
///
/// # Errors
/// What `edit` answers; that there is no such resource.
fn edit(draft: &mut Draft, id: &Text, edit: impl FnOnce(&mut Tags) -> Result<()>) -> Result<()> {
    let instance = instances::find(draft.state(), id).filter(|instance| instances::is_listed(instance, draft.now()));
    if let Some(mut instance) = instance.cloned() {
        edit(instance.tags.get_or_insert_default())?;
        instances::write(draft, instance);
    } else if let Some(mut volume) = volumes::find(draft.state(), id) {
        edit(&mut volume.tags)?;
        volumes::write(draft, volume);
    } else if let Some(image) = images::find(draft.state(), id) {
        let mut image = image.into_owned();
        edit(&mut image.tags)?;
        images::write(draft, image);
    } else {
        return Err(unknown(id));
    }
    Ok(())
}

/// The error for the id of a resource that has no tags here.
fn unknown(id: &str) -> AwsError {
    let is = |prefix| ids::is_well_formed(id, prefix);
    if is("i-") {
        errors::no_instances(&[id])
    } else if is("vol-") {
        errors::no_volumes(&[id])
    } else if is("ami-") {
        errors::no_images(&[id])
    } else if ["snap-", "subnet-", "vpc-", "sg-"].into_iter().any(is) {
        let text = format!("mock-state-store keeps tags of instances, volumes and images, not of '{id}'.");
        AwsError::new("UnsupportedOperation", text)
    } else {
        AwsError::new("InvalidID", format!("The ID '{id}' is not valid"))
    }
}

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
    let state = draft.state();
    let mut all = Vec::new();
    let mut add = |resource_type, id: &Text, tags: &Tags| {
        all.extend(tags.iter().map(|(key, value)| Description {
            key: key.clone(),
            resource_id: id.clone(),
            resource_type,
            value: value.clone(),
        }));
    };
    for instance in instances::all(state).filter(|instance| instances::is_listed(instance, draft.now())) {
        instance.tags.iter().for_each(|tags| add("instance", &instance.instance_id, tags));
    }
    for (_, volume) in state.all::<volumes::Volume>() {
        add("volume", &volume.volume_id, &volume.tags);
    }
    for (_, image) in state.all::<images::Image>() {
        add("image", &image.image_id, &image.tags);
    }
    all.sort_by(|one, other| (&one.resource_id, &one.key).cmp(&(&other.resource_id, &other.key)));
    all
}
