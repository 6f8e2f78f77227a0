//! The EC2 instance.

use std::collections::BTreeMap;

use compact_str::format_compact;

use super::launch_options::LaunchOptions;
use super::transitions::Transition;
use super::volumes::Volume;
use super::{Entries, Entry, Key, Record, Setting, Spec, State, Stored, instances, scheduled};
use crate::document::{Field, Path, Text, UnknownKeys, Value, Whole, record, text_enum};
use crate::error::Result;
use crate::time::Now;

/// What `running` gets where the instance has no address: from TEST-NET-3, which is nobody's.
pub const PUBLIC_IP: &str = "203.0.113.42";

/// The device of the root volume where the instance names none.
pub const ROOT_DEVICE: &str = "/dev/sda1";

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
    /// A state of EC2 that [`ServerState`] does not have.
    pub enum AwsState {
        /// On its way to terminated; shown as stopping.
        ShuttingDown = "shutting-down",
    }
}

text_enum! {
    /// What a shutdown from within an instance does to it.
    pub enum ShutdownBehavior {
        /// It stops.
        Stop = "stop",
        /// It is terminated.
        Terminate = "terminate",
    }
}

text_enum! {
    /// The state of a volume's attachment.
    pub enum VolumeStatus {
        /// On its way to attached.
        Attaching = "attaching",
        /// Attached.
        Attached = "attached",
        /// Not attached.
        Detached = "detached",
        /// On its way to detached.
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
        /// When it was attached, ISO 8601.
        attach_time: Option<Text> = "attachTime",
    }
}

record! {
    /// The instance.
    pub struct Instance {
        /// For example `i-mock1234567890abcdef`.
        instance_id: Text = "instanceId",
        /// Its state.
        state: ServerState = "state",
        /// Its state as EC2 names it, where `state` has no word for it.
        aws_state: Option<AwsState> = "awsState",
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
        /// For example `r-0abcdef1234567890`.
        reservation_id: Option<Text> = "reservationId",
        /// Its place among those that were launched with it.
        launch_index: Option<Whole> = "launchIndex",
        /// For example `subnet-0abcdef123456789a`.
        subnet_id: Option<Text> = "subnetId",
        /// For example `vpc-0abcdef1234567890`.
        vpc_id: Option<Text> = "vpcId",
        /// The ids of its security groups.
        security_group_ids: Option<Vec<Text>> = "securityGroupIds",
        /// Whether it gets a public address when it runs; it does where nothing is said.
        associate_public_ip: Option<bool> = "associatePublicIp",
        /// The token of the request that launched it.
        client_token: Option<Text> = "clientToken",
        /// Whether it can hibernate; it can where nothing is said.
        hibernation_configured: Option<bool> = "hibernationConfigured",
        /// Whether it cannot be terminated.
        disable_api_termination: Option<bool> = "disableApiTermination",
        /// Whether it can neither be stopped nor terminated.
        disable_api_stop: Option<bool> = "disableApiStop",
        /// What a shutdown from within does to it; it stops where nothing is said.
        instance_initiated_shutdown_behavior: Option<ShutdownBehavior> = "instanceInitiatedShutdownBehavior",
        /// Its user data, base64.
        user_data: Option<Text> = "userData",
        /// Whether it has to be an end of all traffic; it has where nothing is said.
        source_dest_check: Option<bool> = "sourceDestCheck",
        /// Whether it is optimized for EBS.
        ebs_optimized: Option<bool> = "ebsOptimized",
        /// Whether enhanced networking is on; it is where nothing is said.
        ena_support: Option<bool> = "enaSupport",
        /// `simple` where it has the older form of enhanced networking.
        sriov_net_support: Option<Text> = "sriovNetSupport",
        /// Its kernel.
        kernel_id: Option<Text> = "kernelId",
        /// Its RAM disk.
        ramdisk_id: Option<Text> = "ramdiskId",
        /// Whether it is monitored in detail.
        monitoring: Option<bool> = "monitoring",
        /// The ARN of its instance profile.
        iam_instance_profile_arn: Option<Text> = "iamInstanceProfileArn",
        /// Whether it can have enclaves.
        enclave_enabled: Option<bool> = "enclaveEnabled",
        /// `dedicated` or `host`; shared hardware where nothing is said.
        tenancy: Option<Text> = "tenancy",
        /// Its placement group.
        placement_group_name: Option<Text> = "placementGroupName",
        /// What else it was launched with.
        launch_options: Option<LaunchOptions> = "launchOptions",
        /// Why it last left `running`: `Client.UserInitiatedShutdown` or `Client.UserInitiatedHibernate`.
        state_reason: Option<Text> = "stateReason",
        /// The same for people: `User initiated (2026-01-29 12:00:00 GMT)`.
        state_transition_reason: Option<Text> = "stateTransitionReason",
        /// When it last changed, ISO 8601.
        last_updated: Text = "lastUpdated",
    }
}

impl Record for Instance {
    const SPEC: Spec = Spec::one("instance", &["instance"]);

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        let instance = Self {
            has_volume: true,
            availability_zone: Some(format_compact!("{}a", setting.profile.region)),
            block_device_mappings: Some(vec![BlockDeviceMapping::root("vol-mock1234567890abcdef".into())]),
            ..Self::new("i-mock1234567890abcdef".into(), ServerState::Stopped, setting.now)
        };
        let gone = || {
            let instance_id = instance.instance_id.clone();
            Self::new(instance_id, ServerState::Terminated, Now::default())
        };
        vec![(Key::Only, if setting.is_empty() { gone() } else { instance })]
    }

    /// A state that is set by hand is the state, and nothing more is known of how it came about.
    fn by_hand(mut partial: Value) -> Value {
        if let Value::Object(entries) = &mut partial
            && entries.iter().any(|(key, value)| key == "state" && *value != Value::Undefined)
        {
            for name in ["awsState", "stateReason", "stateTransitionReason"] {
                if !entries.iter().any(|(key, _)| key == name) {
                    entries.push((name.into(), Value::Null));
                }
            }
        }
        partial
    }

    fn under_way(&self) -> Option<Transition> {
        match self.state {
            ServerState::Pending => Some(Transition::Pending),
            ServerState::Stopping if self.is_shutting_down() => Some(Transition::ShuttingDown),
            ServerState::Stopping => Some(Transition::Stopping),
            _ => None,
        }
    }

    fn is_as_far(&self, before: &Self) -> bool {
        (&self.instance_id, self.state, self.aws_state) == (&before.instance_id, before.state, before.aws_state)
    }

    fn id(&self) -> &str {
        &self.instance_id
    }
}

impl Instance {
    /// An instance with nothing but what every instance has.
    #[must_use]
    pub fn new(instance_id: Text, state: ServerState, now: Now) -> Self {
        Self {
            instance_id,
            state,
            aws_state: None,
            public_ip: None,
            has_volume: false,
            availability_zone: None,
            block_device_mappings: None,
            image_id: None,
            instance_type: None,
            key_name: None,
            launch_time: None,
            private_ip_address: None,
            root_device_name: None,
            tags: None,
            reservation_id: None,
            launch_index: None,
            subnet_id: None,
            vpc_id: None,
            security_group_ids: None,
            associate_public_ip: None,
            client_token: None,
            hibernation_configured: None,
            disable_api_termination: None,
            disable_api_stop: None,
            instance_initiated_shutdown_behavior: None,
            user_data: None,
            source_dest_check: None,
            ebs_optimized: None,
            ena_support: None,
            sriov_net_support: None,
            kernel_id: None,
            ramdisk_id: None,
            monitoring: None,
            iam_instance_profile_arn: None,
            enclave_enabled: None,
            tenancy: None,
            placement_group_name: None,
            launch_options: None,
            state_reason: None,
            state_transition_reason: None,
            last_updated: now.iso(),
            unknown: UnknownKeys::default(),
        }
    }

    /// The volumes that are attached to it, or on their way. A terminated instance has none, even where it was made
    /// one by hand.
    pub fn mappings(&self) -> impl Iterator<Item = &BlockDeviceMapping> {
        let mappings = self.block_device_mappings.iter().filter(|_| self.state != ServerState::Terminated).flatten();
        mappings.filter(|mapping| mapping.status != VolumeStatus::Detached)
    }

    /// True if it is on its way to terminated.
    #[must_use]
    pub fn is_shutting_down(&self) -> bool {
        self.state == ServerState::Stopping && self.aws_state == Some(AwsState::ShuttingDown)
    }

    /// The device of its root volume.
    #[must_use]
    pub fn root_device(&self) -> &str {
        self.root_device_name.as_deref().unwrap_or(ROOT_DEVICE)
    }

    /// Says whether a volume is attached, by what its mappings say.
    pub fn update_has_volume(&mut self) {
        let has_volume = self.mappings().any(|mapping| mapping.status == VolumeStatus::Attached);
        self.has_volume = has_volume;
    }
}

impl BlockDeviceMapping {
    /// The mapping of a root volume.
    #[must_use]
    pub fn root(volume_id: Text) -> Self {
        Self {
            device_name: ROOT_DEVICE.into(),
            volume_id,
            status: VolumeStatus::Attached,
            delete_on_termination: true,
            attach_time: None,
            unknown: UnknownKeys::default(),
        }
    }
}

/// Merges into the instance.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn merge(state: &State, partial: Value, now: Now) -> Result<Entries> {
    edit(state, now, |instance| instance.merge(Instance::by_hand(partial), &Path::Root("instance")))
}

/// Sets the instance's state; only a running instance has a public address, its Elastic IP address where it has one.
///
/// # Errors
/// As [`merge`].
pub fn set_state(state: &State, new: Value, now: Now) -> Result<Entries> {
    let new = ServerState::read(new, &Path::Root("state"))?;
    let mut entries = edit(state, now, |instance| {
        instance.state = new;
        instance.aws_state = None;
        instance.state_reason = None;
        instance.state_transition_reason = None;
        if new != ServerState::Running {
            instance.public_ip = None;
        } else if instance.public_ip.is_none() {
            let elastic = instances::elastic_ip(state, &instance.instance_id);
            instance.public_ip = elastic.or_else(|| Some(PUBLIC_IP.into()));
        }
        Ok(())
    })?;
    entries.extend(scheduled::of_resource(state, &state.one::<Instance>()?.instance_id));
    Ok(entries)
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

/// Attaches a volume where there is none, or deletes all and takes back what is under way for them.
///
/// # Errors
/// [`Error::NoDocument`](crate::error::Error::NoDocument).
pub fn set_has_volume(state: &State, has_volume: bool, now: Now) -> Result<Entries> {
    let mut gone = Vec::new();
    let mut entries = edit(state, now, |instance| {
        instance.has_volume = has_volume;
        let mappings = instance.block_device_mappings.get_or_insert_default();
        if !has_volume {
            gone = mappings.drain(..).map(|mapping| mapping.volume_id).collect();
        } else if mappings.is_empty() {
            mappings.push(BlockDeviceMapping::root(format_compact!("vol-mock{:x}", now.millis())));
        }
        Ok(())
    })?;
    let volumes = gone.iter().filter(|id| state.named::<Volume>(id).is_some());
    entries.extend(volumes.map(|id| Entry::gone(Volume::AREA, Key::Name(id.as_str().into()))));
    entries.extend(gone.iter().flat_map(|id| scheduled::of_resource(state, id)));
    Ok(entries)
}

fn edit(state: &State, now: Now, edit: impl FnOnce(&mut Instance) -> Result<()>) -> Result<Entries> {
    let mut instance = Instance::clone(state.one()?);
    edit(&mut instance)?;
    instance.last_updated = now.iso();
    Ok(Entry::one(instance).into())
}
