//! EBS volumes, by id.

use std::collections::BTreeMap;

use super::instance::{BlockDeviceMapping, Instance, VolumeStatus};
use super::transitions::Transition;
use super::{Draft, Entry, Key, Patch, Presence, Record, Setting, Spec, State, Stored, images, instances};
use crate::document::{Text, UnknownKeys, Value, Whole, record, text_enum};

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
    /// What a volume is being changed to.
    pub struct Modification {
        /// When that began, ISO 8601.
        start_time: Text = "startTime",
        /// The size in GiB.
        size: Whole = "size",
        /// For example `gp3`.
        volume_type: Text = "volumeType",
        /// The operations a second that were asked for.
        iops: Option<Whole> = "iops",
        /// The MiB a second that were asked for.
        throughput: Option<Whole> = "throughput",
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
        /// The operations a second that were asked for.
        iops: Option<Whole> = "iops",
        /// The MiB a second that were asked for.
        throughput: Option<Whole> = "throughput",
        /// The key it is encrypted with.
        kms_key_id: Option<Text> = "kmsKeyId",
        /// What it is being changed to.
        modification: Option<Modification> = "modification",
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
        id_field: Some("volumeId"),
        ..Spec::named("volume", &["ec2", "volumes"])
    };

    fn under_way(&self) -> Option<Transition> {
        let is_moving = |attachment: &Attachment| {
            matches!(attachment.state, AttachmentState::Attaching | AttachmentState::Detaching)
        };
        let is_changing = matches!(self.state, VolumeState::Creating | VolumeState::Deleting);
        (is_changing || self.modification.is_some() || self.attachments.iter().any(is_moving))
            .then_some(Transition::Volume)
    }

    fn is_as_far(&self, before: &Self) -> bool {
        let attachments =
            |volume: &Self| volume.attachments.iter().map(|attachment| attachment.state).collect::<Vec<_>>();
        self.state == before.state
            && self.modification == before.modification
            && attachments(self) == attachments(before)
    }

    fn id(&self) -> &str {
        &self.volume_id
    }

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

impl Volume {
    /// The volume of a mapping of which nothing else is known.
    fn derived(instance: &Instance, mapping: &BlockDeviceMapping) -> Self {
        let is_root = mapping.device_name == instance.root_device();
        Self {
            volume_id: mapping.volume_id.clone(),
            size: Whole(images::ROOT_SIZE),
            volume_type: "gp3".into(),
            availability_zone: instance.availability_zone.clone().unwrap_or_default(),
            state: VolumeState::InUse,
            encrypted: false,
            snapshot_id: is_root.then(|| images::snapshot_of(images::image_id(instance))),
            create_time: images::CREATED.into(),
            iops: None,
            throughput: None,
            kms_key_id: None,
            modification: None,
            attachments: Vec::new(),
            tags: BTreeMap::new(),
            unknown: UnknownKeys::default(),
        }
    }

    /// Makes it what it is being changed to.
    pub fn finish_modification(&mut self) {
        if let Some(modification) = self.modification.take() {
            self.size = modification.size;
            self.volume_type = modification.volume_type;
            self.iops = modification.iops;
            self.throughput = modification.throughput;
        }
    }

    /// Says where it is attached: mappings are the truth for that.
    fn attached(mut self, attachments: Vec<Attachment>) -> Self {
        self.state = match self.state {
            VolumeState::Available | VolumeState::InUse if attachments.is_empty() => VolumeState::Available,
            VolumeState::Available => VolumeState::InUse,
            other => other,
        };
        self.attachments = attachments;
        self
    }
}

impl Attachment {
    fn of(instance: &Instance, mapping: &BlockDeviceMapping) -> Self {
        Self {
            instance_id: instance.instance_id.clone(),
            device: mapping.device_name.clone(),
            state: match mapping.status {
                VolumeStatus::Attaching => AttachmentState::Attaching,
                VolumeStatus::Attached => AttachmentState::Attached,
                VolumeStatus::Detaching => AttachmentState::Detaching,
                VolumeStatus::Detached => AttachmentState::Detached,
            },
            attach_time: mapping.attach_time.clone(),
            delete_on_termination: mapping.delete_on_termination,
            unknown: UnknownKeys::default(),
        }
    }
}

/// All mappings of all instances, by volume.
fn mapped(state: &State) -> impl Iterator<Item = (&Instance, &BlockDeviceMapping)> {
    instances::all(state).flat_map(|instance| instance.mappings().map(move |mapping| (instance, mapping)))
}

/// The volume of that id, with where it is attached.
#[must_use]
pub fn find(state: &State, id: &str) -> Option<Volume> {
    let mapped: Vec<_> = mapped(state).filter(|(_, mapping)| mapping.volume_id == id).collect();
    let derived = || mapped.first().map(|(instance, mapping)| Volume::derived(instance, mapping));
    let volume = state.named::<Volume>(id).map(|volume| Volume::clone(volume)).or_else(derived)?;
    Some(volume.attached(mapped.iter().map(|(instance, mapping)| Attachment::of(instance, mapping)).collect()))
}

/// All volumes, by id, with where they are attached.
#[must_use]
pub fn all(state: &State) -> Vec<Volume> {
    let mut volumes: BTreeMap<&str, (Option<Volume>, Vec<Attachment>)> = BTreeMap::new();
    for (id, volume) in state.all::<Volume>() {
        volumes.insert(id, (Some(Volume::clone(volume)), Vec::new()));
    }
    for (instance, mapping) in mapped(state) {
        let (volume, attachments) = volumes.entry(&mapping.volume_id).or_default();
        volume.get_or_insert_with(|| Volume::derived(instance, mapping));
        attachments.push(Attachment::of(instance, mapping));
    }
    volumes.into_values().filter_map(|(volume, attachments)| Some(volume?.attached(attachments))).collect()
}

/// Puts a volume in the place of the one of its id.
pub fn write(draft: &mut Draft, volume: Volume) {
    let key = draft.state().name::<Volume>(&volume.volume_id);
    draft.set(key, volume);
}

/// Removes a volume.
pub fn remove(draft: &mut Draft, id: &str) {
    if draft.state().named::<Volume>(id).is_some() {
        draft.apply([Entry::gone(Volume::AREA, Key::Name(id.into()))]);
    }
}

/// A volume is no longer attached to an instance, nor on its way to or from it.
pub fn release(draft: &mut Draft, id: &str, instance_id: &str) {
    if let Some(mut volume) = find(draft.state(), id) {
        volume.attachments.retain(|attachment| attachment.instance_id != instance_id);
        let attachments = std::mem::take(&mut volume.attachments);
        let volume = volume.attached(attachments);
        if !volume.is_under_way() {
            draft.take_back(id);
        }
        write(draft, volume);
    }
}

/// What was under way for a volume is over.
pub(super) fn settled(draft: &mut Draft, id: &str) {
    let Some(mut volume) = find(draft.state(), id) else { return };
    match volume.state {
        VolumeState::Deleting => return remove(draft, id),
        VolumeState::Creating => volume.state = VolumeState::Available,
        _ => {}
    }
    volume.finish_modification();
    for attachment in &volume.attachments {
        instances::edit_mappings(draft, &attachment.instance_id, |mappings| {
            mappings.retain_mut(|mapping| {
                let is_own = mapping.volume_id == id;
                if is_own && mapping.status == VolumeStatus::Attaching {
                    mapping.status = VolumeStatus::Attached;
                }
                !is_own || mapping.status != VolumeStatus::Detaching
            });
        });
    }
    let mapped = mapped(draft.state()).filter(|(_, mapping)| mapping.volume_id == id);
    let attachments = mapped.map(|(instance, mapping)| Attachment::of(instance, mapping)).collect();
    write(draft, volume.attached(attachments));
}
