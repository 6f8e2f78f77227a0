//! A volume as EC2 shows it.

use serde::Serialize;

use super::super::tags::Tag;
use super::super::{encryption_keys, ids, timestamp};
use super::specification;
use crate::document::Text;
use crate::state::volumes::{self, AttachmentState, Volume, VolumeState};
use crate::state::{Profile, images};

/// Where a volume is attached.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    pub attach_time: Text,
    pub delete_on_termination: bool,
    pub device: Text,
    pub instance_id: Text,
    pub state: AttachmentState,
    pub volume_id: Text,
}

impl Attachment {
    /// What EC2 shows of an attachment of a volume.
    #[must_use]
    pub fn of(volume: &Volume, attachment: &volumes::Attachment) -> Self {
        Self {
            attach_time: timestamp(attachment.attach_time.as_deref().unwrap_or(images::CREATED)),
            delete_on_termination: attachment.delete_on_termination,
            device: attachment.device.clone(),
            instance_id: attachment.instance_id.clone(),
            state: attachment.state,
            volume_id: volume.volume_id.clone(),
        }
    }
}

/// The service that manages a volume: none does.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Operator {
    pub managed: bool,
}

/// A volume.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    pub attachments: Vec<Attachment>,
    pub availability_zone: Text,
    pub availability_zone_id: Text,
    pub create_time: Text,
    pub encrypted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<Text>,
    pub size: u64,
    pub snapshot_id: Text,
    pub state: VolumeState,
    pub volume_id: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iops: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throughput: Option<u64>,
    pub tags: Vec<Tag>,
    pub volume_type: Text,
    pub multi_attach_enabled: bool,
    pub fast_restored: bool,
    pub operator: Operator,
}

impl Output {
    /// What EC2 shows of a volume.
    #[must_use]
    pub fn of(profile: &Profile, volume: &Volume) -> Self {
        let (iops, throughput) = specification::performance(volume);
        let zone = ids::zone_of_volume(volume, profile);
        Self {
            attachments: volume.attachments.iter().map(|attachment| Attachment::of(volume, attachment)).collect(),
            availability_zone_id: ids::zone_id(profile, &zone),
            availability_zone: zone,
            create_time: timestamp(&volume.create_time),
            encrypted: volume.encrypted,
            kms_key_id: encryption_keys::shown(profile, volume.encrypted, volume.kms_key_id.as_ref()),
            size: volume.size.0,
            snapshot_id: volume.snapshot_id.clone().unwrap_or_default(),
            state: volume.state,
            volume_id: volume.volume_id.clone(),
            iops,
            throughput,
            tags: volume.tags.iter().map(Tag::of).collect(),
            volume_type: volume.volume_type.clone(),
            multi_attach_enabled: false,
            fast_restored: false,
            operator: Operator { managed: false },
        }
    }
}
