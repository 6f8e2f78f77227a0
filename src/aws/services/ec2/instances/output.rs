//! An instance as EC2 shows it.

use compact_str::format_compact;
use serde::Serialize;

use super::super::ids;
use super::super::tags::Tag;
use super::super::timestamp;
use super::interfaces::{Group, Interface, groups, private_dns, public_dns, public_ip};
use super::options::Options;
use crate::document::Text;
use crate::state::images;
use crate::state::instance::{BlockDeviceMapping, Instance, ServerState, VolumeStatus};
use crate::state::{Draft, instances};

/// A state and its number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceState {
    /// Its number.
    pub code: i16,
    /// Its name.
    pub name: &'static str,
}

impl InstanceState {
    /// The state of an instance.
    #[must_use]
    pub fn of(instance: &Instance) -> Self {
        let (code, name) = match instance.state {
            ServerState::Pending => (0, "pending"),
            ServerState::Running => (16, "running"),
            ServerState::Stopping if instance.is_shutting_down() => (32, "shutting-down"),
            ServerState::Terminated => (48, "terminated"),
            ServerState::Stopping => (64, "stopping"),
            ServerState::Stopped | ServerState::Hibernating => (80, "stopped"),
            ServerState::Unknown => (-1, "unknown"),
        };
        Self { code, name }
    }
}

/// Why an instance is in its state.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StateReason {
    /// The code.
    pub code: Text,
    /// The code and what it means.
    pub message: Text,
}

/// A volume of an instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mapping {
    /// Where.
    pub device_name: Text,
    /// Which.
    pub ebs: Ebs,
}

/// A volume that is attached.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Ebs {
    /// Since when.
    pub attach_time: Text,
    /// Whether it goes with the instance.
    pub delete_on_termination: bool,
    /// The state of the attachment.
    pub status: VolumeStatus,
    /// The volume.
    pub volume_id: Text,
}

/// Where an instance is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Placement {
    /// The zone.
    pub availability_zone: Text,
    /// The zone's id.
    pub availability_zone_id: Text,
    /// The placement group.
    pub group_name: Text,
    /// Whether it has hardware of its own.
    pub tenancy: Text,
}

/// Whether something is switched on.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Monitoring {
    /// Whether it is.
    pub state: &'static str,
}

/// Whether an instance can have enclaves.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Enclaves {
    /// Whether it can.
    pub enabled: bool,
}

/// Who manages an instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Operator {
    /// Whether anyone but the account does.
    pub managed: bool,
}

/// The role of an instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceProfile {
    /// Its ARN.
    pub arn: Text,
    /// Its id.
    pub id: Text,
}

impl InstanceProfile {
    fn of(arn: &Text) -> Self {
        let id = ids::derived("", arn);
        Self { arn: arn.clone(), id: format_compact!("AIPA{}", id.to_ascii_uppercase()) }
    }
}

/// Whether an instance can hibernate.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct HibernationOptions {
    /// Whether it can.
    pub configured: bool,
}

/// An instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    pub ami_launch_index: u64,
    pub image_id: Text,
    pub instance_id: Text,
    pub instance_type: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_name: Option<Text>,
    pub launch_time: Text,
    pub monitoring: Monitoring,
    pub network_interfaces: Vec<Interface>,
    pub placement: Placement,
    pub private_dns_name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_ip_address: Option<Text>,
    pub product_codes: [(); 0],
    pub public_dns_name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_ip_address: Option<Text>,
    pub state: InstanceState,
    pub state_transition_reason: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<Text>,
    pub architecture: Text,
    pub block_device_mappings: Vec<Mapping>,
    pub client_token: Text,
    pub ebs_optimized: bool,
    pub ena_support: bool,
    pub hypervisor: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iam_instance_profile: Option<InstanceProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kernel_id: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramdisk_id: Option<Text>,
    pub root_device_name: Text,
    pub root_device_type: &'static str,
    pub security_groups: Vec<Group>,
    pub source_dest_check: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sriov_net_support: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<StateReason>,
    pub tags: Vec<Tag>,
    pub virtualization_type: &'static str,
    pub hibernation_options: HibernationOptions,
    pub enclave_options: Enclaves,
    pub operator: Operator,
    #[serde(flatten)]
    pub options: Options,
    pub platform_details: &'static str,
    pub usage_operation: &'static str,
    /// Shown with the reservation.
    #[serde(skip)]
    pub reservation_id: Text,
    /// Shown with the reservation.
    #[serde(skip)]
    pub owner_id: Text,
}

impl Output {
    /// What EC2 shows of an instance.
    #[must_use]
    pub fn of(draft: &Draft, instance: &Instance) -> Self {
        let profile = draft.profile();
        let zone = ids::zone_of(instance, profile);
        let launch_time = timestamp(instance.launch_time.as_ref().unwrap_or(&instance.last_updated));
        let is_there = instance.state != ServerState::Terminated;
        let private_ip = is_there.then(|| instances::private_ip(instance));
        let public_ip = public_ip(draft.state(), instance);
        let image_id = images::image_id(instance);
        let instance_type = instance.instance_type.clone().unwrap_or_else(|| DEFAULT_TYPE.into());
        let architecture = images::architecture(draft.state(), instance);
        Self {
            ami_launch_index: instance.launch_index.unwrap_or_default().0,
            image_id: image_id.into(),
            instance_id: instance.instance_id.clone(),
            key_name: instance.key_name.clone(),
            monitoring: Monitoring { state: if instance.monitoring == Some(true) { "enabled" } else { "disabled" } },
            network_interfaces: is_there.then(|| Interface::of(draft, instance)).into_iter().collect(),
            private_dns_name: if is_there { private_dns(instance, profile) } else { Text::default() },
            private_ip_address: private_ip,
            product_codes: [],
            public_dns_name: public_ip.as_ref().map(|ip| public_dns(ip, profile)).unwrap_or_default(),
            public_ip_address: public_ip,
            state: InstanceState::of(instance),
            state_transition_reason: instance.state_transition_reason.clone().unwrap_or_default(),
            subnet_id: is_there.then(|| ids::subnet_of(instance)),
            vpc_id: is_there.then(|| ids::vpc_of(instance)),
            architecture,
            block_device_mappings: instance.mappings().map(Mapping::of).collect(),
            client_token: instance.client_token.clone().unwrap_or_default(),
            ebs_optimized: instance.ebs_optimized.unwrap_or(false),
            ena_support: instance.ena_support.unwrap_or(true),
            hypervisor: "xen",
            iam_instance_profile: instance.iam_instance_profile_arn.as_ref().map(InstanceProfile::of),
            kernel_id: instance.kernel_id.clone(),
            ramdisk_id: instance.ramdisk_id.clone(),
            root_device_name: instance.root_device().into(),
            root_device_type: "ebs",
            security_groups: if is_there { groups(instance) } else { Vec::new() },
            source_dest_check: instance.source_dest_check.unwrap_or(true),
            sriov_net_support: instance.sriov_net_support.clone(),
            state_reason: state_reason(instance),
            tags: instance.tags.iter().flatten().map(Tag::of).collect(),
            virtualization_type: "hvm",
            hibernation_options: HibernationOptions { configured: instance.hibernation_configured.unwrap_or(true) },
            enclave_options: Enclaves { enabled: instance.enclave_enabled.unwrap_or(false) },
            operator: Operator { managed: false },
            options: Options::of(instance),
            platform_details: "Linux/UNIX",
            usage_operation: "RunInstances",
            reservation_id: reservation_id(instance),
            owner_id: profile.account_id.clone(),
            placement: Placement {
                availability_zone_id: ids::zone_id(profile, &zone),
                availability_zone: zone,
                group_name: instance.placement_group_name.clone().unwrap_or_default(),
                tenancy: instance.tenancy.clone().unwrap_or_else(|| "default".into()),
            },
            instance_type,
            launch_time,
        }
    }
}

/// The type of an instance that names none.
const DEFAULT_TYPE: &str = "t3.medium";

impl Mapping {
    fn of(mapping: &BlockDeviceMapping) -> Self {
        let ebs = Ebs {
            attach_time: timestamp(mapping.attach_time.as_deref().unwrap_or(images::CREATED)),
            delete_on_termination: mapping.delete_on_termination,
            status: mapping.status,
            volume_id: mapping.volume_id.clone(),
        };
        Self { device_name: mapping.device_name.clone(), ebs }
    }
}

/// The reservation that an instance was launched by.
#[must_use]
pub fn reservation_id(instance: &Instance) -> Text {
    instance.reservation_id.clone().unwrap_or_else(|| ids::derived("r-", &instance.instance_id))
}

fn state_reason(instance: &Instance) -> Option<StateReason> {
    let code = match instance.state {
        ServerState::Pending => "pending",
        ServerState::Running => return None,
        _ => instance.state_reason.as_deref()?,
    };
    let meaning = match code {
        instances::HIBERNATE => ": User initiated hibernate",
        instances::SHUTDOWN => ": User initiated shutdown",
        _ => "",
    };
    Some(StateReason { code: code.into(), message: format_compact!("{code}{meaning}") })
}
