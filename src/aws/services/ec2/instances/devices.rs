//! The volumes that an instance is launched with.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::super::tags::Tags;
use super::super::volumes::specification::{Checked, Snapshot, Specification, performance};
use super::super::volumes::{is_device, new};
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys, Whole};
use crate::state::images::{Image, ImageMapping};
use crate::state::instance::{BlockDeviceMapping, VolumeStatus};
use crate::state::volumes::{self, Attachment, AttachmentState, Volume, VolumeState};
use crate::state::{Draft, State, volume_snapshots};

/// What a request says of a device.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeviceMapping {
    /// The device.
    pub device_name: Text,
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
    check_names(given)?;
    let mut devices = Vec::new();
    for mapping in &image.block_device_mappings {
        let over = given.iter().find(|given| given.device_name == mapping.device_name);
        if over.is_some_and(|given| given.no_device.is_some()) {
            continue;
        }
        let Ebs { delete_on_termination, specification } = over.and_then(|given| given.ebs.clone()).unwrap_or_default();
        let (specification, snapshot) = over_image(state, mapping, specification);
        devices.push(Device {
            name: mapping.device_name.clone(),
            delete_on_termination: delete_on_termination.unwrap_or(mapping.delete_on_termination),
            volume: specification.check(snapshot)?,
        });
    }
    let is_of_image = |name: &Text| image.block_device_mappings.iter().any(|mapping| mapping.device_name == *name);
    for given in given.iter().filter(|given| !is_of_image(&given.device_name)) {
        devices.extend(given.added(state)?);
    }
    Ok(devices)
}

/// Requires names of devices, each once.
///
/// # Errors
/// `InvalidBlockDeviceMapping`.
pub fn check_names(given: &[DeviceMapping]) -> Result<()> {
    let mut names = HashSet::new();
    for DeviceMapping { device_name: name, .. } in given {
        let is_repeated = !names.insert(name);
        if is_repeated || !is_device(name) {
            let what = if is_repeated { "Duplicate" } else { "Invalid" };
            return Err(AwsError::new("InvalidBlockDeviceMapping", format!("{what} device name {name}")));
        }
    }
    Ok(())
}

/// What a request says of a device of an image, with what the image says of it.
fn over_image(state: &State, mapping: &ImageMapping, given: Specification) -> (Specification, Option<Snapshot>) {
    let number = |number: Option<Whole>| number.and_then(|Whole(number)| i64::try_from(number).ok());
    let stays = given.volume_type.as_ref().is_none_or(|asked| *asked == mapping.volume_type);
    let over = Specification {
        size: given.size.or(number(Some(mapping.volume_size))),
        snapshot_id: mapping.snapshot_id.clone(),
        volume_type: given.volume_type.or_else(|| Some(mapping.volume_type.clone())),
        iops: given.iops.or(number(mapping.iops).filter(|_| stays)),
        throughput: given.throughput.or(number(mapping.throughput).filter(|_| stays)),
        encrypted: given.encrypted.or(Some(mapping.encrypted)),
        ..given
    };
    let snapshot = mapping.snapshot_id.as_ref().map(|id| Snapshot {
        size: mapping.volume_size.0,
        encrypted: mapping.encrypted,
        kms_key_id: volume_snapshots::find(state, id).and_then(|snapshot| snapshot.kms_key_id.clone()),
    });
    (over, snapshot)
}

impl DeviceMapping {
    /// True if there is to be no volume.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        self.no_device.is_some()
    }

    /// Whether the volume is to go with the instance.
    #[must_use]
    pub fn delete_on_termination(&self) -> Option<bool> {
        self.ebs.as_ref()?.delete_on_termination
    }

    /// True if a volume is to be another than it is.
    #[must_use]
    pub fn changes(&self, volume: &Volume) -> bool {
        let Some(Ebs { specification, .. }) = &self.ebs else { return false };
        let differs =
            |asked: Option<i64>, present: Option<u64>| asked.is_some_and(|asked| u64::try_from(asked).ok() != present);
        let (iops, throughput) = performance(volume);
        differs(specification.size, Some(volume.size.0))
            || differs(specification.iops, iops)
            || differs(specification.throughput, throughput)
            || specification.volume_type.as_ref().is_some_and(|asked| *asked != volume.volume_type)
            || specification.encrypted.is_some_and(|asked| asked != volume.encrypted)
            || specification.snapshot_id.is_some()
    }

    /// The volume of a device that is none of the image or the instance.
    ///
    /// # Errors
    /// What EC2 says of volumes that cannot be.
    pub fn added(&self, state: &State) -> Result<Option<Device>> {
        let Some(ebs) = self.ebs.as_ref().filter(|_| !self.is_left_out()) else { return Ok(None) };
        let volume = ebs.specification.check(ebs.specification.snapshot(state)?)?;
        let delete_on_termination = ebs.delete_on_termination.unwrap_or(false);
        Ok(Some(Device { name: self.device_name.clone(), delete_on_termination, volume }))
    }
}

impl Device {
    /// What an image says of it.
    #[must_use]
    pub fn into_image(self) -> ImageMapping {
        ImageMapping {
            device_name: self.name,
            snapshot_id: self.volume.snapshot_id,
            volume_size: self.volume.size,
            volume_type: self.volume.volume_type,
            delete_on_termination: self.delete_on_termination,
            encrypted: self.volume.encrypted,
            iops: self.volume.iops,
            throughput: self.volume.throughput,
            unknown: UnknownKeys::default(),
        }
    }

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
