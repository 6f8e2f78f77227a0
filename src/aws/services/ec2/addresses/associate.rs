//! `AssociateAddress` and `DisassociateAddress`.

use serde::{Deserialize, Serialize};

use super::super::errors::{self, invalid_combination, invalid_value, missing_one_of};
use super::super::instances::{self as of_ec2, InstanceState};
use super::super::tags::Empty;
use super::super::{ids, unless_dry_run};
use super::describe::association_id;
use super::{by_ip, given, named, not_both};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::addresses::{self, Address};
use crate::state::instance::{Instance, ServerState};
use crate::state::{Draft, State, instances};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AssociateAddress {
    allocation_id: Option<Text>,
    public_ip: Option<Text>,
    instance_id: Option<Text>,
    network_interface_id: Option<Text>,
    private_ip_address: Option<Text>,
    allow_reassociation: Option<bool>,
    dry_run: bool,
}

/// An association.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Association {
    association_id: Text,
}

/// Associates an address with an instance.
pub fn associate(call: &mut Call, input: AssociateAddress) -> Result<Association> {
    let draft = &mut call.draft;
    let address = named(draft.state(), input.allocation_id.as_ref(), input.public_ip.as_ref())?;
    let instance = input.instance(draft)?;
    let id = instance.instance_id.clone();
    if given(input.private_ip_address.as_ref()).is_some_and(|ip| *ip != instances::private_ip(instance)) {
        let ip = input.private_ip_address.unwrap_or_default();
        let interface = ids::interface(&id);
        let text = format!("The private IP address {ip} is not assigned to the network interface '{interface}'");
        return Err(invalid_value(text));
    }
    if addresses::holder(draft.state(), &address).is_some_and(|holder| holder.instance_id == id) {
        return unless_dry_run(input.dry_run, Association { association_id: association_id(&address) });
    }
    if input.allow_reassociation == Some(false) {
        check_free(draft.state(), &address, &id)?;
    }
    let association_id = Text::from(draft.new_id("eipassoc-"));
    addresses::associate(draft, address, &id, association_id.clone());
    unless_dry_run(input.dry_run, Association { association_id })
}

/// Requires that neither the address nor the instance is associated.
fn check_free(state: &State, address: &Address, instance_id: &Text) -> Result<()> {
    let held = addresses::holder(state, address).map(|_| (address.allocation_id.clone(), address));
    let holding = || addresses::of_instance(state, instance_id).map(|other| (ids::interface(instance_id), other));
    let Some((resource, address)) = held.or_else(holding) else { return Ok(()) };
    let text = format!("resource {resource} is already associated with associate-id {}", association_id(address));
    Err(AwsError::new("Resource.AlreadyAssociated", text))
}

impl AssociateAddress {
    /// The instance that is to have the address, by its id or by that of its network interface.
    fn instance<'a>(&self, draft: &'a Draft) -> Result<&'a Instance> {
        let (id, interface) = (given(self.instance_id.as_ref()), given(self.network_interface_id.as_ref()));
        let (instance, code, which) = match (id, interface) {
            (Some(id), None) => {
                let found = of_ec2::find(draft, std::slice::from_ref(id))?;
                let instance = found.into_iter().next().ok_or_else(|| errors::no_instances(&[id]))?;
                (instance, "InvalidInstanceID", format!("instance '{id}'"))
            }
            (None, Some(_)) if given(self.allocation_id.as_ref()).is_none() => {
                let text = "You must specify an allocation id when mapping an address to a network interface";
                return Err(invalid_combination(text));
            }
            (None, Some(interface)) => {
                let instance = of_interface(draft.state(), interface)?;
                let which = format!("instance to which '{interface}' is attached");
                (instance, "IncorrectInstanceState", which)
            }
            (None, None) => return Err(missing_one_of("instance ID", "network interface id")),
            (Some(_), Some(_)) => return Err(not_both("instance ID", "network interface ID")),
        };
        if matches!(instance.state, ServerState::Pending | ServerState::Terminated | ServerState::Unknown)
            || instance.is_shutting_down()
        {
            let state = InstanceState::of(instance).name;
            return Err(AwsError::new(
                code,
                format!("The {state} {which} is not in a valid state for this operation."),
            ));
        }
        Ok(instance)
    }
}

/// The instance of a network interface: one that is terminated has none any more.
fn of_interface<'a>(state: &'a State, id: &Text) -> Result<&'a Instance> {
    let mut there = instances::all(state).filter(|instance| instance.state != ServerState::Terminated);
    if let Some(instance) = there.find(|instance| ids::interface(&instance.instance_id) == *id) {
        return Ok(instance);
    }
    if !ids::is_well_formed(id, "eni-") {
        let text = format!("Invalid id: \"{id}\" (expecting \"eni-...\")");
        return Err(AwsError::new("InvalidNetworkInterfaceId.Malformed", text));
    }
    let text = format!("The networkInterface ID '{id}' does not exist");
    Err(AwsError::new("InvalidNetworkInterfaceID.NotFound", text))
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DisassociateAddress {
    association_id: Option<Text>,
    public_ip: Option<Text>,
    dry_run: bool,
}

/// Ends the association of an address. For one that has none nothing is to be done.
pub fn disassociate(call: &mut Call, input: DisassociateAddress) -> Result<Empty> {
    let draft = &mut call.draft;
    let address = match (given(input.association_id.as_ref()), given(input.public_ip.as_ref())) {
        (Some(id), None) => associated(draft.state(), id)?,
        (None, Some(public_ip)) => by_ip(draft.state(), public_ip)?,
        (None, None) => return Err(missing_one_of("public IP", "association id")),
        (Some(_), Some(_)) => return Err(not_both("public IP", "association id")),
    };
    if address.instance_id.is_some() {
        addresses::disassociate(draft, address);
    }
    unless_dry_run(input.dry_run, Empty {})
}

/// The address of an association.
fn associated(state: &State, id: &Text) -> Result<Address> {
    let mut held = addresses::all(state).filter(|address| addresses::holder(state, address).is_some());
    held.find(|address| association_id(address) == *id).cloned().ok_or_else(|| {
        let text = format!("The association ID '{id}' does not exist");
        AwsError::new("InvalidAssociationID.NotFound", text)
    })
}
