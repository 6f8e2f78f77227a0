//! The options of a launch, as a request has them and as EC2 shows them.

use serde::{Deserialize, Serialize};

use crate::aws::error::Result;
use crate::aws::services::ec2::errors::invalid_value;
use crate::document::{Text, UnknownKeys, Whole};
use crate::state::instance::Instance;
use crate::state::launch_options::LaunchOptions;

/// All of them, by the members of the request.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::struct_field_names, reason = "EC2's members")]
pub struct Options {
    pub capacity_reservation_specification: CapacityReservation,
    pub maintenance_options: Maintenance,
    pub metadata_options: Metadata,
    pub network_performance_options: NetworkPerformance,
    pub private_dns_name_options: PrivateDnsName,
}

/// The capacity reservations that are used.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CapacityReservation {
    pub capacity_reservation_preference: Option<Text>,
}

/// What happens where the hardware fails.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Maintenance {
    pub auto_recovery: Option<Text>,
}

/// The instance's metadata service.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Metadata {
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    pub http_tokens: Option<Text>,
    pub http_put_response_hop_limit: Option<i64>,
    pub http_endpoint: Option<Text>,
    pub http_protocol_ipv6: Option<Text>,
    pub instance_metadata_tags: Option<Text>,
}

/// What has more of the bandwidth.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct NetworkPerformance {
    pub bandwidth_weighting: Option<Text>,
}

/// The names of the instance in its VPC.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PrivateDnsName {
    pub hostname_type: Option<Text>,
    pub enable_resource_name_dns_a_record: Option<bool>,
    #[serde(rename = "EnableResourceNameDnsAAAARecord")]
    pub enable_resource_name_dns_aaaa_record: Option<bool>,
}

impl Options {
    /// What the state keeps of a request's.
    ///
    /// # Errors
    /// `InvalidParameterValue` for a number of hops that cannot be.
    pub fn kept(&self) -> Result<Option<LaunchOptions>> {
        let (metadata, names) = (&self.metadata_options, &self.private_dns_name_options);
        let hops = metadata.http_put_response_hop_limit;
        if let Some(hops) = hops.filter(|hops| !(1..=64).contains(hops)) {
            let text =
                format!("Value ({hops}) for parameter HttpPutResponseHopLimit is invalid. Valid values: 1 to 64.");
            return Err(invalid_value(text));
        }
        let options = LaunchOptions {
            http_tokens: metadata.http_tokens.clone(),
            http_put_response_hop_limit: hops.and_then(|hops| u64::try_from(hops).ok()).map(Whole),
            http_endpoint: metadata.http_endpoint.clone(),
            http_protocol_ipv6: metadata.http_protocol_ipv6.clone(),
            instance_metadata_tags: metadata.instance_metadata_tags.clone(),
            auto_recovery: self.maintenance_options.auto_recovery.clone(),
            hostname_type: names.hostname_type.clone(),
            resource_name_dns_a: names.enable_resource_name_dns_a_record,
            resource_name_dns_aaaa: names.enable_resource_name_dns_aaaa_record,
            capacity_reservation_preference: self
                .capacity_reservation_specification
                .capacity_reservation_preference
                .clone(),
            bandwidth_weighting: self.network_performance_options.bandwidth_weighting.clone(),
            unknown: UnknownKeys::default(),
        };
        Ok(Some(options).filter(|options| *options != none()))
    }

    /// Those of an instance.
    #[must_use]
    pub fn of(instance: &Instance) -> Self {
        let options = instance.launch_options.clone().unwrap_or_else(none);
        let or = |value: Option<Text>, default: &str| Some(value.unwrap_or_else(|| default.into()));
        let hops = options.http_put_response_hop_limit.map_or(1, |hops| hops.0);
        Self {
            capacity_reservation_specification: CapacityReservation {
                capacity_reservation_preference: or(options.capacity_reservation_preference, "open"),
            },
            maintenance_options: Maintenance { auto_recovery: or(options.auto_recovery, "default") },
            metadata_options: Metadata {
                state: Some("applied"),
                http_tokens: or(options.http_tokens, "optional"),
                http_put_response_hop_limit: i64::try_from(hops).ok(),
                http_endpoint: or(options.http_endpoint, "enabled"),
                http_protocol_ipv6: or(options.http_protocol_ipv6, "disabled"),
                instance_metadata_tags: or(options.instance_metadata_tags, "disabled"),
            },
            network_performance_options: NetworkPerformance {
                bandwidth_weighting: or(options.bandwidth_weighting, "default"),
            },
            private_dns_name_options: PrivateDnsName {
                hostname_type: or(options.hostname_type, "ip-name"),
                enable_resource_name_dns_a_record: Some(options.resource_name_dns_a.unwrap_or(false)),
                enable_resource_name_dns_aaaa_record: Some(options.resource_name_dns_aaaa.unwrap_or(false)),
            },
        }
    }
}

fn none() -> LaunchOptions {
    LaunchOptions {
        http_tokens: None,
        http_put_response_hop_limit: None,
        http_endpoint: None,
        http_protocol_ipv6: None,
        instance_metadata_tags: None,
        auto_recovery: None,
        hostname_type: None,
        resource_name_dns_a: None,
        resource_name_dns_aaaa: None,
        capacity_reservation_preference: None,
        bandwidth_weighting: None,
        unknown: UnknownKeys::default(),
    }
}
