//! What an instance was launched with beside what EC2's operations change.

use crate::document::{Text, Whole, record};

record! {
    /// The options of a launch; AWS's defaults where nothing is said.
    pub struct LaunchOptions {
        /// Whether the metadata service requires tokens: `optional` or `required`.
        http_tokens: Option<Text> = "httpTokens",
        /// How many hops the metadata service's answers may take.
        http_put_response_hop_limit: Option<Whole> = "httpPutResponseHopLimit",
        /// Whether there is a metadata service: `enabled` or `disabled`.
        http_endpoint: Option<Text> = "httpEndpoint",
        /// Whether it has an IPv6 address too: `enabled` or `disabled`.
        http_protocol_ipv6: Option<Text> = "httpProtocolIpv6",
        /// Whether it knows the instance's tags: `enabled` or `disabled`.
        instance_metadata_tags: Option<Text> = "instanceMetadataTags",
        /// Whether the instance recovers by itself: `default` or `disabled`.
        auto_recovery: Option<Text> = "autoRecovery",
        /// What its private host name is made of: `ip-name` or `resource-name`.
        hostname_type: Option<Text> = "hostnameType",
        /// Whether its resource name has an A record.
        resource_name_dns_a: Option<bool> = "resourceNameDnsA",
        /// Whether its resource name has an AAAA record.
        resource_name_dns_aaaa: Option<bool> = "resourceNameDnsAaaa",
        /// Which capacity reservations it uses: `open`, `none` or `capacity-reservations-only`.
        capacity_reservation_preference: Option<Text> = "capacityReservationPreference",
        /// What has more of the bandwidth: `default`, `vpc-1` or `ebs-1`.
        bandwidth_weighting: Option<Text> = "bandwidthWeighting",
    }
}
