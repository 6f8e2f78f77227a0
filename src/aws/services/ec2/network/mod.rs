//! The account's network: its zones, one VPC, a subnet in each zone and a security group, and what else the instances
//! in the state are in.

mod groups;
mod subnets;
mod vpcs;
mod zones;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use compact_str::{ToCompactString, format_compact};

pub use groups::describe as describe_groups;
pub use subnets::describe as describe_subnets;
pub use vpcs::describe as describe_vpcs;
pub use zones::describe as describe_zones;

use super::errors;
use super::ids::{self, DEFAULT_VPC};
use super::tags::{Tag, Tags};
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::instance::Instance;
use crate::state::network::{self, SUBNET_BITS, VPC_BITS};
use crate::state::network_tags::NetworkTags;
use crate::state::{Draft, Profile, State, instances};

/// A VPC.
#[derive(Clone, Debug)]
pub struct Vpc {
    /// Its id.
    pub id: Text,
    /// Its first address.
    first: Ipv4Addr,
}

/// A subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// Its id.
    pub id: Text,
    /// The VPC it is in.
    pub vpc_id: Text,
    /// The zone it is in.
    pub zone: Text,
    /// Its first address.
    pub first: Ipv4Addr,
}

/// A security group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: Text,
    /// The VPC it is of.
    pub vpc_id: Text,
}

impl Group {
    /// Its name.
    fn name(&self) -> &str {
        ids::group_name(&self.id, &self.vpc_id)
    }
}

impl Subnet {
    /// The account's own one in a zone.
    #[must_use]
    pub fn in_zone(zone: &Text) -> Self {
        let (id, first) = (ids::default_subnet(zone), network::subnet_in(zone));
        Self { id, vpc_id: DEFAULT_VPC.into(), zone: zone.clone(), first }
    }
}

/// All VPCs, by id: the account's own, and those of instances.
#[must_use]
pub fn vpcs(state: &State) -> Vec<Vpc> {
    let first = network::first(network::subnet_in(""), VPC_BITS);
    let mut vpcs = BTreeMap::from([(DEFAULT_VPC.into(), Vpc { id: DEFAULT_VPC.into(), first })]);
    for instance in instances::all(state) {
        let id = ids::vpc_of(instance);
        vpcs.entry(id.clone()).or_insert_with(|| Vpc { id, first: network_of(instance, VPC_BITS) });
    }
    vpcs.into_values().collect()
}

/// All subnets, by id: the account's own, and those of instances.
#[must_use]
pub fn subnets(state: &State, profile: &Profile) -> Vec<Subnet> {
    let own = ids::zones(profile).map(|zone| Subnet::in_zone(&zone)).map(|subnet| (subnet.id.clone(), subnet));
    let mut subnets: BTreeMap<Text, Subnet> = own.collect();
    for instance in instances::all(state) {
        let id = ids::subnet_of(instance);
        subnets.entry(id.clone()).or_insert_with(|| Subnet {
            id,
            vpc_id: ids::vpc_of(instance),
            zone: ids::zone_of(instance, profile),
            first: network_of(instance, SUBNET_BITS),
        });
    }
    subnets.into_values().collect()
}

/// All security groups, by id: the default one of each VPC, and those of instances.
#[must_use]
pub fn groups(state: &State) -> Vec<Group> {
    let default = |vpc: Vpc| Group { id: ids::default_group(&vpc.id), vpc_id: vpc.id };
    let default = vpcs(state).into_iter().map(default);
    let mut groups: BTreeMap<Text, Group> = default.map(|group| (group.id.clone(), group)).collect();
    for instance in instances::all(state) {
        for id in instance.security_group_ids.iter().flatten() {
            let new = || Group { id: id.clone(), vpc_id: ids::vpc_of(instance) };
            groups.entry(id.clone()).or_insert_with(new);
        }
    }
    groups.into_values().collect()
}

/// The security groups of some ids, or all where none is given.
///
/// # Errors
/// `InvalidGroupId.Malformed`, `InvalidGroup.NotFound`.
pub fn find_groups(state: &State, group_ids: &[Text]) -> Result<Vec<Group>> {
    let form = ("sg-", "InvalidGroupId.Malformed");
    named(groups(state), |group| &group.id, group_ids, form, errors::no_groups)
}

/// True if there is a VPC of that id.
#[must_use]
pub fn has_vpc(draft: &Draft, id: &str) -> bool {
    vpcs(draft.state()).iter().any(|vpc| vpc.id == id)
}

/// True if there is a subnet of that id.
#[must_use]
pub fn has_subnet(draft: &Draft, id: &str) -> bool {
    subnets(draft.state(), draft.profile()).iter().any(|subnet| subnet.id == id)
}

/// True if there is a security group of that id.
#[must_use]
pub fn has_group(draft: &Draft, id: &str) -> bool {
    groups(draft.state()).iter().any(|group| group.id == id)
}

/// The network that the private address of an instance is in.
fn network_of(instance: &Instance, bits: u32) -> Ipv4Addr {
    let address = instances::private_ip(instance).parse();
    network::first(address.unwrap_or(network::subnet_in("")), bits)
}

/// A network as it is written: `172.31.0.0/16`.
fn cidr(first: Ipv4Addr, bits: u32) -> Text {
    format_compact!("{}/{bits}", first.to_compact_string())
}

/// The ARN of a resource of EC2.
fn arn(profile: &Profile, resource: &str, id: &str) -> String {
    format!("arn:aws:ec2:{}:{}:{resource}/{id}", profile.region, profile.account_id)
}

/// The tags of a VPC, a subnet or a security group.
fn tags_of(draft: &Draft, id: &str) -> Vec<Tag> {
    let tags: Option<&Tags> = draft.state().named::<NetworkTags>(id).map(|found| &found.tags);
    tags.into_iter().flatten().map(Tag::of).collect()
}

/// What has been asked for by id: all where no id is given.
///
/// # Errors
/// `malformed` for an id of another form than the prefix and digits; `missing` for ids that there are not.
fn named<T>(
    all: Vec<T>,
    id: impl Fn(&T) -> &Text,
    asked: &[Text],
    (prefix, malformed): (&str, &'static str),
    missing: fn(&[&str]) -> AwsError,
) -> Result<Vec<T>> {
    if asked.is_empty() {
        return Ok(all);
    }
    let unknown: Vec<&str> =
        ids::distinct(asked).filter(|asked| !all.iter().any(|it| id(it) == *asked)).map(Text::as_str).collect();
    if let Some(id) = unknown.iter().find(|id| !ids::is_well_formed(id, prefix)) {
        return Err(AwsError::new(malformed, format!("Invalid id: \"{id}\" (expecting \"{prefix}...\")")));
    }
    if !unknown.is_empty() {
        return Err(missing(&unknown));
    }
    Ok(all.into_iter().filter(|it| asked.contains(id(it))).collect())
}
