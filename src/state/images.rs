//! Machine images, by id. One that an instance was launched from is there without being stored.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::instance::{Instance, ROOT_DEVICE, ServerState};
use super::{Draft, Patch, Presence, Record, Setting, Spec, State, instances};
use crate::document::{Text, UnknownKeys, Value, Whole, record, text_enum};

/// The image of an instance that names none.
pub const DEFAULT_IMAGE: &str = "ami-0abcdef1234567890";

/// The size of the root volume of an image of which nothing is known, in GiB.
pub const ROOT_SIZE: u64 = 8;

/// When what nobody has said the time of was made or attached.
pub const CREATED: &str = "2026-01-01T00:00:00.000Z";

text_enum! {
    /// The state of an image, as EC2 names it.
    pub enum ImageState {
        /// Being made.
        Pending = "pending",
        /// Ready.
        Available = "available",
        /// Could not be made.
        Failed = "failed",
        /// Gone.
        Deregistered = "deregistered",
    }
}

record! {
    /// A volume that an instance of an image gets.
    pub struct ImageMapping {
        /// For example `/dev/sda1`.
        device_name: Text = "deviceName",
        /// The snapshot it is made from.
        snapshot_id: Text = "snapshotId",
        /// Its size in GiB.
        volume_size: Whole = "volumeSize",
        /// For example `gp3`.
        volume_type: Text = "volumeType",
        /// Whether it goes with the instance.
        delete_on_termination: bool = "deleteOnTermination",
        /// Whether it is encrypted.
        encrypted: bool = "encrypted",
    }
}

record! {
    /// An image.
    pub struct Image {
        /// Its id.
        image_id: Text = "imageId",
        /// Its name.
        name: Text = "name",
        /// What it is for.
        description: Option<Text> = "description",
        /// Its state.
        state: ImageState = "state",
        /// The account that owns it; this one where nothing is said.
        owner_id: Option<Text> = "ownerId",
        /// When it was made, ISO 8601.
        creation_date: Text = "creationDate",
        /// For example `x86_64`.
        architecture: Text = "architecture",
        /// For example `/dev/sda1`.
        root_device_name: Text = "rootDeviceName",
        /// The volumes of its instances.
        block_device_mappings: Vec<ImageMapping> = "blockDeviceMappings",
        /// The instance it was made from.
        source_instance_id: Option<Text> = "sourceInstanceId",
        /// Its tags, by key.
        tags: BTreeMap<Text, Text> = "tags",
    }
}

impl Record for Image {
    const SPEC: Spec = Spec {
        section: "images",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        ..Spec::named("image", &["ec2", "images"])
    };

    fn initial_fields(id: &str, setting: &Setting) -> Vec<(Text, Value)> {
        let text = |text: &str| Value::String(text.into());
        let mapping = [
            ("deviceName", text(ROOT_DEVICE)),
            ("snapshotId", text(&snapshot_of(id))),
            ("volumeSize", Value::Number(ROOT_SIZE.into())),
            ("volumeType", text("gp3")),
            ("deleteOnTermination", Value::Bool(true)),
            ("encrypted", Value::Bool(false)),
        ];
        let mapping = Value::Object(mapping.into_iter().map(|(key, value)| (key.into(), value)).collect());
        vec![
            ("imageId".into(), text(id)),
            ("name".into(), text(id)),
            ("state".into(), text("available")),
            ("creationDate".into(), text(&setting.now.iso())),
            ("architecture".into(), text("x86_64")),
            ("rootDeviceName".into(), text(ROOT_DEVICE)),
            ("blockDeviceMappings".into(), Value::Array(vec![mapping])),
            ("tags".into(), Value::Object(Vec::new())),
        ]
    }
}

/// The image that an instance was launched from.
#[must_use]
pub fn image_id(instance: &Instance) -> &str {
    instance.image_id.as_deref().unwrap_or(DEFAULT_IMAGE)
}

/// The root snapshot of an image of which nothing is known.
#[must_use]
pub fn snapshot_of(image_id: &str) -> Text {
    let digits = image_id.strip_prefix("ami-").unwrap_or(image_id);
    compact_str::format_compact!("snap-{digits}")
}

/// An image of which nothing is known but its id.
#[must_use]
pub fn derived(image_id: &str) -> Image {
    let root = ImageMapping {
        device_name: ROOT_DEVICE.into(),
        snapshot_id: snapshot_of(image_id),
        volume_size: Whole(ROOT_SIZE),
        volume_type: "gp3".into(),
        delete_on_termination: true,
        encrypted: false,
        unknown: UnknownKeys::default(),
    };
    Image {
        image_id: image_id.into(),
        name: image_id.into(),
        description: None,
        state: ImageState::Available,
        owner_id: None,
        creation_date: CREATED.into(),
        architecture: "x86_64".into(),
        root_device_name: ROOT_DEVICE.into(),
        block_device_mappings: vec![root],
        source_instance_id: None,
        tags: BTreeMap::new(),
        unknown: UnknownKeys::default(),
    }
}

/// The images that instances were launched from. One that a terminated instance does not name is gone with it.
fn used(state: &State) -> impl Iterator<Item = &str> {
    let is_used = |instance: &&Instance| instance.image_id.is_some() || instance.state != ServerState::Terminated;
    instances::all(state).filter(is_used).map(image_id)
}

/// The image of that id: one that is stored, or that some instance was launched from.
#[must_use]
pub fn find<'a>(state: &'a State, id: &str) -> Option<Cow<'a, Image>> {
    let stored = state.named::<Image>(id).map(|image| Cow::Borrowed(&**image));
    let is_used = || used(state).any(|used| used == id);
    stored.or_else(|| is_used().then(|| Cow::Owned(derived(id))))
}

/// All images, by id.
#[must_use]
pub fn all(state: &State) -> Vec<Cow<'_, Image>> {
    let ids: BTreeSet<&str> = state.all::<Image>().map(|(id, _)| &**id).chain(used(state)).collect();
    ids.into_iter().filter_map(|id| find(state, id)).collect()
}

/// Puts an image in the place of the one of its id.
pub fn write(draft: &mut Draft, image: Image) {
    let key = draft.state().name::<Image>(&image.image_id);
    draft.set(key, image);
}
