//! The operations of Elastic IP addresses.

mod allocate;
mod associate;
mod describe;

use std::net::Ipv4Addr;

pub use allocate::{allocate, release};
pub use associate::{associate, disassociate};
pub use describe::{association_id, describe};

use super::errors::{self, invalid_combination, missing_one_of};
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::addresses::{self, Address};
use crate::state::{Profile, State};

/// The address of an allocation id.
///
/// # Errors
/// `InvalidAllocationID.NotFound`.
fn by_id(state: &State, id: &str) -> Result<Address> {
    addresses::find(state, id).cloned().ok_or_else(|| errors::no_allocations(&[id]))
}

/// The address that is written so.
///
/// # Errors
/// `InvalidAddress.NotFound`, `InvalidAddress.Malformed`.
fn by_ip(state: &State, public_ip: &str) -> Result<Address> {
    let found = addresses::all(state).find(|address| address.public_ip == public_ip);
    match found {
        Some(address) => Ok(address.clone()),
        None => check_ip(public_ip).and(Err(errors::no_address(public_ip))),
    }
}

/// The address that a request names by exactly one of the two.
///
/// # Errors
/// `MissingParameter`, `InvalidParameterCombination`; as [`by_id`] and [`by_ip`].
fn named(state: &State, id: Option<&Text>, public_ip: Option<&Text>) -> Result<Address> {
    match (given(id), given(public_ip)) {
        (Some(id), None) => by_id(state, id),
        (None, Some(public_ip)) => by_ip(state, public_ip),
        (None, None) => Err(missing_one_of("public IP", "allocation id")),
        (Some(_), Some(_)) => Err(not_both("public IP", "allocation id")),
    }
}

/// What a request gives; an empty text is nothing.
fn given(text: Option<&Text>) -> Option<&Text> {
    text.filter(|text| !text.is_empty())
}

fn not_both(one: &str, other: &str) -> AwsError {
    invalid_combination(format!("You may specify {one} or {other}, but not both in the same call"))
}

fn check_ip(public_ip: &str) -> Result<Ipv4Addr> {
    let malformed = |_| AwsError::new("InvalidAddress.Malformed", format!("Invalid IPv4 address: {public_ip}"));
    public_ip.parse().map_err(malformed)
}

/// True if addresses can be in a network border group: there is one, that of the region.
fn is_border_group(name: Option<&Text>, profile: &Profile) -> bool {
    given(name).is_none_or(|name| *name == profile.region)
}
