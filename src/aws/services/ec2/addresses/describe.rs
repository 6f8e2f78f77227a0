//! `DescribeAddresses`.

use serde::{Deserialize, Serialize};

use super::super::filters::{Fields, Filter, one};
use super::super::tags::Tag;
use super::super::{errors, ids, unless_dry_run};
use super::by_ip;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::addresses::{self, Address};
use crate::state::{Draft, State, instances};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeAddresses {
    allocation_ids: Vec<Text>,
    public_ips: Vec<Text>,
    filters: Vec<Filter>,
    dry_run: bool,
}

/// The addresses.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Addresses {
    addresses: Vec<Output>,
}

/// An address as EC2 shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Output {
    allocation_id: Text,
    public_ip: Text,
    domain: &'static str,
    network_border_group: Text,
    public_ipv4_pool: &'static str,
    tags: Vec<Tag>,
    #[serde(flatten)]
    holder: Option<Holder>,
}

/// What an address is associated with.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Holder {
    association_id: Text,
    instance_id: Text,
    network_interface_id: Text,
    network_interface_owner_id: Text,
    private_ip_address: Text,
    subnet_id: Text,
}

/// The id of the association of an address: that of an association which somebody has put into the state follows from
/// the address's.
#[must_use]
pub fn association_id(address: &Address) -> Text {
    address.association_id.clone().unwrap_or_else(|| ids::derived("eipassoc-", &address.allocation_id))
}

impl Output {
    fn of(draft: &Draft, address: &Address) -> Self {
        let profile = draft.profile();
        let holder = addresses::holder(draft.state(), address).map(|instance| Holder {
            association_id: association_id(address),
            instance_id: instance.instance_id.clone(),
            network_interface_id: ids::interface(&instance.instance_id),
            network_interface_owner_id: profile.account_id.clone(),
            private_ip_address: instances::private_ip(instance),
            subnet_id: ids::subnet_of(instance),
        });
        Self {
            allocation_id: address.allocation_id.clone(),
            public_ip: address.public_ip.clone(),
            domain: "vpc",
            network_border_group: profile.region.clone(),
            public_ipv4_pool: "amazon",
            tags: address.tags.iter().map(Tag::of).collect(),
            holder,
        }
    }
}

/// What an address is associated with has in a field.
macro_rules! of_holder {
    ($field:ident) => {
        |it| it.holder.iter().map(|holder| holder.$field.clone()).collect()
    };
}

const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("allocation-id", |it| one(it.allocation_id.clone())),
        ("association-id", of_holder!(association_id)),
        ("domain", |it| one(it.domain)),
        ("instance-id", of_holder!(instance_id)),
        ("network-border-group", |it| one(it.network_border_group.clone())),
        ("network-interface-id", of_holder!(network_interface_id)),
        ("network-interface-owner-id", of_holder!(network_interface_owner_id)),
        ("private-ip-address", of_holder!(private_ip_address)),
        ("public-ip", |it| one(it.public_ip.clone())),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &[],
};

/// Lists addresses.
pub fn describe(call: &mut Call, input: DescribeAddresses) -> Result<Addresses> {
    let draft = &call.draft;
    let conditions = FIELDS.read(&input.filters)?;
    let chosen = input.chosen(draft.state())?;
    let shown = chosen.iter().map(|address| Output::of(draft, address));
    let addresses = shown.filter(|output| conditions.hold(output)).collect();
    unless_dry_run(input.dry_run, Addresses { addresses })
}

impl DescribeAddresses {
    /// The addresses that are named in all ways in which the request names any.
    fn chosen(&self, state: &State) -> Result<Vec<Address>> {
        let missing: Vec<_> = ids::distinct(&self.allocation_ids).map(Text::as_str).collect();
        let missing: Vec<_> = missing.into_iter().filter(|id| addresses::find(state, id).is_none()).collect();
        if !missing.is_empty() {
            return Err(errors::no_allocations(&missing));
        }
        self.public_ips.iter().try_for_each(|ip| by_ip(state, ip).map(drop))?;
        let is_named = |names: &[Text], name: &Text| names.is_empty() || names.contains(name);
        let is_chosen = |address: &&Address| {
            is_named(&self.allocation_ids, &address.allocation_id) && is_named(&self.public_ips, &address.public_ip)
        };
        Ok(addresses::all(state).filter(is_chosen).cloned().collect())
    }
}
