//! Elastic IP addresses, by allocation id.

use std::collections::BTreeMap;

use super::instance::{Instance, ServerState};
use super::{Draft, Entry, Key, Patch, Presence, Record, Setting, Spec, State, Stored, instances};
use crate::document::{Text, Value, record};

record! {
    /// An Elastic IP address.
    pub struct Address {
        /// Its id.
        allocation_id: Text = "allocationId",
        /// The address.
        public_ip: Text = "publicIp",
        /// The id of its association.
        association_id: Option<Text> = "associationId",
        /// The instance that it is associated with.
        instance_id: Option<Text> = "instanceId",
        /// Its tags, by key.
        tags: BTreeMap<Text, Text> = "tags",
    }
}

impl Record for Address {
    const SPEC: Spec = Spec {
        section: "addresses",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        id_field: Some("allocationId"),
        ..Spec::named("elasticIp", &["ec2", "addresses"])
    };

    fn id(&self) -> &str {
        &self.allocation_id
    }

    fn initial_fields(id: &str, _: &Setting) -> Vec<(Text, Value)> {
        vec![("allocationId".into(), Value::String(id.into())), ("tags".into(), Value::Object(Vec::new()))]
    }
}

/// All addresses, by allocation id.
pub fn all(state: &State) -> impl Iterator<Item = &Address> {
    state.all::<Address>().map(|(_, address)| &**address)
}

/// The address of that allocation id.
#[must_use]
pub fn find<'a>(state: &'a State, id: &str) -> Option<&'a Address> {
    state.named::<Address>(id).map(|address| &**address)
}

/// The address that is associated with an instance.
#[must_use]
pub fn of_instance<'a>(state: &'a State, id: &str) -> Option<&'a Address> {
    all(state).find(|address| address.instance_id.as_deref() == Some(id))
}

/// The instance that an address is associated with: one that is there.
#[must_use]
pub fn holder<'a>(state: &'a State, address: &Address) -> Option<&'a Instance> {
    let found = instances::find(state, address.instance_id.as_deref()?);
    found.filter(|instance| instance.state != ServerState::Terminated)
}

/// Puts an address in the place of the one of its id.
pub fn write(draft: &mut Draft, address: Address) {
    let key = draft.state().name::<Address>(&address.allocation_id);
    draft.set(key, address);
}

/// Associates an address with an instance. Neither is associated with anything else any more.
pub fn associate(draft: &mut Draft, address: Address, instance_id: &Text, association_id: Text) {
    let before: Vec<Address> = of_instance(draft.state(), instance_id).cloned().into_iter().collect();
    for other in before.into_iter().chain([address.clone()]) {
        disassociate(draft, other);
    }
    instances::set_public_ip(draft, instance_id, Some(address.public_ip.clone()));
    let instance_id = Some(instance_id.clone());
    write(draft, Address { instance_id, association_id: Some(association_id), ..address });
}

/// Ends the association of an address. The instance gets an address as any other has.
pub fn disassociate(draft: &mut Draft, mut address: Address) {
    address.association_id = None;
    let instance_id = address.instance_id.take();
    write(draft, address);
    if let Some(id) = instance_id {
        let ordinary = instances::find(draft.state(), &id).and_then(|it| instances::ordinary_ip(draft.state(), it));
        instances::set_public_ip(draft, &id, ordinary);
    }
}

/// Gives an address back.
pub fn release(draft: &mut Draft, address: Address) {
    let key = Key::Name(address.allocation_id.as_str().into());
    disassociate(draft, address);
    draft.apply([Entry::gone(Address::AREA, key)]);
}
