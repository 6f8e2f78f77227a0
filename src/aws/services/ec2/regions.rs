//! `DescribeRegions`: the one region of the account.

use serde::{Deserialize, Serialize};

use super::errors::invalid_value;
use super::filters::{Fields, Filter, one};
use super::unless_dry_run;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeRegions {
    region_names: Vec<Text>,
    filters: Vec<Filter>,
    dry_run: bool,
}

/// A region.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "EC2's members")]
pub struct Region {
    endpoint: String,
    region_name: Text,
    opt_in_status: &'static str,
}

/// The regions.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Regions {
    regions: Vec<Region>,
}

const FIELDS: Fields<Region> = Fields {
    supported: &[
        ("endpoint", |it| one(it.endpoint.as_str())),
        ("opt-in-status", |it| one(it.opt_in_status)),
        ("region-name", |it| one(it.region_name.clone())),
    ],
    tags: None,
    unsupported: &[],
};

/// Lists regions.
pub fn describe(call: &mut Call, input: DescribeRegions) -> Result<Regions> {
    let name = &call.draft.profile().region;
    if let Some(other) = input.region_names.iter().find(|other| *other != name) {
        return Err(invalid_value(format!("Invalid region provided: {other}. The account has {name} alone.")));
    }
    let conditions = FIELDS.read(&input.filters)?;
    let endpoint = format!("ec2.{name}.amazonaws.com");
    let region = Region { endpoint, region_name: name.clone(), opt_in_status: "opt-in-not-required" };
    let regions = Some(region).filter(|region| conditions.hold(region)).into_iter().collect();
    unless_dry_run(input.dry_run, Regions { regions })
}
