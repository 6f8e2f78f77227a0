//! The tags of the VPCs, subnets and security groups that the account has without anybody having made them, by id.

use std::collections::BTreeMap;

use super::{Patch, Presence, Record, Setting, Spec};
use crate::document::{Text, Value, record};

record! {
    /// The tags of a VPC, a subnet or a security group.
    pub struct NetworkTags {
        /// Its id.
        resource_id: Text = "resourceId",
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

    fn initial_fields(id: &str, _: &Setting) -> Vec<(Text, Value)> {
        vec![("resourceId".into(), Value::String(id.into()))]
    }
}
