//! The forms of ids, the ids of what an account has without anybody having made it, and the names of zones.

use std::collections::HashSet;

use compact_str::format_compact;

use super::errors::invalid_value;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::instance::Instance;
use crate::state::volumes::Volume;
use crate::state::{Profile, network};

/// The VPC of the account.
pub const DEFAULT_VPC: &str = "vpc-0abcdef1234567890";

/// True if an id has the form that EC2 gives it: a prefix and 8 or 17 hexadecimal digits.
#[must_use]
pub fn is_well_formed(id: &str, prefix: &str) -> bool {
    let digits = id.strip_prefix(prefix);
    digits.is_some_and(|digits| {
        matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Ids without those that are repeated.
pub fn distinct(ids: &[Text]) -> impl Iterator<Item = &Text> {
    let mut seen = HashSet::new();
    ids.iter().filter(move |id| seen.insert(*id))
}

/// Finds what has one of some ids, each once.
///
/// # Errors
/// The ids that nothing has.
pub fn find_each<T>(ids: &[Text], find: impl Fn(&str) -> Option<T>) -> std::result::Result<Vec<T>, Vec<&str>> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for id in distinct(ids) {
        match find(id) {
            Some(it) => found.push(it),
            None => missing.push(id.as_str()),
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(missing) }
}

/// Requires the form of an id of an instance.
///
/// # Errors
/// `InvalidInstanceID.Malformed`.
pub fn check_instance(id: &str) -> Result<()> {
    let malformed = || AwsError::new("InvalidInstanceID.Malformed", format!("Invalid id: \"{id}\""));
    if is_well_formed(id, "i-") { Ok(()) } else { Err(malformed()) }
}

/// Requires the form of an id of a volume, which stands in a member.
///
/// # Errors
/// `InvalidParameterValue`.
pub fn check_volume(id: &str, member: &str) -> Result<()> {
    let text = format!("Value ({id}) for parameter {member} is invalid. Expected: 'vol-...'.");
    if is_well_formed(id, "vol-") { Ok(()) } else { Err(invalid_value(text)) }
}

/// Requires the form of an id of a snapshot.
///
/// # Errors
/// `InvalidParameterValue`.
pub fn check_snapshot(id: &str) -> Result<()> {
    let text = format!("Value ({id}) for parameter snapshotId is invalid. Expected: 'snap-...'.");
    if is_well_formed(id, "snap-") { Ok(()) } else { Err(invalid_value(text)) }
}

/// Requires the form of an id of an image.
///
/// # Errors
/// `InvalidAMIID.Malformed`.
pub fn check_image(id: &str) -> Result<()> {
    let text = || format!("Invalid id: \"{id}\" (expecting \"ami-...\")");
    if is_well_formed(id, "ami-") { Ok(()) } else { Err(AwsError::new("InvalidAMIID.Malformed", text())) }
}

/// 17 digits for something that has no id of its own, always the same for the same text.
#[must_use]
pub fn derived(prefix: &str, of: &str) -> Text {
    if let Some(digits) = of.split_once('-').map(|(_, digits)| digits)
        && is_well_formed(digits, "")
    {
        return format_compact!("{prefix}{digits}");
    }
    let [high, low] = hashes(of);
    format_compact!("{prefix}{:01x}{low:016x}", high & 0xf)
}

/// A UUID, always the same for the same text.
#[must_use]
pub fn uuid(of: &str) -> String {
    let [high, low] = hashes(of);
    let (time, middle, version) = (high >> 32, high >> 16 & 0xffff, high & 0xfff);
    format!("{time:08x}-{middle:04x}-4{version:03x}-8{:03x}-{:012x}", low >> 48 & 0xfff, low & 0xffff_ffff_ffff)
}

fn hashes(of: &str) -> [u64; 2] {
    [0xcbf2_9ce4_8422_2325_u64, 0x9e37_79b9_7f4a_7c15]
        .map(|basis| of.bytes().fold(basis, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)))
}

/// The subnet of the account in a zone.
#[must_use]
pub fn default_subnet(zone: &str) -> Text {
    format_compact!("subnet-0abcdef123456789{}", network::letter(zone))
}

/// The zone of an instance.
#[must_use]
pub fn zone_of(instance: &Instance, profile: &Profile) -> Text {
    zone_or_first(instance.availability_zone.as_ref(), profile)
}

/// The zone of a volume.
#[must_use]
pub fn zone_of_volume(volume: &Volume, profile: &Profile) -> Text {
    zone_or_first(Some(&volume.availability_zone), profile)
}

fn zone_or_first(zone: Option<&Text>, profile: &Profile) -> Text {
    let first = || format_compact!("{}a", profile.region);
    zone.filter(|zone| !zone.is_empty()).cloned().unwrap_or_else(first)
}

/// The subnet of an instance.
#[must_use]
pub fn subnet_of(instance: &Instance) -> Text {
    let default = || default_subnet(instance.availability_zone.as_deref().unwrap_or_default());
    instance.subnet_id.clone().unwrap_or_else(default)
}

/// The VPC of an instance.
#[must_use]
pub fn vpc_of(instance: &Instance) -> Text {
    instance.vpc_id.clone().unwrap_or_else(|| DEFAULT_VPC.into())
}

/// The network interface of an instance.
#[must_use]
pub fn interface(instance_id: &str) -> Text {
    derived("eni-", instance_id)
}

/// The default security group of a VPC.
#[must_use]
pub fn default_group(vpc_id: &str) -> Text {
    derived("sg-", vpc_id)
}

/// The name of a security group of a VPC: only the default one has another than its id.
#[must_use]
pub fn group_name<'a>(group_id: &'a str, vpc_id: &str) -> &'a str {
    if group_id == default_group(vpc_id) { "default" } else { group_id }
}

/// The id of a zone: `use1-az1` of `us-east-1a`.
#[must_use]
pub fn zone_id(profile: &Profile, zone: &str) -> Text {
    let letter = network::letter(zone);
    let region = zone.strip_suffix(letter).unwrap_or(&profile.region);
    let mut short = String::new();
    for (index, part) in region.split('-').enumerate() {
        let directions = ["north", "south", "east", "west", "central"];
        match directions.iter().find_map(|it| part.strip_prefix(it).map(|rest| (it, rest))) {
            _ if index == 0 => short.push_str(part),
            Some((first, second)) => short.extend([first.chars().next(), second.chars().next()].into_iter().flatten()),
            None => short.extend(part.chars().next()),
        }
    }
    format_compact!("{short}-az{}", u32::from(letter) - u32::from('a') + 1)
}

/// The zones of the account's region.
pub fn zones(profile: &Profile) -> impl Iterator<Item = Text> {
    ('a'..='f').map(|letter| format_compact!("{}{letter}", profile.region))
}
