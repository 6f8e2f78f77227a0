//! EBS snapshots, by id. Those of an image that are not stored follow from its mappings.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::images::{self, Image, ImageMapping, ImageState};
use super::transitions::Transition;
use super::{Draft, Entry, Key, Patch, Presence, Record, Setting, Spec, State, Stored, scheduled};
use crate::document::{Text, UnknownKeys, Value, Whole, record, text_enum};
use crate::time::{Now, parse};

/// The volume that EC2 names for a snapshot that was not made of one of the account.
const NO_VOLUME: &str = "vol-ffffffff";

text_enum! {
    /// The state of a snapshot, as EC2 names it.
    pub enum SnapshotState {
        /// Being made.
        Pending = "pending",
        /// Ready.
        Completed = "completed",
        /// Could not be made.
        Error = "error",
    }
}

record! {
    /// A snapshot of a volume.
    pub struct VolumeSnapshot {
        /// Its id.
        snapshot_id: Text = "snapshotId",
        /// The volume it was made of.
        volume_id: Text = "volumeId",
        /// The size of that volume in GiB.
        volume_size: Whole = "volumeSize",
        /// Its state.
        state: SnapshotState = "state",
        /// What it is for.
        description: Option<Text> = "description",
        /// Whether it is encrypted.
        encrypted: bool = "encrypted",
        /// The key it is encrypted with.
        kms_key_id: Option<Text> = "kmsKeyId",
        /// When it was begun, ISO 8601.
        start_time: Text = "startTime",
        /// When it was completed, ISO 8601.
        completion_time: Option<Text> = "completionTime",
        /// The account that owns it; this one where nothing is said.
        owner_id: Option<Text> = "ownerId",
        /// The name that AWS has for the owner: `amazon`.
        owner_alias: Option<Text> = "ownerAlias",
        /// Its tags, by key.
        tags: BTreeMap<Text, Text> = "tags",
    }
}

impl Record for VolumeSnapshot {
    const SPEC: Spec = Spec {
        section: "volumeSnapshots",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        id_field: Some("snapshotId"),
        ..Spec::named("volumeSnapshot", &["ec2", "snapshots"])
    };

    fn under_way(&self) -> Option<Transition> {
        (self.state == SnapshotState::Pending).then_some(Transition::Snapshot)
    }

    fn is_as_far(&self, before: &Self) -> bool {
        self.state == before.state
    }

    fn id(&self) -> &str {
        &self.snapshot_id
    }

    fn initial_fields(id: &str, setting: &Setting) -> Vec<(Text, Value)> {
        let text = |text: &str| Value::String(text.into());
        vec![
            ("snapshotId".into(), text(id)),
            ("volumeId".into(), text(NO_VOLUME)),
            ("volumeSize".into(), Value::Number(images::ROOT_SIZE.into())),
            ("state".into(), text("completed")),
            ("encrypted".into(), Value::Bool(false)),
            ("startTime".into(), text(&setting.now.iso())),
            ("tags".into(), Value::Object(Vec::new())),
        ]
    }
}

impl VolumeSnapshot {
    /// The snapshot of a mapping of which nothing else is known.
    fn derived(id: &Text, image: &Image, mapping: &ImageMapping) -> Self {
        Self {
            snapshot_id: id.clone(),
            volume_id: NO_VOLUME.into(),
            volume_size: mapping.volume_size,
            state: SnapshotState::Completed,
            description: None,
            encrypted: mapping.encrypted,
            kms_key_id: None,
            start_time: image.creation_date.clone(),
            completion_time: Some(image.creation_date.clone()),
            owner_id: image.owner_id.clone(),
            owner_alias: image.owner_alias.clone(),
            tags: BTreeMap::new(),
            unknown: UnknownKeys::default(),
        }
    }

    /// How far it is, in percent: by how much of its time has passed, where it is due at a time.
    #[must_use]
    pub fn progress(&self, state: &State, now: Now) -> i64 {
        if self.state == SnapshotState::Completed {
            return 100;
        }
        let due = scheduled::due(state, Transition::Snapshot, &self.snapshot_id);
        let percent = due.zip(parse(&self.start_time)).and_then(|(due, start)| {
            let passed = now.millis().checked_sub(start)?.checked_mul(100)?;
            passed.checked_div(due.millis().checked_sub(start)?)
        });
        percent.unwrap_or_default().clamp(0, 99)
    }
}

/// The snapshots of the images, with the mappings they are of.
fn of_images(state: &State) -> impl Iterator<Item = (Text, VolumeSnapshot)> {
    images::all(state).into_iter().flat_map(|image| {
        let of = |mapping: &ImageMapping| {
            let id = mapping.snapshot_id.clone()?;
            let derived = VolumeSnapshot::derived(&id, &image, mapping);
            Some((id, derived))
        };
        image.block_device_mappings.iter().filter_map(of).collect::<Vec<_>>()
    })
}

/// The snapshot of that id.
#[must_use]
pub fn find<'a>(state: &'a State, id: &str) -> Option<Cow<'a, VolumeSnapshot>> {
    let stored = state.named::<VolumeSnapshot>(id).map(|snapshot| Cow::Borrowed(&**snapshot));
    let of_image = || of_images(state).find(|(other, _)| other == id).map(|(_, snapshot)| Cow::Owned(snapshot));
    stored.or_else(of_image)
}

/// All snapshots, by id.
#[must_use]
pub fn all(state: &State) -> Vec<Cow<'_, VolumeSnapshot>> {
    let mut all: BTreeMap<Text, Cow<'_, VolumeSnapshot>> =
        of_images(state).map(|(id, snapshot)| (id, Cow::Owned(snapshot))).collect();
    all.extend(state.all::<VolumeSnapshot>().map(|(id, snapshot)| (Text::from(&**id), Cow::Borrowed(&**snapshot))));
    all.into_values().collect()
}

/// The ids of the images that have a snapshot.
#[must_use]
pub fn users(state: &State, id: &str) -> Vec<Text> {
    let users = images::all(state).into_iter().filter(|image| image.snapshots().any(|it| it == id));
    users.map(|image| image.image_id.clone()).collect()
}

/// Puts a snapshot in the place of the one of its id.
pub fn write(draft: &mut Draft, snapshot: VolumeSnapshot) {
    let key = draft.state().name::<VolumeSnapshot>(&snapshot.snapshot_id);
    draft.set(key, snapshot);
}

/// Removes a snapshot, finished or not.
pub fn remove(draft: &mut Draft, id: &str) {
    draft.take_back(id);
    if draft.state().named::<VolumeSnapshot>(id).is_some() {
        draft.apply([Entry::gone(VolumeSnapshot::AREA, Key::Name(id.into()))]);
    }
}

/// A snapshot is made, or an image is: then so are its snapshots. An image is made with the last of its snapshots.
pub(super) fn completed(draft: &mut Draft, id: &str) {
    complete(draft, id);
    let state = draft.state();
    let is_made = |image: &Image| {
        let has_last = || image.snapshots().any(|it| it == id) && image.snapshots().all(|it| !is_pending(state, it));
        image.state == ImageState::Pending && (image.image_id == id || has_last())
    };
    let made: Vec<Image> =
        state.all::<Image>().filter(|(_, image)| is_made(image)).map(|(_, it)| Image::clone(it)).collect();
    for mut image in made {
        for snapshot in image.snapshots().cloned().collect::<Vec<_>>() {
            if complete(draft, &snapshot) {
                draft.take_back(&snapshot);
            }
        }
        draft.take_back(&image.image_id);
        image.state = ImageState::Available;
        images::write(draft, image);
    }
}

fn is_pending(state: &State, id: &str) -> bool {
    state.named::<VolumeSnapshot>(id).is_some_and(|snapshot| snapshot.state == SnapshotState::Pending)
}

/// Completes a snapshot, if it is pending.
fn complete(draft: &mut Draft, id: &str) -> bool {
    let pending = draft.state().named::<VolumeSnapshot>(id).filter(|it| it.state == SnapshotState::Pending);
    let Some(mut snapshot) = pending.map(|snapshot| VolumeSnapshot::clone(snapshot)) else { return false };
    snapshot.state = SnapshotState::Completed;
    snapshot.completion_time = Some(draft.now().iso());
    write(draft, snapshot);
    true
}
