//! The EC2 instance.

use super::{Text, record, text_enum};

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
        /// When it last changed, ISO 8601.
        last_updated: Text = "lastUpdated",
    }
}
