//! What IAM says where it denies a call.

use super::target::Target;
use crate::aws::models::ServiceId;
use crate::aws::services::sts::caller_arn;
use crate::state::Profile;

/// The text of the error: who may not do what with a resource, or with the first one that the call names.
pub(super) fn denial(target: &Target<'_>, resource: Option<&str>, profile: &Profile) -> String {
    let prefix =
        if target.id == Some(ServiceId::Ec2) { "You are not authorized to perform this operation. " } else { "" };
    let resource = resource.or_else(|| target.resources().first().map(|name| &**name));
    let resource = resource.map_or_else(|| "*".into(), |name| arn(target, name, profile));
    let (user, action) = (caller_arn(profile, target.session_token), target.iam_action());
    format!(
        "{prefix}User: {user} is not authorized to perform: {action} on resource: {resource} because no identity-based \
         policy allows the {action} action"
    )
}

/// The ARN of a resource that a call names.
fn arn(target: &Target<'_>, name: &str, Profile { account_id, region, .. }: &Profile) -> String {
    // A rule may have matched a part of an ARN.
    let is_whole = |named: &&str| named.starts_with("arn:") && named.ends_with(name);
    if let Some(whole) = target.resources().iter().map(|named| &**named).find(is_whole) {
        return whole.to_owned();
    }
    let (service, resource) = target.in_arn(name).unwrap_or_else(|| (target.service, name.to_owned()));
    format!("arn:aws:{service}:{region}:{account_id}:{resource}")
}
