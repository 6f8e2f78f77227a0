//! `DescribeSnapshots`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::super::filters::{Fields, Filter, flag, one};
use super::super::looks::look;
use super::super::pages::Page;
use super::super::{errors, ids, unless_dry_run};
use super::output::Output;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::volume_snapshots::{self, VolumeSnapshot};
use crate::state::{Draft, Record, State};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeSnapshots {
    snapshot_ids: Vec<Text>,
    owner_ids: Vec<Text>,
    restorable_by_user_ids: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of snapshots.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Snapshots {
    snapshots: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("description", |it| one(it.description.clone())),
        ("encrypted", |it| flag(it.encrypted)),
        ("owner-alias", |it| it.owner_alias.iter().cloned().collect()),
        ("owner-id", |it| one(it.owner_id.clone())),
        ("progress", |it| one(it.progress.clone())),
        ("snapshot-id", |it| one(it.snapshot_id.clone())),
        ("start-time", |it| one(it.start_time.clone())),
        ("status", |it| one(it.state.name())),
        ("storage-tier", |it| it.storage_tier.into_iter().map(Text::from).collect()),
        ("volume-id", |it| one(it.volume_id.clone())),
        ("volume-size", |it| one(it.volume_size.to_string())),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &["transfer-type"],
};

/// Lists snapshots.
pub fn describe(call: &mut Call, input: DescribeSnapshots) -> Result<Snapshots> {
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeSnapshots", range: (5, 1000), max_results: input.max_results, next_token };
    page.check(&input.snapshot_ids, "snapshotIds")?;
    let conditions = FIELDS.read(&input.filters)?;
    let draft = &mut call.draft;
    let chosen = chosen(draft.state(), &input.snapshot_ids)?;
    let shown = chosen.into_iter().map(|snapshot| (snapshot.is_under_way(), Output::of(draft, &snapshot)));
    let shown = shown.filter(|(_, output)| {
        conditions.hold(output)
            && output.is_owned_by(&input.owner_ids)
            && output.can_be_restored_by(&input.restorable_by_user_ids)
    });
    let (shown, next_token) = page.cut(shown, |(_, output)| output.snapshot_id.clone())?;
    unless_dry_run(input.dry_run, ())?;
    let again = |draft: &Draft, id: &str| {
        volume_snapshots::find(draft.state(), id).map(|snapshot| Output::of(draft, &snapshot))
    };
    let snapshots = look(draft, shown, &conditions, |it| &it.snapshot_id, again);
    Ok(Snapshots { snapshots, next_token })
}

/// The snapshots of some ids, each once, or all.
fn chosen(state: &State, ids: &[Text]) -> Result<Vec<VolumeSnapshot>> {
    if ids.is_empty() {
        return Ok(volume_snapshots::all(state).into_iter().map(Cow::into_owned).collect());
    }
    let find = |id: &str| volume_snapshots::find(state, id).map(Cow::into_owned);
    ids::find_each(ids, find).or_else(|missing| {
        missing.iter().try_for_each(|id| ids::check_snapshot(id))?;
        Err(errors::no_snapshots(&missing))
    })
}
