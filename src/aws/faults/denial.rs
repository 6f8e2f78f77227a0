//! What IAM says where it denies a call.

use super::target::Target;
use crate::aws::models::ServiceId;
use crate::aws::services::sts::user_arn;
use crate::state::Profile;

/// The text of the error: who may not do what with what.
pub(super) fn denial(target: &Target<'_>, profile: &Profile) -> String {
    let prefix =
        if target.id == Some(ServiceId::Ec2) { "You are not authorized to perform this operation. " } else { "" };
    let (user, action, resource) = (user_arn(profile), target.iam_action(), arn(target, profile));
    format!(
        "{prefix}User: {user} is not authorized to perform: {action} on resource: {resource} because no identity-based \
         policy allows the {action} action"
    )
}

/// The ARN of the first resource that a call names, or `*`.
fn arn(target: &Target<'_>, Profile { account_id, region, .. }: &Profile) -> String {
    let Some(name) = target.resources().first() else { return "*".into() };
    if name.starts_with("arn:") {
        return name.to_string();
    }
    let name = name.trim_start_matches('/');
    let (service, resource) = match (target.id, name.split('-').next().unwrap_or_default()) {
        (_, "i") => ("ec2", format!("instance/{name}")),
        (_, "vol") => ("ec2", format!("volume/{name}")),
        (_, "snap") => ("ec2", format!("snapshot/{name}")),
        (_, "ami") => ("ec2", format!("image/{name}")),
        (Some(ServiceId::Ssm), "AWS") => ("ssm", format!("document/{name}")),
        (Some(ServiceId::Ssm), _) => ("ssm", format!("parameter/{name}")),
        (Some(ServiceId::CloudFormation), _) => ("cloudformation", format!("stack/{name}/*")),
        (Some(ServiceId::Lambda), _) => ("lambda", format!("function:{name}")),
        (Some(ServiceId::Ses), _) => ("ses", format!("identity/{name}")),
        _ => (target.service, name.to_owned()),
    };
    format!("arn:aws:{service}:{region}:{account_id}:{resource}")
}
