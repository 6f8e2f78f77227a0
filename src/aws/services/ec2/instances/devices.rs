//! The volumes that an instance is launched with.

use serde::{Deserialize, Serialize};

use super::super::tags::Tags;
use super::super::volumes::specification::{Checked, Snapshot, Specification};
use super::super::volumes::{is_device, new};
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::images::Image;
use crate::state::instance::{BlockDeviceMapping, VolumeStatus};
use crate::state::volumes::{self, Attachment, AttachmentState, Volume, VolumeState};
use crate::state::{Draft, State};

/// What a request says of a device.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeviceMapping {
    device_name: Text,
    ebs: Option<Ebs>,
    no_device: Option<Text>,
}

/// What a request says of the volume of a device.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
struct Ebs {
    delete_on_termination: Option<bool>,
    #[serde(flatten)]
    specification: Specification,
}

/// A volume that each instance of a launch gets.
#[derive(Debug)]
pub struct Device {
    name: Text,
    delete_on_termination: bool,
    volume: Checked,
}

/// The devices of an image, with what a request says of them and what it adds.
///
/// # Errors
/// `InvalidBlockDeviceMapping`, and what EC2 says of volumes that cannot be.
pub fn of(state: &State, image: &Image, given: &[DeviceMapping]) -> Result<Vec<Device>> {
    for (index, mapping) in given.iter().enumerate() {
        let name = &mapping.device_name;
        let is_repeated = given.iter().take(index).any(|other| other.device_name == *name);
        if is_repeated || !is_device(name) {
            let what = if is_repeated { "Duplicate" } else { "Invalid" };
            return Err(AwsError::new("InvalidBlockDeviceMapping", format!("{what} device name {name}")));
        }
    }
    let mut devices = Vec::new();
    for mapping in &image.block_device_mappings {
        let over = given.iter().find(|given| given.device_name == mapping.device_name);
        if over.is_some_and(|given| given.no_device.is_some()) {
            continue;
        }
        let Ebs { delete_on_termination, specification } = over.and_then(|given| given.ebs.clone()).unwrap_or_default();
        let specification = Specification {
            snapshot_id: Some(mapping.snapshot_id.clone()),
            volume_type: specification.volume_type.or_else(|| Some(mapping.volume_type.clone())),
            ..specification
        };
        let snapshot = Snapshot { size: mapping.volume_size.0, encrypted: mapping.encrypted };
        devices.push(Device {
            name: mapping.device_name.clone(),
            delete_on_termination: delete_on_termination.unwrap_or(mapping.delete_on_termination),
            volume: specification.check(Some(snapshot))?,
        });
    }
    for DeviceMapping { device_name, ebs, no_device } in given {
        let is_of_image = image.block_device_mappings.iter().any(|mapping| mapping.device_name == *device_name);
        let Some(ebs) = ebs.as_ref().filter(|_| !is_of_image && no_device.is_none()) else { continue };
        devices.push(Device {
            name: device_name.clone(),
            delete_on_termination: ebs.delete_on_termination.unwrap_or(false),
            volume: ebs.specification.check(ebs.specification.snapshot(state)?)?,
        });
    }
    Ok(devices)
}

impl Device {
    /// Makes the volume for an instance, and answers where it is attached.
    pub fn make(&self, draft: &mut Draft, instance_id: &Text, zone: &Text, tags: &Tags) -> BlockDeviceMapping {
        let volume = new(draft, zone, self.volume.clone(), tags.clone());
        let attach_time = Some(volume.create_time.clone());
        let attachment = Attachment {
            instance_id: instance_id.clone(),
            device: self.name.clone(),
            state: AttachmentState::Attached,
            attach_time: attach_time.clone(),
            delete_on_termination: self.delete_on_termination,
            unknown: UnknownKeys::default(),
        };
        let volume_id = volume.volume_id.clone();
        volumes::write(draft, Volume { state: VolumeState::InUse, attachments: vec![attachment], ..volume });
        BlockDeviceMapping {
            device_name: self.name.clone(),
            volume_id,
            status: VolumeStatus::Attached,
            delete_on_termination: self.delete_on_termination,
            attach_time,
            unknown: UnknownKeys::default(),
        }
    }
}
