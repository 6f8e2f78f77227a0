//! Machine images, by id. One that an instance was launched from is there without being stored.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::instance::{Instance, ROOT_DEVICE, ServerState};
use super::transitions::Transition;
use super::{Draft, Entry, Key, Patch, Presence, Record, Setting, Spec, State, Stored, instances};
use crate::document::{Text, UnknownKeys, Value, Whole, record, text_enum};
use crate::time::parse;

/// The image of an instance that names none.
pub const DEFAULT_IMAGE: &str = "ami-0abcdef1234567890";

/// The size of the root volume of an image of which nothing is known, in GiB.
pub const ROOT_SIZE: u64 = 8;

/// When what nobody has said the time of was made or attached.
pub const CREATED: &str = "2026-01-01T00:00:00.000Z";

/// How long a deregistered image is remembered.
const KNOWN_MS: i64 = 86_400_000;

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
        /// The snapshot it is made from; an empty volume has none.
        snapshot_id: Option<Text> = "snapshotId",
        /// Its size in GiB.
        volume_size: Whole = "volumeSize",
        /// For example `gp3`.
        volume_type: Text = "volumeType",
        /// Whether it goes with the instance.
        delete_on_termination: bool = "deleteOnTermination",
        /// Whether it is encrypted.
        encrypted: bool = "encrypted",
        /// The operations a second that were asked for.
        iops: Option<Whole> = "iops",
        /// The MiB a second that were asked for.
        throughput: Option<Whole> = "throughput",
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
        /// The name that AWS has for the owner: `amazon`.
        owner_alias: Option<Text> = "ownerAlias",
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
        /// The image of that instance.
        source_image_id: Option<Text> = "sourceImageId",
        /// When it was deregistered, ISO 8601.
        deregistered_at: Option<Text> = "deregisteredAt",
        /// Its tags, by key.
        tags: BTreeMap<Text, Text> = "tags",
    }
}

impl Record for Image {
    const SPEC: Spec = Spec {
        section: "images",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        id_field: Some("imageId"),
        ..Spec::named("image", &["ec2", "images"])
    };

    fn under_way(&self) -> Option<Transition> {
        (self.state == ImageState::Pending).then_some(Transition::Snapshot)
    }

    fn is_as_far(&self, before: &Self) -> bool {
        self.state == before.state
    }

    fn id(&self) -> &str {
        &self.image_id
    }

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

impl Image {
    /// The ids of its snapshots.
    pub fn snapshots(&self) -> impl Iterator<Item = &Text> {
        self.block_device_mappings.iter().filter_map(|mapping| mapping.snapshot_id.as_ref())
    }

    /// True if it is there to be seen.
    fn is_registered(&self) -> bool {
        self.state != ImageState::Deregistered
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
        snapshot_id: Some(snapshot_of(image_id)),
        volume_size: Whole(ROOT_SIZE),
        volume_type: "gp3".into(),
        delete_on_termination: true,
        encrypted: false,
        iops: None,
        throughput: None,
        unknown: UnknownKeys::default(),
    };
    Image {
        image_id: image_id.into(),
        name: image_id.into(),
        description: None,
        state: ImageState::Available,
        owner_id: None,
        owner_alias: None,
        creation_date: CREATED.into(),
        architecture: "x86_64".into(),
        root_device_name: ROOT_DEVICE.into(),
        block_device_mappings: vec![root],
        source_instance_id: None,
        source_image_id: None,
        deregistered_at: None,
        tags: BTreeMap::new(),
        unknown: UnknownKeys::default(),
    }
}

/// The images that instances were launched from. One that a terminated instance does not name is gone with it.
fn used(state: &State) -> impl Iterator<Item = (&str, &Instance)> {
    let is_used = |instance: &&Instance| instance.image_id.is_some() || instance.state != ServerState::Terminated;
    instances::all(state).filter(is_used).map(|instance| (image_id(instance), instance))
}

/// The architecture of an instance: that of its image, else that of its type. The families whose names have a `g`
/// behind their generation are Graviton's.
#[must_use]
pub fn architecture(state: &State, instance: &Instance) -> Text {
    if let Some(image) = state.named::<Image>(image_id(instance)) {
        return image.architecture.clone();
    }
    let family = instance.instance_type.as_deref().and_then(|name| name.split('.').next()).unwrap_or_default();
    let attributes = family.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    if family == "a1" || attributes.contains('g') { "arm64".into() } else { "x86_64".into() }
}

/// The image of that id: one that is stored, or that some instance was launched from.
#[must_use]
pub fn find<'a>(state: &'a State, id: &str) -> Option<Cow<'a, Image>> {
    let stored = state.named::<Image>(id).map(|image| Cow::Borrowed(&**image));
    let of_instance = || {
        let (_, instance) = used(state).find(|(used, _)| *used == id)?;
        Some(Cow::Owned(Image { architecture: architecture(state, instance), ..derived(id) }))
    };
    let found = stored.or_else(of_instance);
    found.filter(|image| image.is_registered())
}

/// True if an image of that id was deregistered.
#[must_use]
pub fn is_deregistered(state: &State, id: &str) -> bool {
    state.named::<Image>(id).is_some_and(|image| !image.is_registered())
}

/// All images, by id.
#[must_use]
pub fn all(state: &State) -> Vec<Cow<'_, Image>> {
    let ids: BTreeSet<&str> = state.all::<Image>().map(|(id, _)| &**id).chain(used(state).map(|(id, _)| id)).collect();
    ids.into_iter().filter_map(|id| find(state, id)).collect()
}

/// Puts an image in the place of the one of its id.
pub fn write(draft: &mut Draft, image: Image) {
    let key = draft.state().name::<Image>(&image.image_id);
    draft.set(key, image);
}

/// Deregisters an image. It is remembered without its tags, so that nothing is launched from it.
pub fn deregister(draft: &mut Draft, mut image: Image) {
    draft.take_back(&image.image_id);
    image.tags.clear();
    image.state = ImageState::Deregistered;
    image.deregistered_at = Some(draft.now().iso());
    write(draft, image);
}

/// Removes what was deregistered so long ago that EC2 no longer knows it, unless an instance was launched from it.
pub fn forget_deregistered(draft: &mut Draft) {
    let (state, now) = (draft.state(), draft.now().millis());
    let is_old =
        |image: &Image| image.deregistered_at.as_deref().and_then(parse).is_some_and(|at| now - at >= KNOWN_MS);
    let old = state.all::<Image>().filter(|(_, image)| !image.is_registered() && is_old(image));
    let gone = old.filter(|(id, _)| !used(state).any(|(used, _)| *used == ***id));
    let gone: Vec<_> = gone.map(|(id, _)| Entry::gone(Image::AREA, Key::Name(id.clone()))).collect();
    draft.apply(gone);
}
