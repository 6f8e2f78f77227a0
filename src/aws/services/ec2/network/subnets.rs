//! `DescribeSubnets`.

use serde::{Deserialize, Serialize};

use super::super::errors;
use super::super::filters::{Fields, Filter, flag, one};
use super::super::pages::Page;
use super::super::tags::Tag;
use super::super::{ids, unless_dry_run};
use super::{SUBNET_BITS, Subnet, arn, cidr, named, subnets, tags_of};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::instance::ServerState;
use crate::state::{Draft, instances};

/// How many addresses of a subnet instances can have: AWS keeps the first four and the last one.
const ADDRESSES: usize = (1 << (32 - SUBNET_BITS)) - 5;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeSubnets {
    subnet_ids: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of subnets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Subnets {
    subnets: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// A subnet as EC2 shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_excessive_bools, reason = "EC2's members")]
struct Output {
    assign_ipv6_address_on_creation: bool,
    availability_zone: Text,
    availability_zone_id: Text,
    available_ip_address_count: usize,
    cidr_block: Text,
    default_for_az: bool,
    enable_dns64: bool,
    ipv6_cidr_block_association_set: [(); 0],
    ipv6_native: bool,
    map_customer_owned_ip_on_launch: bool,
    map_public_ip_on_launch: bool,
    owner_id: Text,
    private_dns_name_options_on_launch: DnsOptions,
    state: &'static str,
    subnet_arn: String,
    subnet_id: Text,
    tags: Vec<Tag>,
    vpc_id: Text,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DnsOptions {
    enable_resource_name_dns_a_record: bool,
    #[serde(rename = "EnableResourceNameDnsAAAARecord")]
    enable_resource_name_dns_aaaa_record: bool,
    hostname_type: &'static str,
}

impl Output {
    fn of(draft: &Draft, subnet: &Subnet) -> Self {
        let profile = draft.profile();
        let there = instances::all(draft.state()).filter(|instance| instance.state != ServerState::Terminated);
        let used = there.filter(|instance| ids::subnet_of(instance) == subnet.id).count();
        Self {
            assign_ipv6_address_on_creation: false,
            availability_zone: subnet.zone.clone(),
            availability_zone_id: ids::zone_id(profile, &subnet.zone),
            available_ip_address_count: ADDRESSES.saturating_sub(used),
            cidr_block: cidr(subnet.first, SUBNET_BITS),
            default_for_az: ids::zones(profile).any(|zone| ids::default_subnet(&zone) == subnet.id),
            enable_dns64: false,
            ipv6_cidr_block_association_set: [],
            ipv6_native: false,
            map_customer_owned_ip_on_launch: false,
            map_public_ip_on_launch: true,
            owner_id: profile.account_id.clone(),
            private_dns_name_options_on_launch: DnsOptions {
                enable_resource_name_dns_a_record: false,
                enable_resource_name_dns_aaaa_record: false,
                hostname_type: "ip-name",
            },
            state: "available",
            subnet_arn: arn(profile, "subnet", &subnet.id),
            subnet_id: subnet.id.clone(),
            tags: tags_of(draft, &subnet.id),
            vpc_id: subnet.vpc_id.clone(),
        }
    }
}

const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("availability-zone", |it| one(it.availability_zone.clone())),
        ("availabilityZone", |it| one(it.availability_zone.clone())),
        ("availability-zone-id", |it| one(it.availability_zone_id.clone())),
        ("availabilityZoneId", |it| one(it.availability_zone_id.clone())),
        ("available-ip-address-count", |it| one(it.available_ip_address_count.to_string())),
        ("cidr", |it| one(it.cidr_block.clone())),
        ("cidr-block", |it| one(it.cidr_block.clone())),
        ("cidrBlock", |it| one(it.cidr_block.clone())),
        ("default-for-az", |it| flag(it.default_for_az)),
        ("defaultForAz", |it| flag(it.default_for_az)),
        ("enable-dns64", |it| flag(it.enable_dns64)),
        ("ipv6-native", |it| flag(it.ipv6_native)),
        ("map-customer-owned-ip-on-launch", |it| flag(it.map_customer_owned_ip_on_launch)),
        ("map-public-ip-on-launch", |it| flag(it.map_public_ip_on_launch)),
        ("owner-id", |it| one(it.owner_id.clone())),
        ("private-dns-name-options-on-launch.enable-resource-name-dns-a-record", |it| {
            flag(it.private_dns_name_options_on_launch.enable_resource_name_dns_a_record)
        }),
        ("private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record", |it| {
            flag(it.private_dns_name_options_on_launch.enable_resource_name_dns_aaaa_record)
        }),
        ("private-dns-name-options-on-launch.hostname-type", |it| {
            one(it.private_dns_name_options_on_launch.hostname_type)
        }),
        ("state", |it| one(it.state)),
        ("subnet-arn", |it| one(it.subnet_arn.as_str())),
        ("subnet-id", |it| one(it.subnet_id.clone())),
        ("vpc-id", |it| one(it.vpc_id.clone())),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &[
        "customer-owned-ipv4-pool",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.",
        "outpost-arn",
    ],
};

/// Lists subnets.
pub fn describe(call: &mut Call, input: DescribeSubnets) -> Result<Subnets> {
    let draft = &call.draft;
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeSubnets", range: (5, 1000), max_results: input.max_results, next_token };
    page.check(&[], "")?;
    let conditions = FIELDS.read(&input.filters)?;
    let all = subnets(draft.state(), draft.profile());
    let form = ("subnet-", "InvalidSubnetID.Malformed");
    let chosen = named(all, |subnet| &subnet.id, &input.subnet_ids, form, errors::no_subnets)?;
    let shown = chosen.iter().map(|subnet| Output::of(draft, subnet)).filter(|output| conditions.hold(output));
    let (subnets, next_token) = page.cut(shown, |output| output.subnet_id.clone())?;
    unless_dry_run(input.dry_run, Subnets { subnets, next_token })
}
