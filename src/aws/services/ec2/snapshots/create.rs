//! `CreateSnapshot`.

use serde::Deserialize;

use super::super::errors::{incorrect_state, invalid_value};
use super::super::tags::{self, TagSpecification, Tags};
use super::super::{unless_dry_run, volumes as ec2_volumes};
use super::output::Output;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::{Text, UnknownKeys};
use crate::state::Draft;
use crate::state::transitions::Transition;
use crate::state::volume_snapshots::{self, SnapshotState, VolumeSnapshot};
use crate::state::volumes::{Volume, VolumeState};

/// How many characters a description may have.
const DESCRIPTION_LENGTH: usize = 255;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateSnapshot {
    volume_id: Text,
    description: Option<Text>,
    tag_specifications: Vec<TagSpecification>,
    dry_run: bool,
}

/// Makes a snapshot of a volume.
pub fn create(call: &mut Call, input: CreateSnapshot) -> Result<Output> {
    let draft = &mut call.draft;
    let volume = ec2_volumes::find(draft, &input.volume_id)?;
    if !matches!(volume.state, VolumeState::Available | VolumeState::InUse) {
        let text = format!("Volume '{}' is in the '{}' state.", volume.volume_id, volume.state.name());
        return Err(incorrect_state(text));
    }
    if input.description.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_LENGTH) {
        return Err(invalid_value(format!("The description must have at most {DESCRIPTION_LENGTH} characters.")));
    }
    let tags = tags::specified(&input.tag_specifications, &["snapshot"], "snapshot")?;
    unless_dry_run(input.dry_run, ())?;
    let snapshot = new(draft, &volume, input.description, tags);
    let output = Output::new(draft, &snapshot);
    let id = snapshot.snapshot_id.clone();
    volume_snapshots::write(draft, snapshot);
    draft.begin(Transition::Snapshot, &id);
    Ok(output)
}

/// A snapshot of a volume that is being made.
#[must_use]
pub fn new(draft: &Draft, volume: &Volume, description: Option<Text>, tags: Tags) -> VolumeSnapshot {
    VolumeSnapshot {
        snapshot_id: draft.new_id("snap-").into(),
        volume_id: volume.volume_id.clone(),
        volume_size: volume.size,
        state: SnapshotState::Pending,
        description,
        encrypted: volume.encrypted,
        kms_key_id: volume.kms_key_id.clone(),
        start_time: draft.now().iso(),
        completion_time: None,
        owner_id: None,
        owner_alias: None,
        tags,
        unknown: UnknownKeys::default(),
    }
}
