//! `DescribeVpcs`.

use serde::{Deserialize, Serialize};

use super::super::errors;
use super::super::filters::{Fields, Filter, flag, one};
use super::super::ids::{self, DEFAULT_VPC};
use super::super::pages::Page;
use super::super::tags::Tag;
use super::super::unless_dry_run;
use super::{VPC_BITS, Vpc, cidr, named, tags_of, vpcs};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Draft;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeVpcs {
    vpc_ids: Vec<Text>,
    filters: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<Text>,
    dry_run: bool,
}

/// A page of VPCs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Vpcs {
    vpcs: Vec<Output>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// A VPC as EC2 shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    cidr_block: Text,
    cidr_block_association_set: [CidrAssociation; 1],
    dhcp_options_id: Text,
    instance_tenancy: &'static str,
    is_default: bool,
    owner_id: Text,
    state: &'static str,
    tags: Vec<Tag>,
    vpc_id: Text,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CidrAssociation {
    association_id: Text,
    cidr_block: Text,
    cidr_block_state: CidrState,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CidrState {
    state: &'static str,
}

impl Output {
    fn of(draft: &Draft, vpc: &Vpc) -> Self {
        let cidr_block = cidr(vpc.first, VPC_BITS);
        let association = CidrAssociation {
            association_id: ids::derived("vpc-cidr-assoc-", &vpc.id),
            cidr_block: cidr_block.clone(),
            cidr_block_state: CidrState { state: "associated" },
        };
        Self {
            cidr_block,
            cidr_block_association_set: [association],
            dhcp_options_id: ids::derived("dopt-", DEFAULT_VPC),
            instance_tenancy: "default",
            is_default: vpc.id == DEFAULT_VPC,
            owner_id: draft.profile().account_id.clone(),
            state: "available",
            tags: tags_of(draft, &vpc.id),
            vpc_id: vpc.id.clone(),
        }
    }
}

const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("cidr", |it| one(it.cidr_block.clone())),
        ("cidr-block-association.association-id", |it| {
            it.cidr_block_association_set.iter().map(|it| it.association_id.clone()).collect()
        }),
        ("cidr-block-association.cidr-block", |it| {
            it.cidr_block_association_set.iter().map(|it| it.cidr_block.clone()).collect()
        }),
        ("cidr-block-association.state", |it| {
            it.cidr_block_association_set.iter().flat_map(|it| one(it.cidr_block_state.state)).collect()
        }),
        ("dhcp-options-id", |it| one(it.dhcp_options_id.clone())),
        ("is-default", |it| flag(it.is_default)),
        ("owner-id", |it| one(it.owner_id.clone())),
        ("state", |it| one(it.state)),
        ("vpc-id", |it| one(it.vpc_id.clone())),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &["ipv6-cidr-block-association."],
};

/// Lists VPCs.
pub fn describe(call: &mut Call, input: DescribeVpcs) -> Result<Vpcs> {
    let draft = &call.draft;
    let next_token = input.next_token.as_deref();
    let page = Page { of: "DescribeVpcs", range: (5, 1000), max_results: input.max_results, next_token };
    page.check(&[], "")?;
    let conditions = FIELDS.read(&input.filters)?;
    let form = ("vpc-", "InvalidVpcID.Malformed");
    let chosen = named(vpcs(draft.state()), |vpc| &vpc.id, &input.vpc_ids, form, errors::no_vpcs)?;
    let shown = chosen.iter().map(|vpc| Output::of(draft, vpc)).filter(|output| conditions.hold(output));
    let (vpcs, next_token) = page.cut(shown, |output| output.vpc_id.clone())?;
    unless_dry_run(input.dry_run, Vpcs { vpcs, next_token })
}
