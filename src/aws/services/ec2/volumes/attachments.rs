//! `AttachVolume` and `DetachVolume`.

use serde::Deserialize;

use super::super::errors::{incorrect_state, invalid_value, missing};
use super::super::{ids, instances as ec2_instances, unless_dry_run};
use super::output::Attachment;
use super::{begin, find};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::instance::{BlockDeviceMapping, Instance, ServerState, VolumeStatus};
use crate::state::volumes::{AttachmentState, Volume, VolumeState};
use crate::state::{Draft, Profile, instances};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AttachVolume {
    device: Text,
    instance_id: Text,
    volume_id: Text,
    dry_run: bool,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DetachVolume {
    device: Option<Text>,
    instance_id: Option<Text>,
    volume_id: Text,
    dry_run: bool,
}

/// Attaches a volume to an instance.
pub fn attach(call: &mut Call, input: AttachVolume) -> Result<Attachment> {
    let AttachVolume { device, instance_id, volume_id, dry_run } = input;
    let draft = &mut call.draft;
    let volume = find(draft, &volume_id)?;
    let instance = instance(draft, &instance_id)?;
    check_attach(&volume, instance, &device, draft.profile())?;
    unless_dry_run(dry_run, ())?;
    let mapping = BlockDeviceMapping {
        device_name: device,
        volume_id: volume_id.clone(),
        status: VolumeStatus::Attaching,
        delete_on_termination: false,
        attach_time: Some(draft.now().iso()),
        unknown: UnknownKeys::default(),
    };
    instances::edit_mappings(draft, &instance_id, |mappings| {
        mappings.retain(|it| it.volume_id != mapping.volume_id && it.device_name != mapping.device_name);
        mappings.push(mapping);
    });
    begin_moving(draft, &volume_id, &instance_id)
}

/// Detaches a volume from an instance.
pub fn detach(call: &mut Call, input: DetachVolume) -> Result<Attachment> {
    let draft = &mut call.draft;
    let volume = find(draft, &input.volume_id)?;
    let id = volume.volume_id.as_str();
    let wanted = input.instance_id.as_deref().filter(|id| !id.is_empty());
    let wanted = wanted.map(|id| instance(draft, id)).transpose()?.map(|instance| instance.instance_id.clone());
    let Some(first) = volume.attachments.first() else {
        return Err(incorrect_state(format!("Volume '{id}' is in the '{}' state.", volume.state.name())));
    };
    let wanted = wanted.unwrap_or_else(|| first.instance_id.clone());
    let device = input.device.as_deref().filter(|device| !device.is_empty());
    let of_instance = volume.attachments.iter().find(|attachment| attachment.instance_id == wanted);
    let matching = of_instance.filter(|attachment| device.is_none_or(|device| attachment.device == device));
    let Some(attachment) = matching else {
        let place = device.map(|device| format!(" as device '{device}'")).unwrap_or_default();
        let text = format!("The volume '{id}' is not attached to instance '{wanted}'{place}.");
        return Err(AwsError::new("InvalidAttachment.NotFound", text));
    };
    if attachment.state != AttachmentState::Attached {
        let text = format!("The volume '{id}' is in the '{}' state.", attachment.state.name());
        return Err(incorrect_state(text));
    }
    let holder = instance(draft, &wanted)?;
    let is_stopped = matches!(holder.state, ServerState::Stopped | ServerState::Hibernating);
    if attachment.device == holder.root_device() && !is_stopped {
        return Err(incorrect_state(format!("Unable to detach root volume '{id}' from instance '{wanted}'")));
    }
    unless_dry_run(input.dry_run, ())?;
    instances::edit_mappings(draft, &wanted, |mappings| {
        let own = mappings.iter_mut().filter(|mapping| mapping.volume_id == id);
        own.for_each(|mapping| mapping.status = VolumeStatus::Detaching);
    });
    begin_moving(draft, id, &wanted)
}

/// Begins what the mappings say, and answers the attachment as it is meanwhile.
fn begin_moving(draft: &mut Draft, id: &str, instance_id: &str) -> Result<Attachment> {
    let volume = find(draft, id)?;
    let attachment = volume.attachments.iter().find(|attachment| attachment.instance_id == instance_id);
    let answer = attachment.map(|attachment| Attachment::of(&volume, attachment));
    begin(draft, volume);
    answer.ok_or_else(|| missing("InstanceId"))
}

fn instance<'a>(draft: &'a Draft, id: &str) -> Result<&'a Instance> {
    ec2_instances::find(draft, &[id.into()])?.into_iter().next().ok_or_else(|| missing("InstanceId"))
}

fn check_attach(volume: &Volume, instance: &Instance, device: &str, profile: &Profile) -> Result<()> {
    let (volume_id, instance_id) = (&volume.volume_id, &instance.instance_id);
    if !is_device(device) {
        let text =
            format!("Value ({device}) for parameter device is invalid. {device} is not a valid EBS device name.");
        return Err(invalid_value(text));
    }
    if !volume.attachments.is_empty() {
        return Err(AwsError::new("VolumeInUse", format!("{volume_id} is already attached to an instance")));
    }
    if volume.state != VolumeState::Available {
        return Err(incorrect_state(format!("{volume_id} is not 'available'.")));
    }
    if !matches!(instance.state, ServerState::Running | ServerState::Stopped | ServerState::Hibernating) {
        return Err(incorrect_state(format!("Instance '{instance_id}' is not 'running'.")));
    }
    if ids::zone_of(instance, profile) != ids::zone_of_volume(volume, profile) {
        let text = format!("The volume '{volume_id}' is not in the same availability zone as instance '{instance_id}'");
        return Err(AwsError::new("InvalidVolume.ZoneMismatch", text));
    }
    if instance.mappings().any(|mapping| mapping.device_name == device) {
        let text = format!("Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");
        return Err(invalid_value(text));
    }
    Ok(())
}

/// True if a name is one that EC2 takes for a device: `/dev/sdf`, `/dev/sda1`, `xvdba`.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let disk = name.strip_prefix("/dev/").unwrap_or(name);
    let Some(place) = ["sd", "xvd", "hd"].iter().find_map(|prefix| disk.strip_prefix(prefix)) else { return false };
    let letters = place.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let digits = place.len() - letters.len();
    matches!(letters.len(), 1 | 2) && letters.bytes().all(|letter| letter.is_ascii_lowercase()) && digits <= 2
}
