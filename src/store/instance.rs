//! The EC2 instance.

use std::sync::Arc;

use compact_str::format_compact;

use super::Store;
use crate::change::Entry;
use crate::clock::Now;
use crate::error::Result;
use crate::model::{BlockDeviceMapping, Extra, Field, Instance, Path, ServerState, Text, Value, VolumeStatus};

/// What `running` gets where the instance has no address: from TEST-NET-3, which is nobody's.
const PUBLIC_IP: &str = "203.0.113.42";

impl Store {
    /// Merges into the instance.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn set_instance(&self, partial: Value, now: Now) -> Result<()> {
        self.edit_instance(now, |instance| instance.merge(partial, &Path::Root("instance")))
    }

    /// Sets the instance's state; only a running instance has a public address.
    ///
    /// # Errors
    /// As [`Store::set_instance`].
    pub fn update_instance_state(&self, state: Value, now: Now) -> Result<()> {
        let state = ServerState::read(state, &Path::Root("state"))?;
        self.edit_instance(now, |instance| {
            instance.state = state;
            if state != ServerState::Running {
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
    /// As [`Store::set_instance`].
    pub fn set_public_ip(&self, public_ip: Value, now: Now) -> Result<()> {
        let public_ip = match public_ip {
            Value::Undefined | Value::Null => None,
            value => Some(Text::read(value, &Path::Root("publicIp"))?),
        };
        self.edit_instance(now, |instance| {
            instance.public_ip = public_ip;
            Ok(())
        })
    }

    /// Attaches a volume where there is none, or detaches all.
    ///
    /// # Errors
    /// As [`Store::set_instance`].
    pub fn set_has_volume(&self, has_volume: Value, now: Now) -> Result<()> {
        let has_volume = bool::read(has_volume, &Path::Root("hasVolume"))?;
        self.edit_instance(now, |instance| {
            instance.has_volume = has_volume;
            let mappings = instance.block_device_mappings.get_or_insert_default();
            if !has_volume {
                mappings.clear();
            } else if mappings.is_empty() {
                mappings.push(BlockDeviceMapping {
                    device_name: "/dev/sda1".into(),
                    volume_id: format_compact!("vol-mock{:x}", now.millis()),
                    status: VolumeStatus::Attached,
                    delete_on_termination: true,
                    extra: Extra::default(),
                });
            }
            Ok(())
        })
    }

    fn edit_instance(&self, now: Now, edit: impl FnOnce(&mut Instance) -> Result<()>) -> Result<()> {
        self.commit(|state| {
            let mut instance = Instance::clone(&state.instance);
            edit(&mut instance)?;
            instance.last_updated = now.iso();
            Ok(Some(Entry::Instance(Arc::new(instance))))
        })
    }
}
