//! `AllocateAddress` and `ReleaseAddress`.

use std::collections::HashSet;

use compact_str::{ToCompactString, format_compact};
use serde::{Deserialize, Serialize};

use super::super::errors::{self, invalid_value};
use super::super::ids::DEFAULT_VPC;
use super::super::tags::{self, Empty, TagSpecification};
use super::super::unless_dry_run;
use super::{check_ip, given, is_border_group, named};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, UnknownKeys};
use crate::state::addresses::{self, Address};
use crate::state::instance::PUBLIC_IP;
use crate::state::{State, instances};

/// How many addresses an account may have: AWS's default quota.
const MOST: usize = 5;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AllocateAddress {
    domain: Option<Text>,
    address: Option<Text>,
    network_border_group: Option<Text>,
    tag_specifications: Vec<TagSpecification>,
    dry_run: bool,
}

/// An address that was allocated.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Allocated {
    allocation_id: Text,
    domain: &'static str,
    network_border_group: Text,
    public_ip: Text,
    public_ipv4_pool: &'static str,
}

/// Allocates an address.
pub fn allocate(call: &mut Call, input: AllocateAddress) -> Result<Allocated> {
    let draft = &mut call.draft;
    let region = draft.profile().region.clone();
    if given(input.domain.as_ref()).is_some_and(|domain| domain != "vpc") {
        let text = "The domain 'standard' is that of EC2-Classic, which is no longer available.";
        return Err(AwsError::new("UnsupportedOperation", text));
    }
    if !is_border_group(input.network_border_group.as_ref(), draft.profile()) {
        let text = format!("The network border group is invalid. The account has {region} alone.");
        return Err(invalid_value(text));
    }
    let tags = tags::specified(&input.tag_specifications, &["elastic-ip"], "elastic-ip")?;
    if addresses::all(draft.state()).count() >= MOST {
        let text = "The maximum number of addresses has been reached.";
        return Err(AwsError::new("AddressLimitExceeded", text));
    }
    let public_ip = free(draft.state(), given(input.address.as_ref()))?;
    let address = Address {
        allocation_id: draft.new_id("eipalloc-").into(),
        public_ip: public_ip.clone(),
        association_id: None,
        instance_id: None,
        tags,
        unknown: UnknownKeys::default(),
    };
    let allocation_id = address.allocation_id.clone();
    addresses::write(draft, address);
    let network_border_group = region;
    let made = Allocated { allocation_id, domain: "vpc", network_border_group, public_ip, public_ipv4_pool: "amazon" };
    unless_dry_run(input.dry_run, made)
}

/// An address that nobody has: the one that is asked for, or the first. Addresses are of the half of the network kept
/// for benchmarks that instances get none of; others that nobody has in the networks kept for documentation can be
/// asked for.
fn free(state: &State, asked: Option<&Text>) -> Result<Text> {
    let of_instances = instances::all(state).filter_map(|instance| instance.public_ip.as_deref());
    let of_addresses = addresses::all(state).map(|address| address.public_ip.as_str());
    let used: HashSet<&str> = of_instances.chain(of_addresses).chain([PUBLIC_IP]).collect();
    let is_free = |it: &Text| !used.contains(it.as_str());
    let Some(asked) = asked else {
        let mut all =
            (0..=u8::MAX).flat_map(|third| (4..u8::MAX).map(move |last| format_compact!("198.19.{third}.{last}")));
        let none = || AwsError::new("InsufficientAddressCapacity", "There are no more addresses.");
        return all.find(is_free).ok_or_else(none);
    };
    let address = check_ip(asked)?;
    let can_be_had = matches!(address.octets(), [198, 19, ..]) || address.is_documentation();
    let found = Some(address.to_compact_string()).filter(|address| can_be_had && is_free(address));
    found.ok_or_else(|| errors::no_address(asked))
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ReleaseAddress {
    allocation_id: Option<Text>,
    public_ip: Option<Text>,
    network_border_group: Option<Text>,
    dry_run: bool,
}

/// Gives an address back. An instance of the default VPC loses it; with one of another VPC it stays.
pub fn release(call: &mut Call, input: ReleaseAddress) -> Result<Empty> {
    let draft = &mut call.draft;
    let address = named(draft.state(), input.allocation_id.as_ref(), input.public_ip.as_ref())?;
    if !is_border_group(input.network_border_group.as_ref(), draft.profile()) {
        return Err(errors::no_address(&address.public_ip));
    }
    let holder = addresses::holder(draft.state(), &address);
    if holder.is_some_and(|instance| instance.vpc_id.as_ref().is_some_and(|vpc| vpc != DEFAULT_VPC)) {
        let text = format!("Address {} is in use.", address.public_ip);
        return Err(AwsError::new("InvalidIPAddress.InUse", text));
    }
    addresses::release(draft, address);
    unless_dry_run(input.dry_run, Empty {})
}
