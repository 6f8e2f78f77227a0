//! The filters of `DescribeInstances`.

use compact_str::ToCompactString;

use super::super::filters::{Fields, Values, flag, one};
use super::interfaces::{Association, Interface};
use super::options::Metadata;
use super::output::Output;
use crate::document::Text;

fn interfaces(it: &Output, of: impl Fn(&Interface) -> Text) -> Values {
    it.network_interfaces.iter().map(of).collect()
}

fn associations(it: &Output, of: impl Fn(&Association) -> Option<Text>) -> Values {
    it.network_interfaces.iter().filter_map(|it| it.association.as_ref()).filter_map(of).collect()
}

fn metadata(it: &Output) -> &Metadata {
    &it.options.metadata_options
}

/// They look at what the caller would be shown.
pub const FIELDS: Fields<Output> = Fields {
    supported: &[
        ("architecture", |it| one(it.architecture.clone())),
        ("availability-zone", |it| one(it.placement.availability_zone.clone())),
        ("availability-zone-id", |it| one(it.placement.availability_zone_id.clone())),
        ("block-device-mapping.attach-time", |it| {
            it.block_device_mappings.iter().map(|mapping| mapping.ebs.attach_time.clone()).collect()
        }),
        ("block-device-mapping.delete-on-termination", |it| {
            it.block_device_mappings.iter().flat_map(|mapping| flag(mapping.ebs.delete_on_termination)).collect()
        }),
        ("block-device-mapping.device-name", |it| {
            it.block_device_mappings.iter().map(|mapping| mapping.device_name.clone()).collect()
        }),
        ("block-device-mapping.status", |it| {
            it.block_device_mappings.iter().flat_map(|mapping| one(mapping.ebs.status.name())).collect()
        }),
        ("block-device-mapping.volume-id", |it| {
            it.block_device_mappings.iter().map(|mapping| mapping.ebs.volume_id.clone()).collect()
        }),
        ("capacity-reservation-specification.capacity-reservation-preference", |it| {
            it.options.capacity_reservation_specification.capacity_reservation_preference.iter().cloned().collect()
        }),
        ("client-token", |it| one(it.client_token.clone())),
        ("dns-name", |it| one(it.public_dns_name.clone())),
        ("ebs-optimized", |it| flag(it.ebs_optimized)),
        ("ena-support", |it| flag(it.ena_support)),
        ("enclave-options.enabled", |it| flag(it.enclave_options.enabled)),
        ("hibernation-options.configured", |it| flag(it.hibernation_options.configured)),
        ("hypervisor", |it| one(it.hypervisor)),
        ("iam-instance-profile.arn", |it| it.iam_instance_profile.iter().map(|profile| profile.arn.clone()).collect()),
        ("iam-instance-profile.id", |it| it.iam_instance_profile.iter().map(|profile| profile.id.clone()).collect()),
        ("image-id", |it| one(it.image_id.clone())),
        ("instance-id", |it| one(it.instance_id.clone())),
        ("instance-state-code", |it| one(it.state.code.to_string())),
        ("instance-state-name", |it| one(it.state.name)),
        ("instance-type", |it| one(it.instance_type.clone())),
        ("instance.group-id", |it| it.security_groups.iter().map(|group| group.group_id.clone()).collect()),
        ("instance.group-name", |it| it.security_groups.iter().map(|group| group.group_name.clone()).collect()),
        ("ip-address", |it| it.public_ip_address.iter().cloned().collect()),
        ("kernel-id", |it| it.kernel_id.iter().cloned().collect()),
        ("key-name", |it| it.key_name.iter().cloned().collect()),
        ("launch-index", |it| one(it.ami_launch_index.to_string())),
        ("launch-time", |it| one(it.launch_time.clone())),
        ("maintenance-options.auto-recovery", |it| {
            it.options.maintenance_options.auto_recovery.iter().cloned().collect()
        }),
        ("metadata-options.http-endpoint", |it| metadata(it).http_endpoint.iter().cloned().collect()),
        ("metadata-options.http-protocol-ipv6", |it| metadata(it).http_protocol_ipv6.iter().cloned().collect()),
        ("metadata-options.http-put-response-hop-limit", |it| {
            metadata(it).http_put_response_hop_limit.iter().map(ToCompactString::to_compact_string).collect()
        }),
        ("metadata-options.http-tokens", |it| metadata(it).http_tokens.iter().cloned().collect()),
        ("metadata-options.instance-metadata-tags", |it| metadata(it).instance_metadata_tags.iter().cloned().collect()),
        ("metadata-options.state", |it| metadata(it).state.iter().map(|state| (*state).into()).collect()),
        ("monitoring-state", |it| one(it.monitoring.state)),
        ("network-performance-options.bandwidth-weighting", |it| {
            it.options.network_performance_options.bandwidth_weighting.iter().cloned().collect()
        }),
        ("network-interface.addresses.association.allocation-id", |it| associations(it, |it| it.allocation_id.clone())),
        ("network-interface.addresses.association.association-id", |it| {
            associations(it, |it| it.association_id.clone())
        }),
        ("network-interface.addresses.association.ip-owner-id", |it| {
            associations(it, |it| Some(it.ip_owner_id.clone()))
        }),
        ("network-interface.addresses.association.public-ip", |it| associations(it, |it| Some(it.public_ip.clone()))),
        ("network-interface.addresses.primary", |it| {
            it.network_interfaces
                .iter()
                .flat_map(|it| &it.private_ip_addresses)
                .flat_map(|it| flag(it.primary))
                .collect()
        }),
        ("network-interface.addresses.private-ip-address", |it| interfaces(it, |it| it.private_ip_address.clone())),
        ("network-interface.association.allocation-id", |it| associations(it, |it| it.allocation_id.clone())),
        ("network-interface.association.association-id", |it| associations(it, |it| it.association_id.clone())),
        ("network-interface.association.ip-owner-id", |it| associations(it, |it| Some(it.ip_owner_id.clone()))),
        ("network-interface.association.public-ip", |it| associations(it, |it| Some(it.public_ip.clone()))),
        ("network-interface.attachment.attach-time", |it| interfaces(it, |it| it.attachment.attach_time.clone())),
        ("network-interface.attachment.attachment-id", |it| interfaces(it, |it| it.attachment.attachment_id.clone())),
        ("network-interface.attachment.delete-on-termination", |it| {
            it.network_interfaces.iter().flat_map(|it| flag(it.attachment.delete_on_termination)).collect()
        }),
        ("network-interface.attachment.device-index", |it| {
            interfaces(it, |it| it.attachment.device_index.to_compact_string())
        }),
        ("network-interface.attachment.instance-id", |it| interfaces(it, |_| it.instance_id.clone())),
        ("network-interface.attachment.instance-owner-id", |it| interfaces(it, |_| it.owner_id.clone())),
        ("network-interface.attachment.status", |it| interfaces(it, |it| it.attachment.status.into())),
        ("network-interface.availability-zone", |it| interfaces(it, |_| it.placement.availability_zone.clone())),
        ("network-interface.description", |it| interfaces(it, |it| it.description.into())),
        ("network-interface.group-id", |it| {
            it.network_interfaces.iter().flat_map(|it| &it.groups).map(|group| group.group_id.clone()).collect()
        }),
        ("network-interface.group-name", |it| {
            it.network_interfaces.iter().flat_map(|it| &it.groups).map(|group| group.group_name.clone()).collect()
        }),
        ("network-interface.mac-address", |it| interfaces(it, |it| it.mac_address.clone())),
        ("network-interface.network-interface-id", |it| interfaces(it, |it| it.network_interface_id.clone())),
        ("network-interface.owner-id", |it| interfaces(it, |it| it.owner_id.clone())),
        ("network-interface.private-dns-name", |it| interfaces(it, |it| it.private_dns_name.clone())),
        ("network-interface.private-ip-address", |it| interfaces(it, |it| it.private_ip_address.clone())),
        ("network-interface.source-dest-check", |it| {
            it.network_interfaces.iter().flat_map(|it| flag(it.source_dest_check)).collect()
        }),
        ("network-interface.status", |it| interfaces(it, |it| it.status.into())),
        ("network-interface.subnet-id", |it| interfaces(it, |it| it.subnet_id.clone())),
        ("network-interface.vpc-id", |it| interfaces(it, |it| it.vpc_id.clone())),
        ("operator.managed", |it| flag(it.operator.managed)),
        ("operator.principal", |_| Values::new()),
        ("owner-id", |it| one(it.owner_id.clone())),
        ("placement-group-name", |it| {
            Some(&it.placement.group_name).filter(|name| !name.is_empty()).into_iter().cloned().collect()
        }),
        ("platform-details", |it| one(it.platform_details)),
        ("private-dns-name", |it| one(it.private_dns_name.clone())),
        ("private-dns-name-options.enable-resource-name-dns-a-record", |it| {
            it.options.private_dns_name_options.enable_resource_name_dns_a_record.into_iter().flat_map(flag).collect()
        }),
        ("private-dns-name-options.enable-resource-name-dns-aaaa-record", |it| {
            it.options
                .private_dns_name_options
                .enable_resource_name_dns_aaaa_record
                .into_iter()
                .flat_map(flag)
                .collect()
        }),
        ("private-dns-name-options.hostname-type", |it| {
            it.options.private_dns_name_options.hostname_type.iter().cloned().collect()
        }),
        ("private-ip-address", |it| it.private_ip_address.iter().cloned().collect()),
        ("ramdisk-id", |it| it.ramdisk_id.iter().cloned().collect()),
        ("reason", |it| one(it.state_transition_reason.clone())),
        ("reservation-id", |it| one(it.reservation_id.clone())),
        ("root-device-name", |it| one(it.root_device_name.clone())),
        ("root-device-type", |it| one(it.root_device_type)),
        ("source-dest-check", |it| flag(it.source_dest_check)),
        ("state-reason-code", |it| it.state_reason.iter().map(|reason| reason.code.clone()).collect()),
        ("state-reason-message", |it| it.state_reason.iter().map(|reason| reason.message.clone()).collect()),
        ("subnet-id", |it| it.subnet_id.iter().cloned().collect()),
        ("tenancy", |it| one(it.placement.tenancy.clone())),
        ("usage-operation", |it| one(it.usage_operation)),
        ("virtualization-type", |it| one(it.virtualization_type)),
        ("vpc-id", |it| it.vpc_id.iter().cloned().collect::<Values>()),
    ],
    tags: Some(|it, test| it.tags.iter().any(|tag| test(&tag.key, &tag.value))),
    unsupported: &[
        "affinity",
        "boot-mode",
        "capacity-reservation-id",
        "capacity-reservation-specification.capacity-reservation-target.",
        "current-instance-boot-mode",
        "host-id",
        "instance-lifecycle",
        "ipv6-address",
        "metadata-options.http-protocol-ipv4",
        "network-interface.",
        "outpost-arn",
        "placement-partition-number",
        "platform",
        "product-code",
        "product-code.",
        "requester-id",
        "spot-instance-request-id",
        "tpm-support",
        "usage-operation-update-time",
    ],
};
