//! What a function is, as answers have it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::LATEST;
use super::name::FunctionName;
use crate::document::Whole;
use crate::state::Profile;
use crate::state::functions::Function;

/// When a function was last changed of which that is not known.
const LAST_MODIFIED: &str = "2024-01-01T00:00:00.000Z";

/// The configuration of a function; nothing but its name is known of one that is the application's own code.
pub fn configuration(name: FunctionName<'_>, function: Option<&Function>, profile: &Profile) -> Value {
    let text = |text: Option<&crate::document::Text>, default: &str| text.map_or(default.into(), ToString::to_string);
    let number = |number: Option<Whole>, default: u64| number.map_or(default, |Whole(number)| number);
    let last_modified = text(function.and_then(|it| it.last_modified.as_ref()), LAST_MODIFIED);
    let role = format!("arn:aws:iam::{}:role/lambda", profile.account_id);
    let environment = function.and_then(|it| it.environment.as_ref());
    // There is no code to make a checksum of: one that is the same as long as the function is.
    let mut generator = fastrand::Rng::with_seed(checksum(name.name, function));
    let checksum: Vec<_> = std::iter::repeat_with(|| generator.u8(..)).take(32).collect();
    let revision = format!("{:032x}", generator.u128(..));
    let part = |range| revision.get(range).unwrap_or_default();
    let revision = [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-");
    json!({
        "FunctionName": name.name,
        "FunctionArn": name.arn(profile),
        "Runtime": text(function.and_then(|it| it.runtime.as_ref()), "nodejs22.x"),
        "Role": text(function.and_then(|it| it.role.as_ref()), &role),
        "Handler": text(function.and_then(|it| it.handler.as_ref()), "index.handler"),
        "CodeSize": 256,
        "Description": text(function.and_then(|it| it.description.as_ref()), ""),
        "Timeout": number(function.and_then(|it| it.timeout), 3),
        "MemorySize": number(function.and_then(|it| it.memory_size), 128),
        "LastModified": last_modified.replace('Z', "+0000"),
        "CodeSha256": STANDARD.encode(checksum),
        "Version": LATEST,
        "Environment": environment.map(|variables| json!({ "Variables": variables })),
        "TracingConfig": { "Mode": "PassThrough" },
        "RevisionId": revision,
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "EphemeralStorage": { "Size": 512 },
        "SnapStart": { "ApplyOn": "None", "OptimizationStatus": "Off" },
        "LoggingConfig": { "LogFormat": "Text", "LogGroup": format!("/aws/lambda/{}", name.name) },
    })
}

fn checksum(name: &str, function: Option<&Function>) -> u64 {
    let function = function.and_then(|function| serde_json::to_vec(function).ok()).unwrap_or_default();
    (u64::from(crc32fast::hash(name.as_bytes())) << 32) | u64::from(crc32fast::hash(&function))
}
