//! `DescribeAvailabilityZones`.

use compact_str::format_compact;
use serde::{Deserialize, Serialize};

use super::super::errors::invalid_value;
use super::super::filters::{Fields, Filter, Values, one};
use super::super::{ids, unless_dry_run};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Profile;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeAvailabilityZones {
    zone_names: Vec<Text>,
    zone_ids: Vec<Text>,
    filters: Vec<Filter>,
    dry_run: bool,
}

/// The zones.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Zones {
    availability_zones: Vec<Zone>,
}

/// A zone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2's members")]
struct Zone {
    state: &'static str,
    opt_in_status: &'static str,
    messages: [(); 0],
    region_name: Text,
    zone_name: Text,
    zone_id: Text,
    group_name: Text,
    network_border_group: Text,
    zone_type: &'static str,
}

impl Zone {
    fn of(profile: &Profile, zone_name: Text) -> Self {
        let region = &profile.region;
        Self {
            state: "available",
            opt_in_status: "opt-in-not-required",
            messages: [],
            region_name: region.clone(),
            zone_id: ids::zone_id(profile, &zone_name),
            zone_name,
            group_name: format_compact!("{region}-zg-1"),
            network_border_group: region.clone(),
            zone_type: "availability-zone",
        }
    }
}

/// Messages and parents are those of zones that a region does not begin with: there are none.
const FIELDS: Fields<Zone> = Fields {
    supported: &[
        ("group-name", |it| one(it.group_name.clone())),
        ("message", |_| Values::new()),
        ("opt-in-status", |it| one(it.opt_in_status)),
        ("parent-zone-id", |_| Values::new()),
        ("parent-zone-name", |_| Values::new()),
        ("region-name", |it| one(it.region_name.clone())),
        ("state", |it| one(it.state)),
        ("zone-id", |it| one(it.zone_id.clone())),
        ("zone-name", |it| one(it.zone_name.clone())),
        ("zone-type", |it| one(it.zone_type)),
    ],
    tags: None,
    unsupported: &["group-long-name"],
};

/// Lists zones.
pub fn describe(call: &mut Call, input: DescribeAvailabilityZones) -> Result<Zones> {
    let profile = call.draft.profile();
    let conditions = FIELDS.read(&input.filters)?;
    let all: Vec<Zone> = ids::zones(profile).map(|name| Zone::of(profile, name)).collect();
    if let Some(name) = input.zone_names.iter().find(|name| !all.iter().any(|zone| zone.zone_name == **name)) {
        return Err(invalid_value(format!("Invalid availability zone: [{name}]")));
    }
    if let Some(id) = input.zone_ids.iter().find(|id| !all.iter().any(|zone| zone.zone_id == **id)) {
        return Err(invalid_value(format!("Invalid availability zone-id: [{id}]")));
    }
    let is_named = |names: &[Text], name: &Text| names.is_empty() || names.contains(name);
    let is_chosen = |zone: &Zone| {
        is_named(&input.zone_names, &zone.zone_name)
            && is_named(&input.zone_ids, &zone.zone_id)
            && conditions.hold(zone)
    };
    let availability_zones = all.into_iter().filter(is_chosen).collect();
    unless_dry_run(input.dry_run, Zones { availability_zones })
}
