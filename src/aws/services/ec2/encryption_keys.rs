//! The keys of KMS that volumes and snapshots are encrypted with: EC2 shows their ARNs, whatever a request calls them.

use super::ids::uuid;
use crate::document::Text;
use crate::state::Profile;

/// The alias of the key that is used where none is named.
const DEFAULT: &str = "alias/aws/ebs";

/// The key of what is encrypted.
#[must_use]
pub fn shown(profile: &Profile, encrypted: bool, named: Option<&Text>) -> Option<Text> {
    encrypted.then(|| arn(profile, named.map_or(DEFAULT, Text::as_str)))
}

/// The ARN of the key of an ARN, an alias or an id. Nothing is known of the key that an alias stands for: its id follows
/// from the alias.
fn arn(profile: &Profile, name: &str) -> Text {
    let resource = name.strip_prefix("arn:").and_then(|arn| arn.splitn(5, ':').nth(4)).unwrap_or(name);
    if resource != name && !resource.starts_with("alias/") {
        return name.into();
    }
    let id = if resource.starts_with("alias/") { uuid(resource) } else { resource.to_owned() };
    let Profile { region, account_id, .. } = profile;
    compact_str::format_compact!("arn:aws:kms:{region}:{account_id}:key/{}", id.trim_start_matches("key/"))
}
