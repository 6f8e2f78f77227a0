//! EBS volumes, by id.

use std::collections::BTreeMap;

use super::{Patch, Presence, Record, Setting, Spec};
use crate::document::{Text, Value, Whole, record, text_enum};

text_enum! {
    /// The state of a volume, as EC2 names it.
    pub enum VolumeState {
        /// Not ready yet.
        Creating = "creating",
        /// Not attached.
        Available = "available",
        /// Attached.
        InUse = "in-use",
        /// Going.
        Deleting = "deleting",
        /// Gone.
        Deleted = "deleted",
        /// Failed.
        Error = "error",
    }
}

text_enum! {
    /// The state of an attachment, as EC2 names it.
    pub enum AttachmentState {
        /// On its way to attached.
        Attaching = "attaching",
        /// Attached.
        Attached = "attached",
        /// On its way to detached.
        Detaching = "detaching",
        /// Not attached.
        Detached = "detached",
        /// Detaching while in use.
        Busy = "busy",
    }
}

record! {
    /// Where a volume is attached.
    pub struct Attachment {
        /// The instance.
        instance_id: Text = "instanceId",
        /// For example `/dev/sda1`.
        device: Text = "device",
        /// The state of the attachment.
        state: AttachmentState = "state",
        /// When it was attached, ISO 8601.
        attach_time: Option<Text> = "attachTime",
        /// Whether the volume goes with the instance.
        delete_on_termination: bool = "deleteOnTermination",
    }
}

record! {
    /// A volume.
    pub struct Volume {
        /// Its id.
        volume_id: Text = "volumeId",
        /// Its size in GiB.
        size: Whole = "size",
        /// For example `gp3`.
        volume_type: Text = "volumeType",
        /// For example `us-east-1a`.
        availability_zone: Text = "availabilityZone",
        /// Its state.
        state: VolumeState = "state",
        /// Whether it is encrypted.
        encrypted: bool = "encrypted",
        /// The snapshot it was made from.
        snapshot_id: Option<Text> = "snapshotId",
        /// When it was created, ISO 8601.
        create_time: Text = "createTime",
        /// Where it is attached.
        attachments: Vec<Attachment> = "attachments",
        /// Its tags, by key.
        tags: BTreeMap<Text, Text> = "tags",
    }
}

impl Record for Volume {
    const SPEC: Spec = Spec {
        section: "volumes",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        ..Spec::named("volume", &["ec2", "volumes"])
    };

    fn initial_fields(id: &str, setting: &Setting) -> Vec<(Text, Value)> {
        let text = |text: &str| Value::String(text.into());
        vec![
            ("volumeId".into(), text(id)),
            ("volumeType".into(), text("gp3")),
            ("state".into(), text("available")),
            ("encrypted".into(), Value::Bool(false)),
            ("createTime".into(), text(&setting.now.iso())),
            ("attachments".into(), Value::Array(Vec::new())),
            ("tags".into(), Value::Object(Vec::new())),
        ]
    }
}
