//! Where an instance is launched: its zone, subnet, security groups and private address.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use compact_str::ToCompactString;
use serde::{Deserialize, Serialize};

use super::super::errors::{self, invalid_combination, invalid_value};
use super::super::ids;
use super::super::network::{Subnet, find_groups, subnets};
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::instance::ServerState;
use crate::state::network::{self, SUBNET_BITS};
use crate::state::{Draft, State, instances};

/// What a request says of the place.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Placement {
    /// The zone.
    pub availability_zone: Option<Text>,
    /// The zone, by its id.
    pub availability_zone_id: Option<Text>,
    /// The placement group.
    pub group_name: Option<Text>,
    /// `default`, `dedicated` or `host`.
    pub tenancy: Option<Text>,
}

impl Placement {
    /// The zone that it names, by its name or its id.
    ///
    /// # Errors
    /// `InvalidParameterValue` for an id that no zone has; `InvalidParameterCombination` where both are given.
    pub fn zone(&self, draft: &Draft) -> Result<Option<Text>> {
        let profile = draft.profile();
        match (&self.availability_zone, &self.availability_zone_id) {
            (name, None) => Ok(name.clone()),
            (None, Some(id)) => {
                let zone = ids::zones(profile).find(|zone| ids::zone_id(profile, zone) == *id);
                zone.map(Some).ok_or_else(|| invalid_value(format!("Invalid availability zone ID: [{id}]")))
            }
            (Some(_), Some(_)) => {
                let text = "The parameter AvailabilityZone cannot be used with the parameter AvailabilityZoneId";
                Err(invalid_combination(text))
            }
        }
    }
}

/// What a request says of a network interface.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Interface {
    associate_public_ip_address: Option<bool>,
    groups: Vec<Text>,
    private_ip_address: Option<Text>,
    subnet_id: Option<Text>,
}

/// What a request says of the network, of the instance or of its first interface.
#[derive(Debug)]
pub struct Network<'a> {
    /// The subnet.
    pub subnet_id: Option<&'a Text>,
    /// The ids of the security groups.
    pub group_ids: &'a [Text],
    /// The names of the security groups.
    pub group_names: &'a [Text],
    /// The private address.
    pub private_ip: Option<&'a Text>,
    /// Whether there is to be a public address.
    pub associate_public_ip: Option<bool>,
}

impl<'a> Network<'a> {
    /// The same with what the first interface says.
    ///
    /// # Errors
    /// `InvalidParameterCombination` where both say something, and for names of groups beside a subnet.
    pub fn with(self, interfaces: &'a [Interface]) -> Result<Self> {
        if self.subnet_id.is_some() && !self.group_names.is_empty() {
            return Err(invalid_combination("The parameter groupName cannot be used with the parameter subnet"));
        }
        let Some(interface) = interfaces.first() else { return Ok(self) };
        let refuse = |what| {
            let text =
                format!("Network interfaces and an instance-level {what} may not be specified on the same request");
            Err(invalid_combination(text))
        };
        if self.subnet_id.is_some() {
            return refuse("subnet ID");
        }
        if !self.group_ids.is_empty() || !self.group_names.is_empty() {
            return refuse("security groups");
        }
        if self.private_ip.is_some() {
            return refuse("private address");
        }
        Ok(Self {
            subnet_id: interface.subnet_id.as_ref(),
            group_ids: &interface.groups,
            private_ip: interface.private_ip_address.as_ref(),
            associate_public_ip: interface.associate_public_ip_address,
            ..self
        })
    }
}

/// The subnet that a request asks for, or the account's own one of a zone.
///
/// # Errors
/// `InvalidParameterValue` for an unknown zone, and for one that the subnet is not in; `InvalidSubnetID.NotFound`.
pub fn place(draft: &Draft, zone: Option<&Text>, subnet_id: Option<&Text>) -> Result<Subnet> {
    let (state, profile) = (draft.state(), draft.profile());
    let zone = zone.filter(|zone| !zone.is_empty());
    let Some(subnet_id) = subnet_id.filter(|id| !id.is_empty()) else {
        let zone = zone.cloned().or_else(|| ids::zones(profile).next()).unwrap_or_default();
        let is_used = || instances::all(state).any(|instance| instance.availability_zone.as_ref() == Some(&zone));
        if ids::zones(profile).any(|known| known == zone) || is_used() {
            return Ok(Subnet::in_zone(&zone));
        }
        return Err(invalid_value(format!("Invalid availability zone: [{zone}]")));
    };
    let found = subnets(state, profile).into_iter().find(|subnet| subnet.id == *subnet_id);
    let subnet = found.ok_or_else(|| errors::no_subnets(&[subnet_id]))?;
    match zone.filter(|zone| **zone != subnet.zone) {
        Some(zone) => {
            let text = format!("The subnet '{subnet_id}' is in the availability zone '{}', not '{zone}'", subnet.zone);
            Err(invalid_value(text))
        }
        None => Ok(subnet),
    }
}

/// The security groups of an instance in a subnet of a VPC that a request asks for, by id and by name: the VPC's own, or those
/// that instances in it have.
///
/// # Errors
/// `InvalidGroupId.Malformed`, `InvalidGroup.NotFound`; `InvalidParameter` for a group of another VPC.
pub fn groups(state: &State, vpc_id: &str, subnet_id: &str, group_ids: &[Text], names: &[Text]) -> Result<Vec<Text>> {
    for group in find_groups(state, group_ids)?.into_iter().filter(|_| !group_ids.is_empty()) {
        if group.vpc_id != vpc_id {
            let text = format!("Security group {} and subnet {subnet_id} belong to different networks.", group.id);
            return Err(AwsError::new("InvalidParameter", text));
        }
    }
    if let Some(name) = names.iter().find(|name| *name != "default") {
        return Err(errors::no_group_of_name(name, ids::DEFAULT_VPC));
    }
    let asked: Vec<Text> = ids::distinct(group_ids).cloned().collect();
    Ok(if asked.is_empty() { vec![ids::default_group(vpc_id)] } else { asked })
}

/// Private addresses of a subnet for so many instances: the one that is asked for, or the first that are free.
///
/// # Errors
/// `InvalidParameterValue`, `InvalidIPAddress.InUse`; `InvalidParameterCombination` where several would have one.
pub fn addresses(state: &State, subnet: &Subnet, asked: Option<&Text>, count: usize) -> Result<Vec<Text>> {
    let there = instances::all(state).filter(|instance| instance.state != ServerState::Terminated);
    let used: HashSet<Text> = there.map(instances::private_ip).collect();
    if let Some(asked) = asked {
        let is_inside = |address: Ipv4Addr| network::first(address, SUBNET_BITS) == subnet.first;
        if !asked.parse().is_ok_and(is_inside) {
            return Err(invalid_value(format!("Address {asked} does not fall within the subnet's address range")));
        }
        if asked.parse().is_ok_and(network::is_reserved) {
            return Err(invalid_value(format!("Address {asked} is in subnet's reserved address range")));
        }
        if count > 1 {
            let text = "The parameter privateIpAddress cannot be used where several instances are launched";
            return Err(invalid_combination(text));
        }
        if used.contains(asked) {
            return Err(AwsError::new("InvalidIPAddress.InUse", format!("Address {asked} is in use.")));
        }
        return Ok(vec![asked.clone()]);
    }
    let all = network::private_ips(subnet.first).map(|address| address.to_compact_string());
    let free: Vec<Text> = all.filter(|it| !used.contains(it)).take(count).collect();
    if free.len() == count {
        return Ok(free);
    }
    let text = "There are not enough free addresses in the subnet to satisfy the requested number of instances.";
    Err(AwsError::new("InsufficientFreeAddressesInSubnet", text))
}
