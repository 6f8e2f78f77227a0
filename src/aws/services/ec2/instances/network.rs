//! Where an instance is launched: its zone, subnet, security groups and private address.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::super::errors::{invalid_combination, invalid_value};
use super::super::ids::{self, DEFAULT_GROUP, DEFAULT_VPC};
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::{Draft, State, instances};

/// What a request says of the place.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Placement {
    /// The zone.
    pub availability_zone: Option<Text>,
    /// The placement group.
    pub group_name: Option<Text>,
    /// `default`, `dedicated` or `host`.
    pub tenancy: Option<Text>,
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
    /// `InvalidParameterCombination` where both say something.
    pub fn with(self, interfaces: &'a [Interface]) -> Result<Self> {
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

/// Where instances are launched.
#[derive(Debug)]
pub struct Place {
    /// The zone.
    pub zone: Text,
    /// The subnet.
    pub subnet_id: Text,
    /// The VPC.
    pub vpc_id: Text,
}

impl Place {
    fn default_of(zone: &Text) -> Self {
        Self { zone: zone.clone(), subnet_id: ids::default_subnet(zone), vpc_id: DEFAULT_VPC.into() }
    }
}

/// The place that a request asks for: a subnet, or the one of a zone. Beside the account's own there are those that
/// its instances are in.
///
/// # Errors
/// `InvalidParameterValue` for an unknown zone, and for one that the subnet is not in; `InvalidSubnetID.NotFound`.
pub fn place(draft: &Draft, zone: Option<&Text>, subnet_id: Option<&Text>) -> Result<Place> {
    let zones: Vec<Text> = ids::zones(draft.profile()).collect();
    let zone = zone.filter(|zone| !zone.is_empty());
    let mut used = instances::all(draft.state()).filter_map(|instance| {
        let zone = instance.availability_zone.clone()?;
        let default = Place::default_of(&zone);
        let subnet_id = instance.subnet_id.clone().unwrap_or(default.subnet_id);
        Some(Place { zone, subnet_id, vpc_id: instance.vpc_id.clone().unwrap_or(default.vpc_id) })
    });
    let Some(subnet_id) = subnet_id.filter(|id| !id.is_empty()) else {
        let Some(zone) = zone else {
            return Ok(Place::default_of(zones.first().unwrap_or(&Text::default())));
        };
        if zones.contains(zone) || used.any(|place| place.zone == *zone) {
            return Ok(Place::default_of(zone));
        }
        return Err(invalid_value(format!("Invalid availability zone: [{zone}]")));
    };
    let own = zones.iter().map(Place::default_of).find(|place| place.subnet_id == *subnet_id);
    let place = own.or_else(|| used.find(|place| place.subnet_id == *subnet_id)).ok_or_else(|| {
        let text = format!("The subnet ID '{subnet_id}' does not exist");
        AwsError::new("InvalidSubnetID.NotFound", text)
    })?;
    match zone.filter(|zone| **zone != place.zone) {
        Some(zone) => {
            let text = format!("The subnet '{subnet_id}' is in the availability zone '{}', not '{zone}'", place.zone);
            Err(invalid_value(text))
        }
        None => Ok(place),
    }
}

/// The security groups that a request asks for, by id and by name: the account's own, or those that instances have.
///
/// # Errors
/// `InvalidGroupId.Malformed`, `InvalidGroup.NotFound`.
pub fn groups(state: &State, group_ids: &[Text], names: &[Text]) -> Result<Vec<Text>> {
    let is_known = |id: &Text| {
        let used = || instances::all(state).filter_map(|instance| instance.security_group_ids.as_ref());
        id == DEFAULT_GROUP || used().any(|ids| ids.contains(id))
    };
    let not_found = |text: String| Err(AwsError::new("InvalidGroup.NotFound", text));
    if let Some(id) = group_ids.iter().find(|id| !is_known(id)) {
        if ids::is_well_formed(id, "sg-") {
            return not_found(format!("The security group '{id}' does not exist"));
        }
        let text = format!("Invalid id: \"{id}\" (expecting \"sg-...\")");
        return Err(AwsError::new("InvalidGroupId.Malformed", text));
    }
    if let Some(name) = names.iter().find(|name| *name != "default") {
        return not_found(format!("The security group '{name}' does not exist in default VPC '{DEFAULT_VPC}'"));
    }
    Ok(if group_ids.is_empty() { vec![DEFAULT_GROUP.into()] } else { group_ids.to_vec() })
}

/// Private addresses for so many instances: the one that is asked for, or the first that are free.
///
/// # Errors
/// `InvalidParameterValue`, `InvalidIPAddress.InUse`; `InvalidParameterCombination` where several would have one.
pub fn addresses(state: &State, asked: Option<&Text>, count: usize) -> Result<Vec<Text>> {
    let used: HashSet<Text> = instances::all(state).map(instances::private_ip).collect();
    if let Some(asked) = asked {
        let is_inside = asked.parse().is_ok_and(|address: Ipv4Addr| address.octets().starts_with(&[172, 31]));
        if !is_inside {
            return Err(invalid_value(format!("Address {asked} does not fall within the subnet's address range")));
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
    let all = (0..0x80).flat_map(|third| (4..u8::MAX).map(move |last| Ipv4Addr::new(172, 31, third, last)));
    let free: Vec<Text> = all.map(|it| it.to_string().into()).filter(|it| !used.contains(it)).take(count).collect();
    if free.len() == count {
        return Ok(free);
    }
    let text = "There are not enough free addresses in the subnet to satisfy the requested number of instances.";
    Err(AwsError::new("InsufficientFreeAddressesInSubnet", text))
}
