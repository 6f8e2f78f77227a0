//! The kinds of resources that have tags.

use super::super::{errors, network};
use super::Tags;
use crate::aws::error::{AwsError, Result};
use crate::state::network_tags::{self, NetworkTags};
use crate::state::{Draft, addresses, images, instances, volume_snapshots, volumes};

/// What is done to the tags of a resource.
pub type Edit<'a> = &'a dyn Fn(&mut Tags) -> Result<()>;

/// What is done with the id and the tags of a resource.
pub type Show<'a> = &'a mut dyn FnMut(&str, &Tags);

/// A kind of resource.
#[derive(Debug)]
pub struct Kind {
    /// Its name, as tag specifications have it.
    pub resource_type: &'static str,
    /// What its ids begin with.
    pub prefix: &'static str,
    /// The error for well-formed ids that do not exist.
    pub missing: fn(&[&str]) -> AwsError,
    /// Shows the id and the tags of each resource that has any.
    pub each: fn(&Draft, Show<'_>),
    /// Edits the tags of a resource. False if there is none of that id.
    pub edit: fn(&mut Draft, &str, Edit<'_>) -> Result<bool>,
}

/// A kind that has an area of its own: records with `tags`, in a module of the state with `find` and `write`.
macro_rules! stored {
    ($resource_type:literal, $prefix:literal, $missing:path, $module:ident :: $record:ident) => {
        Kind {
            resource_type: $resource_type,
            prefix: $prefix,
            missing: $missing,
            each: |draft, show| draft.state().all::<$module::$record>().for_each(|(id, it)| show(id, &it.tags)),
            edit: |draft, id, edit| {
                let found = $module::find(draft.state(), id);
                let Some(mut found) = found.map(|it| $module::$record::clone(&it)) else { return Ok(false) };
                if edited(&mut found.tags, edit)? {
                    $module::write(draft, found);
                }
                Ok(true)
            },
        }
    };
}

/// A kind of what the account's network is made of: only the tags of it are in the state.
macro_rules! derived {
    ($resource_type:literal, $prefix:literal, $missing:path, $is_there:path) => {
        Kind {
            resource_type: $resource_type,
            prefix: $prefix,
            missing: $missing,
            each: |draft, show| {
                let there = draft.state().all::<NetworkTags>().filter(|(id, _)| $is_there(draft, id));
                there.for_each(|(id, it)| show(id, &it.tags));
            },
            edit: |draft, id, edit| {
                if !$is_there(draft, id) {
                    return Ok(false);
                }
                let mut tags = draft.state().named::<NetworkTags>(id).map(|it| it.tags.clone()).unwrap_or_default();
                if edited(&mut tags, edit)? {
                    network_tags::write(draft, id, tags);
                }
                Ok(true)
            },
        }
    };
}

/// All kinds.
pub const KINDS: &[Kind] = &[
    INSTANCES,
    stored!("volume", "vol-", errors::no_volumes, volumes::Volume),
    stored!("image", "ami-", errors::no_images, images::Image),
    stored!("snapshot", "snap-", errors::no_snapshots, volume_snapshots::VolumeSnapshot),
    stored!("elastic-ip", "eipalloc-", errors::no_allocations, addresses::Address),
    derived!("vpc", "vpc-", errors::no_vpcs, network::has_vpc),
    derived!("subnet", "subnet-", errors::no_subnets, network::has_subnet),
    derived!("security-group", "sg-", errors::no_groups, network::has_group),
];

/// Instances are the methods' one and those that were launched.
const INSTANCES: Kind = Kind {
    resource_type: "instance",
    prefix: "i-",
    missing: errors::no_instances,
    each: |draft, show| {
        let listed = instances::all(draft.state()).filter(|instance| instances::is_listed(instance, draft.now()));
        for instance in listed {
            instance.tags.iter().for_each(|tags| show(&instance.instance_id, tags));
        }
    },
    edit: |draft, id, edit| {
        let found = instances::find(draft.state(), id);
        let listed = found.filter(|instance| instances::is_listed(instance, draft.now()));
        let Some(mut instance) = listed.cloned() else { return Ok(false) };
        let mut tags = instance.tags.take().unwrap_or_default();
        if edited(&mut tags, edit)? {
            instance.tags = Some(tags).filter(|tags| !tags.is_empty());
            instances::write(draft, instance);
        }
        Ok(true)
    },
};

/// Edits tags. True if they are others then.
fn edited(tags: &mut Tags, edit: Edit<'_>) -> Result<bool> {
    let before = tags.clone();
    edit(tags)?;
    Ok(*tags != before)
}
