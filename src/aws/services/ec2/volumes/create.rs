//! `CreateVolume` and `DeleteVolume`.

use serde::{Deserialize, Serialize};

use super::super::errors::{incorrect_state, invalid_combination, missing};
use super::super::idempotency::Request;
use super::super::tags::{self, Empty, TagSpecification, Tags};
use super::super::{ids, unless_dry_run};
use super::output::Output;
use super::specification::{Checked, Specification};
use super::{begin, find, find_all};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::volumes::{Volume, VolumeState};
use crate::state::{Draft, instances};

/// What is asked for.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateVolume {
    availability_zone: Option<Text>,
    availability_zone_id: Option<Text>,
    #[serde(flatten)]
    specification: Specification,
    tag_specifications: Vec<TagSpecification>,
    #[serde(skip_serializing)]
    client_token: Option<Text>,
    #[serde(skip_serializing)]
    dry_run: bool,
}

/// Makes a volume.
pub fn create(call: &mut Call, input: CreateVolume) -> Result<Output> {
    let draft = &mut call.draft;
    let request = Request::new("CreateVolume", input.client_token.as_ref(), &input)?;
    if let Some(made) = request.made(draft)? {
        let volume = find_all(draft.state(), &made)?;
        let volume =
            volume.first().map(|volume| Output::of(draft.profile(), volume)).ok_or_else(|| missing("VolumeId"))?;
        return unless_dry_run(input.dry_run, volume);
    }
    let zone = &input.zone(draft)?;
    let checked = input.specification.check(input.specification.snapshot(draft.state())?)?;
    let tags = tags::specified(&input.tag_specifications, &["volume"], "volume")?;
    unless_dry_run(input.dry_run, ())?;
    let volume = new(draft, zone, checked, tags);
    let output = Output::of(draft.profile(), &volume);
    let id = volume.volume_id.clone();
    begin(draft, volume);
    request.remember(draft, vec![id]);
    Ok(output)
}

/// A volume that is being made.
#[must_use]
pub fn new(draft: &Draft, zone: &Text, checked: Checked, tags: Tags) -> Volume {
    Volume {
        volume_id: draft.new_id("vol-").into(),
        size: checked.size,
        volume_type: checked.volume_type,
        availability_zone: zone.clone(),
        state: VolumeState::Creating,
        encrypted: checked.encrypted,
        snapshot_id: checked.snapshot_id,
        create_time: draft.now().iso(),
        iops: checked.iops,
        throughput: checked.throughput,
        kms_key_id: checked.kms_key_id,
        modification: None,
        attachments: Vec::new(),
        tags,
        unknown: UnknownKeys::default(),
    }
}

impl CreateVolume {
    /// The zone that it names, by its name or its id.
    fn zone(&self, draft: &Draft) -> Result<Text> {
        match (self.availability_zone.as_ref(), self.availability_zone_id.as_ref()) {
            (None, None) => Err(missing("AvailabilityZone")),
            (Some(name), None) => check_zone(draft, name).map(|()| name.clone()),
            (None, Some(id)) => {
                let profile = draft.profile();
                let zone = ids::zones(profile).find(|zone| ids::zone_id(profile, zone) == *id);
                zone.ok_or_else(|| no_zone(id))
            }
            (Some(_), Some(_)) => {
                let text = "The parameter AvailabilityZone cannot be used with the parameter AvailabilityZoneId";
                Err(invalid_combination(text))
            }
        }
    }
}

/// Requires a zone of the account's region, or one that some instance is in.
fn check_zone(draft: &Draft, zone: &Text) -> Result<()> {
    let is_used = || instances::all(draft.state()).any(|instance| instance.availability_zone.as_ref() == Some(zone));
    if ids::zones(draft.profile()).any(|known| known == *zone) || is_used() {
        return Ok(());
    }
    Err(no_zone(zone))
}

fn no_zone(zone: &str) -> AwsError {
    AwsError::new("InvalidZone.NotFound", format!("The zone '{zone}' does not exist."))
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteVolume {
    volume_id: Text,
    dry_run: bool,
}

/// Deletes a volume that is not attached.
pub fn delete(call: &mut Call, input: DeleteVolume) -> Result<Empty> {
    let draft = &mut call.draft;
    let mut volume = find(draft, &input.volume_id)?;
    let id = volume.volume_id.clone();
    if let Some(attachment) = volume.attachments.first() {
        let text = format!("Volume {id} is currently attached to {}", attachment.instance_id);
        return Err(AwsError::new("VolumeInUse", text));
    }
    if !matches!(volume.state, VolumeState::Available | VolumeState::Error) {
        return Err(incorrect_state(format!("Volume '{id}' is in the '{}' state.", volume.state.name())));
    }
    unless_dry_run(input.dry_run, ())?;
    volume.state = VolumeState::Deleting;
    begin(draft, volume);
    Ok(Empty {})
}
