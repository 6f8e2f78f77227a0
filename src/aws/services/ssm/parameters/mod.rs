//! Parameters.

pub mod by_path;
pub mod delete;
pub mod describe;
mod filters;
pub mod get;
pub mod history;
pub mod label;
pub mod lookup;
mod name;
mod policies;
pub mod put;
mod secret;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use crate::state::Profile;
use crate::state::parameters::{Parameter, ParameterType};

/// The key that encrypts a `SecureString` which names none.
const DEFAULT_KEY: &str = "alias/aws/ssm";

/// The key of a parameter, which only a `SecureString` has.
fn key_id(parameter: &Parameter) -> Option<&str> {
    let own = parameter.metadata.as_ref().and_then(|metadata| metadata.key_id.as_deref());
    (parameter.kind == ParameterType::SecureString).then(|| own.unwrap_or(DEFAULT_KEY))
}

fn tier(parameter: &Parameter) -> Value {
    let tier = parameter.metadata.as_ref().and_then(|metadata| metadata.tier);
    tier.map_or_else(|| json!("Standard"), |tier| json!(tier))
}

fn data_type(parameter: &Parameter) -> &str {
    parameter.metadata.as_ref().and_then(|metadata| metadata.data_type.as_deref()).unwrap_or("text")
}

fn arn(name: &str, profile: &Profile) -> String {
    let slash = if name.starts_with('/') { "" } else { "/" };
    format!("arn:aws:ssm:{}:{}:parameter{slash}{name}", profile.region, profile.account_id)
}

/// The members that the description of a parameter and an entry of its history have in common.
fn described(name: &str, parameter: &Parameter, profile: &Profile) -> serde_json::Map<String, Value> {
    let metadata = parameter.metadata.as_ref();
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    let members = [
        ("Name", json!(name)),
        ("Type", json!(parameter.kind)),
        ("KeyId", text(key_id(parameter))),
        ("LastModifiedDate", json!(parameter.last_modified)),
        ("LastModifiedUser", json!(crate::aws::services::sts::user_arn(profile))),
        ("Description", text(metadata.and_then(|metadata| metadata.description.as_deref()))),
        ("AllowedPattern", text(metadata.and_then(|metadata| metadata.allowed_pattern.as_deref()))),
        ("Version", json!(parameter.version())),
        ("Tier", tier(parameter)),
        ("DataType", json!(data_type(parameter))),
    ];
    members.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.into(), value)).collect()
}
