//! The EC2 instances: the methods' one, and those that were launched, by id.

use std::net::Ipv4Addr;

use compact_str::{ToCompactString, format_compact};
use serde::Serialize;

use super::instance::{BlockDeviceMapping, Instance, PUBLIC_IP, ServerState, VolumeStatus};
use super::transitions::Transition;
use super::{Draft, Entry, Key, Patch, Presence, Record, Setting, Spec, State, Stored, addresses, network, volumes};
use crate::document::{Field, Path, Text, Value};
use crate::error::Result;
use crate::time::{Now, parse};

/// How long a terminated instance is listed.
const LISTED_MS: i64 = 3_600_000;

/// The state reason of an instance that is to hibernate.
pub const HIBERNATE: &str = "Client.UserInitiatedHibernate";

/// The state reason of an instance that was stopped or terminated.
pub const SHUTDOWN: &str = "Client.UserInitiatedShutdown";

/// An instance that was launched. It has what the methods' instance has.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Launched(pub Instance);

impl Field for Launched {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Instance::read(value, path).map(Self)
    }

    fn merge(&mut self, value: Value, path: &Path<'_>) -> Result<()> {
        self.0.merge(value, path)
    }

    fn clear_optional(&mut self) {
        self.0.clear_optional();
    }

    fn is_whole(value: &Value) -> bool {
        Instance::is_whole(value)
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for Launched {
    const SPEC: Spec = Spec {
        section: "instances",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        id_field: Some("instanceId"),
        ..Spec::named("ec2Instance", &["ec2", "instances"])
    };

    fn initial_fields(id: &str, setting: &Setting) -> Vec<(Text, Value)> {
        let text = |text: &str| Value::String(text.into());
        vec![
            ("instanceId".into(), text(id)),
            ("state".into(), text("running")),
            ("hasVolume".into(), Value::Bool(false)),
            ("availabilityZone".into(), text(&format!("{}a", setting.profile.region))),
            ("lastUpdated".into(), text(&setting.now.iso())),
        ]
    }

    fn by_hand(partial: Value) -> Value {
        Instance::by_hand(partial)
    }

    fn under_way(&self) -> Option<Transition> {
        self.0.under_way()
    }

    fn is_as_far(&self, before: &Self) -> bool {
        self.0.is_as_far(&before.0)
    }

    fn id(&self) -> &str {
        self.0.id()
    }
}

/// The methods' instance.
fn own(state: &State) -> Option<&Instance> {
    state.get(Instance::AREA, &Key::Only).and_then(Instance::from_document).map(|instance| &**instance)
}

/// The instance of that id.
#[must_use]
pub fn find<'a>(state: &'a State, id: &str) -> Option<&'a Instance> {
    let own = own(state).filter(|instance| instance.instance_id == id);
    own.or_else(|| state.named::<Launched>(id).map(|launched| &launched.0))
}

/// All instances: the methods' one, then the others by id. One that somebody has given the id of the methods' one is
/// hidden by that.
pub fn all(state: &State) -> impl Iterator<Item = &Instance> {
    let own = own(state);
    let launched = state.all::<Launched>().map(|(_, launched)| &launched.0);
    let is_other = move |it: &&Instance| own.is_none_or(|own| own.instance_id != it.instance_id);
    own.into_iter().chain(launched.filter(is_other))
}

/// False for an instance that was terminated so long ago that EC2 no longer knows it.
#[must_use]
pub fn is_listed(instance: &Instance, now: Now) -> bool {
    let since = || parse(&instance.last_updated).is_some_and(|then| now.millis() - then < LISTED_MS);
    instance.state != ServerState::Terminated || since()
}

/// Puts an instance in the place of the one of its id, changed now. One that was terminated before stays as old as it
/// was, as EC2 lists it for an hour after its end, whatever becomes of its tags.
pub fn write(draft: &mut Draft, mut instance: Instance) {
    let before = find(draft.state(), &instance.instance_id);
    if before.is_none_or(|before| before.state != ServerState::Terminated) {
        instance.last_updated = draft.now().iso();
    }
    put(draft, instance);
}

fn put(draft: &mut Draft, instance: Instance) {
    if own(draft.state()).is_some_and(|own| own.instance_id == instance.instance_id) {
        draft.set(Key::Only, instance);
    } else {
        let key = draft.state().name::<Launched>(&instance.instance_id);
        draft.set(key, Launched(instance));
    }
}

/// Says of the instances that data has changed since a state that it was now, where it does not say when.
pub(super) fn stamp_changed(draft: &mut Draft, before: &State) {
    let is_changed = |instance: &&Instance| {
        let old = find(before, &instance.instance_id).or_else(|| own(before));
        old.is_some_and(|old| old != *instance && old.last_updated == instance.last_updated)
    };
    let changed: Vec<_> = all(draft.state()).filter(is_changed).cloned().collect();
    for instance in changed {
        let last_updated = draft.now().iso();
        put(draft, Instance { last_updated, ..instance });
    }
}

/// Removes the launched instances that EC2 no longer knows.
pub fn forget_terminated(draft: &mut Draft) {
    let now = draft.now();
    let gone = draft.state().all::<Launched>().filter(|(_, launched)| !is_listed(&launched.0, now));
    let gone: Vec<_> = gone.map(|(id, _)| Entry::gone(Launched::AREA, Key::Name(id.clone()))).collect();
    draft.apply(gone);
}

/// Changes the mappings of an instance, if there is one of that id.
pub fn edit_mappings(draft: &mut Draft, id: &str, edit: impl FnOnce(&mut Vec<BlockDeviceMapping>)) {
    if let Some(mut instance) = find(draft.state(), id).cloned() {
        edit(instance.block_device_mappings.get_or_insert_default());
        instance.update_has_volume();
        write(draft, instance);
    }
}

/// An instance has started.
pub(super) fn started(draft: &mut Draft, id: &str) {
    let found = find(draft.state(), id).filter(|instance| instance.state == ServerState::Pending);
    let Some(mut instance) = found.cloned() else { return };
    instance.state = ServerState::Running;
    if instance.public_ip.is_none() {
        instance.public_ip = elastic_ip(draft.state(), id).or_else(|| ordinary_ip(draft.state(), &instance));
    }
    write(draft, instance);
}

/// An instance has stopped.
pub(super) fn stopped(draft: &mut Draft, id: &str) {
    let is_stopping = |instance: &&Instance| instance.state == ServerState::Stopping && !instance.is_shutting_down();
    let Some(mut instance) = find(draft.state(), id).filter(is_stopping).cloned() else { return };
    let hibernates = instance.state_reason.as_deref() == Some(HIBERNATE);
    instance.state = if hibernates { ServerState::Hibernating } else { ServerState::Stopped };
    instance.public_ip = elastic_ip(draft.state(), id);
    write(draft, instance);
}

/// An instance is terminated: its volumes are deleted, or free again, and so is its Elastic IP address.
pub(super) fn terminated(draft: &mut Draft, id: &str) {
    let Some(mut instance) = find(draft.state(), id).filter(|instance| instance.is_shutting_down()).cloned() else {
        return;
    };
    for mapping in instance.block_device_mappings.take().unwrap_or_default() {
        if mapping.status == VolumeStatus::Detached {
            continue;
        }
        if mapping.delete_on_termination {
            draft.take_back(&mapping.volume_id);
            volumes::remove(draft, &mapping.volume_id);
        } else {
            volumes::release(draft, &mapping.volume_id, id);
        }
    }
    instance.block_device_mappings = Some(Vec::new());
    instance.has_volume = false;
    instance.state = ServerState::Terminated;
    instance.aws_state = None;
    instance.public_ip = None;
    write(draft, instance);
    if let Some(address) = addresses::of_instance(draft.state(), id).cloned() {
        addresses::disassociate(draft, address);
    }
}

/// Gives an instance a public address, or takes it away, if there is one of that id.
pub(super) fn set_public_ip(draft: &mut Draft, id: &str, public_ip: Option<Text>) {
    if let Some(mut instance) = find(draft.state(), id).filter(|instance| instance.public_ip != public_ip).cloned() {
        instance.public_ip = public_ip;
        write(draft, instance);
    }
}

/// The Elastic IP address of an instance.
#[must_use]
pub fn elastic_ip(state: &State, id: &str) -> Option<Text> {
    addresses::of_instance(state, id).map(|address| address.public_ip.clone())
}

/// The public address that an instance has without an Elastic IP address: one that runs has one unless it was
/// launched without.
#[must_use]
pub fn ordinary_ip(state: &State, instance: &Instance) -> Option<Text> {
    if instance.state != ServerState::Running || instance.associate_public_ip == Some(false) {
        return None;
    }
    let is_own = own(state).is_some_and(|own| own.instance_id == instance.instance_id);
    Some(if is_own { PUBLIC_IP.into() } else { launched_ip(state, instance) })
}

/// The private address of an instance: where it names none, one of its zone's subnet that is always the same for its id.
#[must_use]
pub fn private_ip(instance: &Instance) -> Text {
    let derived = || {
        let subnet = network::subnet_in(instance.availability_zone.as_deref().unwrap_or_default());
        network::private_ip(subnet, &instance.instance_id).to_compact_string()
    };
    instance.private_ip_address.clone().unwrap_or_else(derived)
}

/// The public address of a launched instance. It follows from the private one, which no two instances have in common.
/// The networks are those that are kept for documentation, and then for benchmarks.
fn launched_ip(state: &State, instance: &Instance) -> Text {
    let private = private_ip(instance).parse::<Ipv4Addr>().map_or([0; 4], |ip| ip.octets());
    let [_, _, third, last] = private;
    let address = match third {
        0 => format_compact!("203.0.113.{last}"),
        1 => format_compact!("198.51.100.{last}"),
        2 => format_compact!("192.0.2.{last}"),
        _ => format_compact!("198.18.{third}.{last}"),
    };
    let is_taken = address == PUBLIC_IP || addresses::all(state).any(|it| it.public_ip == address);
    if is_taken { format_compact!("198.18.{third}.{last}") } else { address }
}
