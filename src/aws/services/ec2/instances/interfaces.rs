//! The network interface of an instance: its addresses, names and security groups.

use compact_str::format_compact;
use serde::Serialize;

use super::super::addresses::association_id;
use super::super::{ids, timestamp};
use crate::document::Text;
use crate::state::instance::{Instance, ServerState};
use crate::state::{Draft, Profile, State, addresses, images, instances};

/// A network interface.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2\'s members")]
pub struct Interface {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<Association>,
    pub attachment: Attachment,
    pub description: &'static str,
    pub groups: Vec<Group>,
    pub interface_type: &'static str,
    pub ipv6_addresses: [(); 0],
    pub mac_address: Text,
    pub network_interface_id: Text,
    pub owner_id: Text,
    pub private_dns_name: Text,
    pub private_ip_address: Text,
    pub private_ip_addresses: [PrivateIp; 1],
    pub source_dest_check: bool,
    pub status: &'static str,
    pub subnet_id: Text,
    pub vpc_id: Text,
}

/// The public address of a network interface.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2\'s members")]
pub struct Association {
    /// The account that has allocated it; Amazon where none has.
    pub ip_owner_id: Text,
    pub public_dns_name: Text,
    pub public_ip: Text,
    /// Shown with the address.
    #[serde(skip)]
    pub allocation_id: Option<Text>,
    /// Shown with the address.
    #[serde(skip)]
    pub association_id: Option<Text>,
}

/// A private address.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2\'s members")]
pub struct PrivateIp {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<Association>,
    pub primary: bool,
    pub private_dns_name: Text,
    pub private_ip_address: Text,
}

/// How a network interface belongs to its instance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2\'s members")]
pub struct Attachment {
    pub attach_time: Text,
    pub attachment_id: Text,
    pub delete_on_termination: bool,
    pub device_index: u8,
    pub network_card_index: u8,
    pub status: &'static str,
}

impl Interface {
    /// The one of an instance.
    #[must_use]
    pub fn of(draft: &Draft, instance: &Instance) -> Self {
        let (profile, id) = (draft.profile(), &instance.instance_id);
        let private_ip_address = instances::private_ip(instance);
        let private_dns_name = private_dns(instance, profile);
        let association = Association::of(draft, instance);
        let attach_time = instance.mappings().find_map(|mapping| mapping.attach_time.as_deref());
        Self {
            attachment: Attachment {
                attach_time: timestamp(attach_time.unwrap_or(images::CREATED)),
                attachment_id: ids::derived("eni-attach-", id),
                delete_on_termination: true,
                device_index: 0,
                network_card_index: 0,
                status: "attached",
            },
            description: "",
            groups: groups(instance),
            interface_type: "interface",
            ipv6_addresses: [],
            mac_address: mac_address(id),
            network_interface_id: ids::interface(id),
            owner_id: profile.account_id.clone(),
            private_ip_addresses: [PrivateIp {
                association: association.clone(),
                primary: true,
                private_dns_name: private_dns_name.clone(),
                private_ip_address: private_ip_address.clone(),
            }],
            association,
            private_dns_name,
            private_ip_address,
            source_dest_check: instance.source_dest_check.unwrap_or(true),
            status: "in-use",
            subnet_id: ids::subnet_of(instance),
            vpc_id: ids::vpc_of(instance),
        }
    }
}

impl Association {
    fn of(draft: &Draft, instance: &Instance) -> Option<Self> {
        let public_ip = public_ip(draft.state(), instance)?;
        let elastic = addresses::of_instance(draft.state(), &instance.instance_id);
        let elastic = elastic.filter(|address| address.public_ip == public_ip);
        let owner = || draft.profile().account_id.clone();
        Some(Self {
            ip_owner_id: elastic.map_or_else(|| "amazon".into(), |_| owner()),
            public_dns_name: public_dns(&public_ip, draft.profile()),
            public_ip,
            allocation_id: elastic.map(|address| address.allocation_id.clone()),
            association_id: elastic.map(association_id),
        })
    }
}

/// A security group.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Group {
    /// Its id.
    pub group_id: Text,
    /// Its name.
    pub group_name: Text,
}

/// The public address of an instance. That of a stopped one is its Elastic IP address, also where somebody has
/// associated it in the state; a terminated one has none, whatever the state says.
#[must_use]
pub fn public_ip(state: &State, instance: &Instance) -> Option<Text> {
    if instance.state == ServerState::Terminated {
        return None;
    }
    instance.public_ip.clone().or_else(|| instances::elastic_ip(state, &instance.instance_id))
}

/// The security groups of an instance.
#[must_use]
pub fn groups(instance: &Instance) -> Vec<Group> {
    let vpc_id = ids::vpc_of(instance);
    let group = |id: &str| Group { group_id: id.into(), group_name: ids::group_name(id, &vpc_id).into() };
    match &instance.security_group_ids {
        Some(ids) => ids.iter().map(|id| group(id)).collect(),
        None => vec![group(&ids::default_group(&vpc_id))],
    }
}

/// The host name of an instance in its VPC: that of its private address, or of its id where it was launched so.
#[must_use]
pub fn private_dns(instance: &Instance, profile: &Profile) -> Text {
    let hostname_type = instance.launch_options.as_ref().and_then(|options| options.hostname_type.as_deref());
    let host = match hostname_type {
        Some("resource-name") => instance.instance_id.to_string(),
        _ => format!("ip-{}", instances::private_ip(instance).replace('.', "-")),
    };
    match profile.region.as_str() {
        "us-east-1" => format_compact!("{host}.ec2.internal"),
        region => format_compact!("{host}.{region}.compute.internal"),
    }
}

/// The name of a public address.
#[must_use]
pub fn public_dns(ip: &str, profile: &Profile) -> Text {
    let host = ip.replace('.', "-");
    match profile.region.as_str() {
        "us-east-1" => format_compact!("ec2-{host}.compute-1.amazonaws.com"),
        region => format_compact!("ec2-{host}.{region}.compute.amazonaws.com"),
    }
}

/// A hardware address of those that nobody has, always the same for the same id.
fn mac_address(instance_id: &str) -> Text {
    let [first, second, third, fourth] = crc32fast::hash(instance_id.as_bytes()).to_be_bytes();
    format_compact!("0a:ff:{first:02x}:{second:02x}:{third:02x}:{fourth:02x}")
}
