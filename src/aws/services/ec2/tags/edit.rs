//! `CreateTags` and `DeleteTags`.

use serde::{Deserialize, Serialize};

use super::super::{ids, unless_dry_run};
use super::kinds::{Edit, KINDS};
use super::{Tag, Tags, add, check_key, is_reserved};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::Draft;

/// The kinds of AWS's resources that can have tags and that the account does not have, by the prefix of their ids.
const OTHERS: [&str; 12] =
    ["acl-", "cgw-", "dopt-", "eni-", "fl-", "igw-", "key-", "lt-", "nat-", "pcx-", "rtb-", "vpce-"];

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
    edit_all(&mut call.draft, &input.resources, &|tags| add(tags, &input.tags))?;
    unless_dry_run(input.dry_run, Empty {})
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteTags {
    resources: Vec<Text>,
    tags: Vec<Unwanted>,
    dry_run: bool,
}

/// A tag that is to go: whatever its value is, or with one value only.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Unwanted {
    key: Text,
    value: Option<Text>,
}

/// Takes tags away from resources: all but AWS's where the request names none.
pub fn delete(call: &mut Call, input: DeleteTags) -> Result<Empty> {
    input.tags.iter().try_for_each(|tag| check_key(&tag.key))?;
    let is_unwanted = |key: &Text, value: &Text| {
        let mut unwanted = input.tags.iter();
        unwanted.any(|tag| tag.key == *key && tag.value.as_ref().is_none_or(|given| given == value))
    };
    edit_all(&mut call.draft, &input.resources, &|tags: &mut Tags| {
        if input.tags.is_empty() {
            tags.retain(|key, _| is_reserved(key));
        } else {
            tags.retain(|key, value| !is_unwanted(key, value));
        }
        Ok(())
    })?;
    unless_dry_run(input.dry_run, Empty {})
}

/// Edits the tags of resources.
///
/// # Errors
/// What `edit` answers; that there is no such resource.
fn edit_all(draft: &mut Draft, resources: &[Text], edit: Edit<'_>) -> Result<()> {
    let mut missing = Vec::new();
    for id in resources {
        let mut is_known = false;
        for kind in KINDS {
            is_known = is_known || (kind.edit)(draft, id, edit)?;
        }
        if !is_known {
            missing.push(id.as_str());
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(unknown(&missing)) }
}

/// The error for ids of which there is no resource: for those of the kind of the first one.
fn unknown(ids: &[&str]) -> AwsError {
    let id = ids.first().copied().unwrap_or_default();
    let is = |prefix| ids::is_well_formed(id, prefix);
    if let Some(kind) = KINDS.iter().find(|kind| is(kind.prefix)) {
        let alike: Vec<_> = ids.iter().copied().filter(|id| ids::is_well_formed(id, kind.prefix)).collect();
        return (kind.missing)(&alike);
    }
    if OTHERS.into_iter().any(is) {
        let kinds: Vec<_> = KINDS.iter().map(|kind| kind.resource_type).collect();
        let text = format!("mock-state-store keeps tags of {}; '{id}' is another resource.", kinds.join(", "));
        return AwsError::new("UnsupportedOperation", text);
    }
    AwsError::new("InvalidID", format!("The ID '{id}' is not valid"))
}
