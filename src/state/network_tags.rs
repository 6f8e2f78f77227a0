//! The tags of the VPCs, subnets and security groups that the account has without anybody having made them, by id.

use std::collections::BTreeMap;

use super::{Draft, Entry, Patch, Presence, Record, Spec, Stored};
use crate::document::{Text, UnknownKeys, record};

record! {
    /// The tags of a VPC, a subnet or a security group.
    pub struct NetworkTags {
        /// The tags, by key.
        tags: BTreeMap<Text, Text> = "tags",
    }
}

impl Record for NetworkTags {
    const SPEC: Spec = Spec {
        section: "networkTags",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        ..Spec::named("networkTagSet", &["ec2", "networkTags"])
    };
}

/// Sets the tags of a resource.
pub fn write(draft: &mut Draft, id: &str, tags: BTreeMap<Text, Text>) {
    let key = draft.state().name::<NetworkTags>(id);
    if tags.is_empty() {
        draft.apply([Entry::gone(NetworkTags::AREA, key)]);
    } else {
        let unknown = draft.state().named::<NetworkTags>(id).map_or_else(UnknownKeys::default, |it| it.unknown.clone());
        draft.set(key, NetworkTags { tags, unknown });
    }
}
