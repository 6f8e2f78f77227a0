//! The EC2 instance.

use std::collections::BTreeMap;

use compact_str::format_compact;

use super::{Entries, Entry, Key, Record, Setting, Spec, State};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record, text_enum};
use crate::error::Result;
use crate::time::Now;

/// What `running` gets where the instance has no address: from TEST-NET-3, which is nobody's.
const PUBLIC_IP: &str = "203.0.113.42";

text_enum! {
    /// The state of the instance, as EC2 names it, with two that the dashboard adds.
    pub enum ServerState {
        /// Running.
        Running = "running",
        /// Stopped.
        Stopped = "stopped",
        /// Stopped with its memory saved; the dashboard's own.
        Hibernating = "hibernating",
        /// Starting.
        Pending = "pending",
        /// Stopping.
        Stopping = "stopping",
        /// Gone.
        Terminated = "terminated",
        /// Not known; the dashboard's own.
        Unknown = "unknown",
    }
}

text_enum! {
    /// The state of a volume's attachment.
    pub enum VolumeStatus {
        /// Attached.
        Attached = "attached",
        /// Not attached.
        Detached = "detached",
        /// On its way from one to the other.
        Detaching = "detaching",
    }
}

record! {
    /// One volume of the instance.
    pub struct BlockDeviceMapping {
        /// For example `/dev/sda1`.
        device_name: Text = "deviceName",
        /// For example `vol-mock1234567890abcdef`.
        volume_id: Text = "volumeId",
        /// The state of the attachment.
        status: VolumeStatus = "status",
        /// Whether the volume goes with the instance.
        delete_on_termination: bool = "deleteOnTermination",
    }
}

record! {
    /// The instance.
    pub struct Instance {
        /// For example `i-mock1234567890abcdef`.
        instance_id: Text = "instanceId",
        /// Its state.
        state: ServerState = "state",
        /// The public IPv4 address.
        public_ip: Option<Text> = "publicIp",
        /// Whether a volume is attached.
        has_volume: bool = "hasVolume",
        /// For example `us-east-1a`.
        availability_zone: Option<Text> = "availabilityZone",
        /// Its volumes.
        block_device_mappings: Option<Vec<BlockDeviceMapping>> = "blockDeviceMappings",
        /// For example `ami-0abcdef1234567890`.
        image_id: Option<Text> = "imageId",
        /// For example `t3.medium`.
        instance_type: Option<Text> = "instanceType",
        /// The key pair it was launched with.
        key_name: Option<Text> = "keyName",
        /// When it was launched, ISO 8601.
        launch_time: Option<Text> = "launchTime",
        /// The private IPv4 address.
        private_ip_address: Option<Text> = "privateIpAddress",
        /// For example `/dev/sda1`.
        root_device_name: Option<Text> = "rootDeviceName",
        /// Its tags, by key.
        tags: Option<BTreeMap<Text, Text>> = "tags",
        /// When it last changed, ISO 8601.
        last_updated: Text = "lastUpdated",
    }
}

impl Record for Instance {
    const SPEC: Spec = Spec::one("instance", &["instance"]);

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        let instance = Self {
            instance_id: "i-mock1234567890abcdef".into(),
            state: ServerState::Stopped,
            public_ip: None,
            has_volume: true,
            availability_zone: Some("us-east-1a".into()),
            block_device_mappings: Some(vec![mapping("vol-mock1234567890abcdef".into())]),
            image_id: None,
            instance_type: None,
            key_name: None,
            launch_time: None,
            private_ip_address: None,
            root_device_name: None,
            tags: None,
            last_updated: setting.now.iso(),
            unknown: UnknownKeys::default(),
        };
        vec![(Key::Only, instance)]
    }
}

fn mapping(volume_id: Text) -> BlockDeviceMapping {
    BlockDeviceMapping {
        device_name: "/dev/sda1".into(),
        volume_id,
        status: VolumeStatus::Attached,
        delete_on_termination: true,
        unknown: UnknownKeys::default(),
    }
}

/// Merges into the instance.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn merge(state: &State, partial: Value, now: Now) -> Result<Entries> {
    edit(state, now, |instance| instance.merge(partial, &Path::Root("instance")))
}

/// Sets the instance's state; only a running instance has a public address.
///
/// # Errors
/// As [`merge`].
pub fn set_state(state: &State, new: Value, now: Now) -> Result<Entries> {
    let new = ServerState::read(new, &Path::Root("state"))?;
    edit(state, now, |instance| {
        instance.state = new;
        if new != ServerState::Running {
            instance.public_ip = None;
        } else if instance.public_ip.is_none() {
            instance.public_ip = Some(PUBLIC_IP.into());
        }
        Ok(())
    })
}

/// Sets the public address, or removes it.
///
/// # Errors
/// [`Error::NoDocument`](crate::error::Error::NoDocument).
pub fn set_public_ip(state: &State, public_ip: Option<Text>, now: Now) -> Result<Entries> {
    edit(state, now, |instance| {
        instance.public_ip = public_ip;
        Ok(())
    })
}

/// Attaches a volume where there is none, or detaches all.
///
/// # Errors
/// [`Error::NoDocument`](crate::error::Error::NoDocument).
pub fn set_has_volume(state: &State, has_volume: bool, now: Now) -> Result<Entries> {
    edit(state, now, |instance| {
        instance.has_volume = has_volume;
        let mappings = instance.block_device_mappings.get_or_insert_default();
        if !has_volume {
            mappings.clear();
        } else if mappings.is_empty() {
            mappings.push(mapping(format_compact!("vol-mock{:x}", now.millis())));
        }
        Ok(())
    })
}

fn edit(state: &State, now: Now, edit: impl FnOnce(&mut Instance) -> Result<()>) -> Result<Entries> {
    let mut instance = Instance::clone(state.one()?);
    edit(&mut instance)?;
    instance.last_updated = now.iso();
    Ok(Entry::one(instance).into())
}
