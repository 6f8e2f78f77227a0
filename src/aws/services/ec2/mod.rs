//! EC2: instances, volumes, snapshots, images, addresses, the network and tags.
//!
//! A handler may have changed the draft when it answers an error, `DryRunOperation` for one: the draft of a call that
//! fails is dropped.

mod addresses;
mod encryption_keys;
mod errors;
mod filters;
mod idempotency;
mod ids;
mod images;
mod instances;
mod looks;
mod network;
mod pages;
mod regions;
mod snapshots;
mod tags;
#[cfg(test)]
mod tests;
mod volumes;

pub use instances::private_dns;

use super::Operations;
use crate::aws::error::Result;
use crate::document::Text;
use crate::time::{Now, parse};

/// The operations.
pub const OPERATIONS: Operations = super::operations![
    DescribeInstances => instances::describe,
    DescribeInstanceStatus => instances::describe_status,
    RunInstances => instances::run,
    StartInstances => instances::start,
    StopInstances => instances::stop,
    RebootInstances => instances::reboot,
    TerminateInstances => instances::terminate,
    DescribeInstanceAttribute => instances::describe_attribute,
    ModifyInstanceAttribute => instances::modify_attribute,
    DescribeVolumes => volumes::describe,
    CreateVolume => volumes::create,
    AttachVolume => volumes::attach,
    DetachVolume => volumes::detach,
    ModifyVolume => volumes::modify,
    DeleteVolume => volumes::delete,
    DescribeSnapshots => snapshots::describe,
    CreateSnapshot => snapshots::create,
    DeleteSnapshot => snapshots::delete,
    DescribeImages => images::describe,
    CreateImage => images::create,
    DeregisterImage => images::deregister,
    CreateTags => tags::create,
    DeleteTags => tags::delete,
    DescribeTags => tags::describe,
    DescribeRegions => regions::describe,
    DescribeAvailabilityZones => network::describe_zones,
    DescribeVpcs => network::describe_vpcs,
    DescribeSubnets => network::describe_subnets,
    DescribeSecurityGroups => network::describe_groups,
    DescribeAddresses => addresses::describe,
    AllocateAddress => addresses::allocate,
    AssociateAddress => addresses::associate,
    DisassociateAddress => addresses::disassociate,
    ReleaseAddress => addresses::release,
];

/// The answer, unless the request only asks whether there would be one.
fn unless_dry_run<T>(dry_run: bool, answer: T) -> Result<T> {
    if dry_run { Err(errors::dry_run()) } else { Ok(answer) }
}

/// A time of the state in the form of an answer: somebody may have written it in another.
fn timestamp(text: &str) -> Text {
    parse(text).map_or_else(|| text.into(), |millis| Now::from_epoch(millis).iso())
}
