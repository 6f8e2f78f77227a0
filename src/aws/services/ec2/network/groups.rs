//! `DescribeSecurityGroups`.

use serde::{Deserialize, Serialize};

use super::super::errors;
use super::super::filters::{Fields, Filter, Values, one};
use super::super::ids::DEFAULT_VPC;
use super::super::pages::Page;
use super::super::tags::Tag;
use super::super::unless_dry_run;
use super::{Group, arn, find_groups, groups, tags_of};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Draft;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeSecurityGroups {
    group_ids: Vec<Text>,
    group_names: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of security groups.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SecurityGroups {
    security_groups: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// A security group as EC2 shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    description: Text,
    group_id: Text,
    group_name: Text,
    ip_permissions: Vec<Permission>,
    ip_permissions_egress: Vec<Permission>,
    owner_id: Text,
    security_group_arn: String,
    tags: Vec<Tag>,
    vpc_id: Text,
}

/// All traffic, of some groups and networks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Permission {
    ip_protocol: &'static str,
    ip_ranges: Vec<Range>,
    ipv6_ranges: [(); 0],
    prefix_list_ids: [(); 0],
    user_id_group_pairs: Vec<Pair>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Range {
    cidr_ip: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Pair {
    group_id: Text,
    /// Shown by a filter: EC2 leaves it out where the group has a VPC.
    #[serde(skip)]
    group_name: Text,
    user_id: Text,
}

impl Permission {
    fn new(ip_ranges: Vec<Range>, user_id_group_pairs: Vec<Pair>) -> Self {
        Self { ip_protocol: "-1", ip_ranges, ipv6_ranges: [], prefix_list_ids: [], user_id_group_pairs }
    }
}

impl Output {
    /// The default group lets in what comes from its own instances, another one nothing; all may go out.
    fn of(draft: &Draft, group: &Group) -> Self {
        let profile = draft.profile();
        let name = Text::from(group.name());
        let is_default = name == "default";
        let pair = Pair { group_id: group.id.clone(), group_name: name.clone(), user_id: profile.account_id.clone() };
        let inbound = is_default.then(|| Permission::new(Vec::new(), vec![pair]));
        Self {
            description: if is_default { "default VPC security group".into() } else { name.clone() },
            group_id: group.id.clone(),
            group_name: name,
            ip_permissions: inbound.into_iter().collect(),
            ip_permissions_egress: vec![Permission::new(vec![Range { cidr_ip: "0.0.0.0/0" }], Vec::new())],
            owner_id: profile.account_id.clone(),
            security_group_arn: arn(profile, "security-group", &group.id),
            tags: tags_of(draft, &group.id),
            vpc_id: group.vpc_id.clone(),
        }
    }
}

fn cidrs(permissions: &[Permission]) -> Values {
    permissions.iter().flat_map(|it| &it.ip_ranges).flat_map(|range| one(range.cidr_ip)).collect()
}

fn group_ids(permissions: &[Permission]) -> Values {
    permissions.iter().flat_map(|it| &it.user_id_group_pairs).map(|pair| pair.group_id.clone()).collect()
}

fn group_names(permissions: &[Permission]) -> Values {
    permissions.iter().flat_map(|it| &it.user_id_group_pairs).map(|pair| pair.group_name.clone()).collect()
}

fn protocols(permissions: &[Permission]) -> Values {
    permissions.iter().flat_map(|it| one(it.ip_protocol)).collect()
}

fn user_ids(permissions: &[Permission]) -> Values {
    permissions.iter().flat_map(|it| &it.user_id_group_pairs).map(|pair| pair.user_id.clone()).collect()
}

/// Rules for all traffic name no port; there are none for IPv6 and prefix lists.
const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("description", |it| one(it.description.clone())),
        ("egress.ip-permission.cidr", |it| cidrs(&it.ip_permissions_egress)),
        ("egress.ip-permission.from-port", |_| Values::new()),
        ("egress.ip-permission.group-id", |it| group_ids(&it.ip_permissions_egress)),
        ("egress.ip-permission.group-name", |it| group_names(&it.ip_permissions_egress)),
        ("egress.ip-permission.ipv6-cidr", |_| Values::new()),
        ("egress.ip-permission.prefix-list-id", |_| Values::new()),
        ("egress.ip-permission.protocol", |it| protocols(&it.ip_permissions_egress)),
        ("egress.ip-permission.to-port", |_| Values::new()),
        ("egress.ip-permission.user-id", |it| user_ids(&it.ip_permissions_egress)),
        ("group-id", |it| one(it.group_id.clone())),
        ("group-name", |it| one(it.group_name.clone())),
        ("ip-permission.cidr", |it| cidrs(&it.ip_permissions)),
        ("ip-permission.from-port", |_| Values::new()),
        ("ip-permission.group-id", |it| group_ids(&it.ip_permissions)),
        ("ip-permission.group-name", |it| group_names(&it.ip_permissions)),
        ("ip-permission.ipv6-cidr", |_| Values::new()),
        ("ip-permission.prefix-list-id", |_| Values::new()),
        ("ip-permission.protocol", |it| protocols(&it.ip_permissions)),
        ("ip-permission.to-port", |_| Values::new()),
        ("ip-permission.user-id", |it| user_ids(&it.ip_permissions)),
        ("owner-id", |it| one(it.owner_id.clone())),
        ("vpc-id", |it| one(it.vpc_id.clone())),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &[],
};

/// Lists security groups.
pub fn describe(call: &mut Call, input: DescribeSecurityGroups) -> Result<SecurityGroups> {
    let draft = &call.draft;
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeSecurityGroups", range: (5, 1000), max_results: input.max_results, next_token };
    page.check(&[], "")?;
    let conditions = FIELDS.read(&input.filters)?;
    let all = groups(draft.state());
    let has_name = |group: &Group, name: &Text| group.vpc_id == DEFAULT_VPC && group.name() == name.as_str();
    let is_missing = |name: &&Text| !all.iter().any(|group| has_name(group, name));
    if let Some(name) = input.group_names.iter().find(is_missing) {
        return Err(errors::no_group_of_name(name, DEFAULT_VPC));
    }
    let mut chosen = find_groups(draft.state(), &input.group_ids)?;
    if !input.group_names.is_empty() {
        chosen.retain(|group| input.group_names.iter().any(|name| has_name(group, name)));
    }
    let shown = chosen.iter().map(|group| Output::of(draft, group)).filter(|output| conditions.hold(output));
    let (security_groups, next_token) = page.cut(shown, |output| output.group_id.clone())?;
    unless_dry_run(input.dry_run, SecurityGroups { security_groups, next_token })
}
