//! Assuming a role. There is no IAM: whoever asks gets any role whose ARN is well-formed.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::session::Session;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;

/// How long a session lasts where nothing else is said, and at most where it begins in another one.
const HOUR: u32 = 3600;

/// How many characters the policies and the tags of a session have at most.
const PACKED_LIMIT: usize = 2048;

/// The digits of IAM's ids.
const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AssumeRole {
    role_arn: Text,
    role_session_name: Text,
    duration_seconds: Option<u32>,
    policy: Option<Text>,
    policy_arns: Vec<PolicyArn>,
    tags: Vec<Tag>,
    transitive_tag_keys: Vec<Text>,
    source_identity: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PolicyArn {
    arn: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Tag {
    key: Text,
    value: Text,
}

pub fn assume(call: &mut Call, input: AssumeRole) -> Result<Value> {
    let role = Role::parse(&input.role_arn)?;
    let packed_size = check(&input)?;
    let seconds = input.duration_seconds.unwrap_or(HOUR);
    if seconds > HOUR && Session::of_token(&call.session_token).is_some() {
        let message =
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
        return Err(AwsError::new("ValidationError", message));
    }
    let name = &input.role_session_name;
    let session = Session {
        account: role.account.into(),
        user_id: format!("AROA{}:{name}", role.id(&input.role_arn)),
        arn: format!("arn:{}:sts::{}:assumed-role/{}/{name}", role.partition, role.account, role.name),
    };
    let random = &call.draft.setting().random;
    let key: String = random.digits(32, 16).chars().map(|digit| iam_digit(digit.to_digit(32))).collect();
    Ok(json!({
        "Credentials": {
            "AccessKeyId": format!("ASIA{key}"),
            "SecretAccessKey": STANDARD.encode(random.digits(36, 30)),
            "SessionToken": session.token(),
            "Expiration": call.draft.now().moved(i64::from(seconds) * 1000).iso(),
        },
        "AssumedRoleUser": { "AssumedRoleId": session.user_id, "Arn": session.arn },
        "PackedPolicySize": packed_size,
        "SourceIdentity": input.source_identity,
    }))
}

/// What is wrong with a session, as far as the model does not say it; or how much of their limit its policies and tags
/// take, in percent, where it has any.
fn check(input: &AssumeRole) -> Result<Option<usize>> {
    let refused = |message: &str| Err(AwsError::new("InvalidParameterValue", message));
    let keys: BTreeSet<_> = input.tags.iter().map(|tag| tag.key.to_lowercase()).collect();
    if keys.len() < input.tags.len() {
        return refused("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    if keys.iter().any(|key| key.starts_with("aws:")) {
        return refused("aws: prefixed tag key names are not allowed for external use.");
    }
    if input.transitive_tag_keys.iter().any(|key| !keys.contains(&*key.to_lowercase())) {
        return refused("The specified transitive tag key must be included in the requested tags.");
    }
    let policy = input.policy.as_deref().unwrap_or_default();
    if !policy.is_empty() && serde_json::from_str::<IgnoredAny>(policy).is_err() {
        return Err(AwsError::new("MalformedPolicyDocument", "This policy contains invalid Json"));
    }
    let arns = input.policy_arns.iter().map(|policy| policy.arn.len());
    let tags = input.tags.iter().map(|tag| tag.key.len() + tag.value.len());
    let size = policy.len() + arns.chain(tags).sum::<usize>();
    let percent = (size * 100).div_ceil(PACKED_LIMIT);
    if percent > 100 {
        let message = format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
        return Err(AwsError::new("PackedPolicyTooLarge", message));
    }
    Ok(Some(percent).filter(|percent| *percent > 0))
}

/// What the ARN of a role says.
struct Role<'a> {
    partition: &'a str,
    account: &'a str,
    /// Without its path.
    name: &'a str,
}

impl<'a> Role<'a> {
    fn parse(arn: &'a str) -> Result<Self> {
        let invalid = |message: String| AwsError::new("ValidationError", message);
        let parts: Vec<_> = arn.splitn(6, ':').collect();
        let &["arn", partition, service, region, account, resource] = parts.as_slice() else {
            return Err(invalid(format!("{arn} is invalid")));
        };
        let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        let name = resource.strip_prefix("role/").and_then(|path| path.rsplit('/').next());
        let name = name.filter(|name| !name.is_empty() && service == "iam" && region.is_empty() && is_account);
        let name = name.ok_or_else(|| invalid("Request ARN is invalid".into()))?;
        Ok(Self { partition, account, name })
    }

    /// The end of its id, which is the same whenever it is assumed.
    fn id(&self, arn: &str) -> String {
        let seeds = [arn, self.name, self.account].map(|part| u64::from(crc32fast::hash(part.as_bytes())));
        let seed = seeds.into_iter().fold(0, |seed, part| fastrand::Rng::with_seed(seed ^ part).u64(..));
        let mut generator = fastrand::Rng::with_seed(seed);
        std::iter::repeat_with(|| iam_digit(Some(generator.u32(..32)))).take(17).collect()
    }
}

fn iam_digit(number: Option<u32>) -> char {
    number.and_then(|number| DIGITS.get(number as usize)).map_or('A', |digit| char::from(*digit))
}
