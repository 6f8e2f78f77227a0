//! A snapshot as EC2 shows it.

use compact_str::format_compact;
use serde::Serialize;

use super::super::tags::Tag;
use super::super::{encryption_keys, timestamp};
use crate::document::Text;
use crate::state::Draft;
use crate::state::volume_snapshots::{SnapshotState, VolumeSnapshot};

/// A snapshot.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_time: Option<Text>,
    pub description: Text,
    pub encrypted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_alias: Option<Text>,
    pub owner_id: Text,
    pub progress: Text,
    pub snapshot_id: Text,
    pub start_time: Text,
    pub state: SnapshotState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_tier: Option<&'static str>,
    pub tags: Vec<Tag>,
    pub volume_id: Text,
    pub volume_size: u64,
    #[serde(skip)]
    pub is_own: bool,
}

impl Output {
    /// What EC2 shows of a snapshot that it begins to make.
    #[must_use]
    pub fn new(draft: &Draft, snapshot: &VolumeSnapshot) -> Self {
        let account = &draft.profile().account_id;
        let owner_id = snapshot.owner_id.as_ref().unwrap_or(account).clone();
        Self {
            completion_time: snapshot.completion_time.as_deref().map(timestamp),
            description: snapshot.description.clone().unwrap_or_default(),
            encrypted: snapshot.encrypted,
            kms_key_id: encryption_keys::shown(draft.profile(), snapshot.encrypted, snapshot.kms_key_id.as_ref()),
            owner_alias: snapshot.owner_alias.clone(),
            is_own: owner_id == *account,
            owner_id,
            progress: Text::default(),
            snapshot_id: snapshot.snapshot_id.clone(),
            start_time: timestamp(&snapshot.start_time),
            state: snapshot.state,
            storage_tier: None,
            tags: snapshot.tags.iter().map(Tag::of).collect(),
            volume_id: snapshot.volume_id.clone(),
            volume_size: snapshot.volume_size.0,
        }
    }

    /// What EC2 shows of a snapshot that is there.
    #[must_use]
    pub fn of(draft: &Draft, snapshot: &VolumeSnapshot) -> Self {
        let progress = snapshot.progress(draft.state(), draft.now());
        let progress = format_compact!("{progress}%");
        Self { progress, storage_tier: Some("standard"), ..Self::new(draft, snapshot) }
    }

    /// True if it is a snapshot of one of those accounts: a number, an alias, or `self`.
    #[must_use]
    pub fn is_owned_by(&self, owners: &[Text]) -> bool {
        let is_owner = |owner: &Text| {
            *owner == self.owner_id || Some(owner) == self.owner_alias.as_ref() || owner == "self" && self.is_own
        };
        owners.is_empty() || owners.iter().any(is_owner)
    }

    /// True if one of those may make volumes of it: `self`, `all` for everybody, or an account. Own snapshots are
    /// shared with nobody, and those of others with everybody.
    #[must_use]
    pub fn can_be_restored_by(&self, users: &[Text]) -> bool {
        let can = |user: &Text| match user.as_str() {
            "all" => !self.is_own,
            "self" => true,
            account => account == self.owner_id,
        };
        users.is_empty() || users.iter().any(can)
    }
}
