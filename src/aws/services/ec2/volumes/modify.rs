//! `ModifyVolume`.

use serde::{Deserialize, Serialize};

use super::super::errors::{incorrect_state, invalid_value};
use super::super::unless_dry_run;
use super::specification::{self, Specification};
use super::{begin, find};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys, Whole};
use crate::state::volumes::{Modification, Volume, VolumeState};

/// The operations a second of a volume that becomes one of a type for which they are provisioned.
const PROVISIONED: i64 = 3000;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ModifyVolume {
    volume_id: Text,
    size: Option<i64>,
    volume_type: Option<Text>,
    iops: Option<i64>,
    throughput: Option<i64>,
    multi_attach_enabled: Option<bool>,
    dry_run: bool,
}

/// What a volume is changed from, and to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VolumeModification {
    volume_id: Text,
    modification_state: &'static str,
    target_size: u64,
    target_iops: Option<u64>,
    target_volume_type: Text,
    target_throughput: Option<u64>,
    target_multi_attach_enabled: bool,
    original_size: u64,
    original_iops: Option<u64>,
    original_volume_type: Text,
    original_throughput: Option<u64>,
    original_multi_attach_enabled: bool,
    progress: u64,
    start_time: Text,
}

/// What was begun.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Modified {
    volume_modification: VolumeModification,
}

/// Begins to change a volume.
pub fn modify(call: &mut Call, input: ModifyVolume) -> Result<Modified> {
    let draft = &mut call.draft;
    let mut volume = find(draft, &input.volume_id)?;
    let modification = input.check(&volume, draft.now().iso())?;
    unless_dry_run(input.dry_run, ())?;
    let original = volume.clone();
    volume.modification = Some(modification);
    begin(draft, volume.clone());
    volume.finish_modification();
    Ok(Modified { volume_modification: VolumeModification::of(&original, &volume, draft.now().iso()) })
}

impl ModifyVolume {
    fn check(&self, volume: &Volume, start_time: Text) -> Result<Modification> {
        let id = &volume.volume_id;
        let is_empty = self.size.is_none() && self.iops.is_none() && self.throughput.is_none();
        if is_empty && self.volume_type.is_none() && self.multi_attach_enabled.is_none() {
            let text = "Invalid input: Must specify at least one of size, type, iops, throughput or multi-attach.";
            return Err(invalid_value(text));
        }
        if !matches!(volume.state, VolumeState::Available | VolumeState::InUse) {
            return Err(incorrect_state(format!(
                "Volume {id} must be in the available or in-use state to be modified."
            )));
        }
        if volume.modification.is_some() {
            let text = format!("Volume {id} cannot be modified in modification state MODIFYING");
            return Err(AwsError::new("IncorrectModificationState", text));
        }
        let size = i64::try_from(volume.size.0).unwrap_or(i64::MAX);
        if self.size.is_some_and(|asked| asked < size) {
            return Err(invalid_value("New size cannot be smaller than existing size"));
        }
        let checked = self.target(volume, size).check(None)?;
        let (size, volume_type) = (checked.size, checked.volume_type);
        let (iops, throughput) = (checked.iops, checked.throughput);
        Ok(Modification { start_time, size, volume_type, iops, throughput, unknown: UnknownKeys::default() })
    }

    /// What the volume is to be: what is not asked for stays, as far as the type stays.
    fn target(&self, volume: &Volume, size: i64) -> Specification {
        let present = |number: Option<Whole>| number.and_then(|Whole(number)| i64::try_from(number).ok());
        let volume_type = self.volume_type.as_ref().unwrap_or(&volume.volume_type);
        let stays = *volume_type == volume.volume_type;
        let provisioned = matches!(volume_type.as_str(), "io1" | "io2").then_some(PROVISIONED);
        let (iops, throughput) =
            if stays { (present(volume.iops), present(volume.throughput)) } else { (provisioned, None) };
        Specification {
            size: Some(self.size.unwrap_or(size)),
            volume_type: Some(volume_type.clone()),
            iops: self.iops.or(iops),
            throughput: self.throughput.or(throughput),
            ..Specification::default()
        }
    }
}

impl VolumeModification {
    fn of(original: &Volume, target: &Volume, start_time: Text) -> Self {
        let (original_iops, original_throughput) = specification::performance(original);
        let (target_iops, target_throughput) = specification::performance(target);
        Self {
            volume_id: original.volume_id.clone(),
            modification_state: "modifying",
            target_size: target.size.0,
            target_iops,
            target_volume_type: target.volume_type.clone(),
            target_throughput,
            target_multi_attach_enabled: false,
            original_size: original.size.0,
            original_iops,
            original_volume_type: original.volume_type.clone(),
            original_throughput,
            original_multi_attach_enabled: false,
            progress: 0,
            start_time,
        }
    }
}
