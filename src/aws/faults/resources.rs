//! The resources that a call names, by the names of the members of its input.

use serde_json::Value;

use crate::document::Text;

/// How the members end that hold a resource, or a list of them.
const ENDINGS: [&str; 9] = ["Id", "Ids", "Name", "Names", "Path", "Arn", "Arns", "Resource", "Resources"];

/// The members that hold one under another name.
const OTHERS: [&str; 4] = ["Source", "EmailAddress", "PublicIp", "PublicIps"];

/// Everything that an input names, in its order, with the parts of what has any.
pub(super) fn resources_of(input: &Value) -> Vec<Text> {
    let mut found = Vec::new();
    collect(input, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<Text>) {
    match value {
        Value::Object(members) => {
            // Targets of a command: the key says what the values are.
            if let (Some(Value::String(key)), Some(values)) = (members.get("Key"), members.get("Values"))
                && is_named(key)
            {
                add_all(values, found);
            }
            for (name, value) in members.iter().filter(|(name, _)| !name.contains("Filter")) {
                if is_named(name) { add_all(value, found) } else { collect(value, found) }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

fn is_named(member: &str) -> bool {
    OTHERS.contains(&member) || ENDINGS.iter().any(|ending| member.ends_with(ending))
}

fn add_all(value: &Value, found: &mut Vec<Text>) {
    match value {
        Value::String(text) => add(text, found),
        Value::Array(values) => values.iter().for_each(|value| add_all(value, found)),
        other => collect(other, found),
    }
}

/// Adds a text, and what it says beside a version, a label or the rest of an ARN.
fn add(text: &str, found: &mut Vec<Text>) {
    let mut add = |part: &str| {
        if !part.is_empty() && !found.iter().any(|known| known == part) {
            found.push(part.into());
        }
    };
    add(text);
    let of_arn = text.strip_prefix("arn:").and_then(|rest| rest.splitn(5, ':').nth(4));
    let Some(resource) = of_arn else {
        for part in [text.split(':').next(), text.rsplit(':').next()].into_iter().flatten() {
            add(part);
        }
        return;
    };
    add(resource);
    if let Some((at, separator)) = resource.match_indices(['/', ':']).next() {
        let name = resource.get(at + 1..).unwrap_or_default();
        if separator == "/" {
            add(resource.get(at..).unwrap_or_default());
        }
        add(name);
        for part in [name.split(['/', ':']).next(), name.rsplit(['/', ':']).next()].into_iter().flatten() {
            add(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(input: &Value) -> Vec<String> {
        resources_of(input).into_iter().map(Into::into).collect()
    }

    #[test]
    fn ids_names_and_paths_are_resources() {
        let cases = [
            (json!({ "InstanceIds": ["i-1", "i-2"], "DryRun": true }), vec!["i-1", "i-2"]),
            (json!({ "VolumeId": "vol-1", "InstanceId": "i-1", "Device": "/dev/sdf" }), vec!["vol-1", "i-1"]),
            (json!({ "Name": "/a/b", "Value": "secret", "Type": "String" }), vec!["/a/b"]),
            (json!({ "Names": ["/a", "/b"] }), vec!["/a", "/b"]),
            (json!({ "Path": "/a", "MaxResults": 3, "NextToken": "x" }), vec!["/a"]),
            (json!({ "Resources": ["i-1"], "Tags": [{ "Key": "a", "Value": "b" }] }), vec!["i-1"]),
            (json!({ "Targets": [{ "Key": "InstanceIds", "Values": ["i-1"] }] }), vec!["i-1"]),
            (json!({ "BlockDeviceMappings": [{ "Ebs": { "SnapshotId": "snap-1" } }] }), vec!["snap-1"]),
            (json!({ "Filters": [{ "Name": "instance-id", "Values": ["i-1"] }] }), vec![]),
            (json!({ "PublicIps": ["198.19.0.4"], "AllocationId": "eipalloc-1" }), vec!["198.19.0.4", "eipalloc-1"]),
            (json!({ "Name": "/a:3" }), vec!["/a:3", "/a", "3"]),
            (json!({ "SnapshotIds": ["snap-1"], "MaxResults": 5 }), vec!["snap-1"]),
            (json!({ "ImageId": "ami-1", "DeleteAssociatedSnapshots": true }), vec!["ami-1"]),
            (json!({ "ResourceType": "Parameter", "ResourceId": "/a", "TagKeys": ["b"] }), vec!["/a"]),
            (json!({ "CommandId": "c-1", "InstanceIds": ["i-1"] }), vec!["c-1", "i-1"]),
            (json!({ "InstanceInformationFilterList": [{ "key": "InstanceIds", "valueSet": ["i-1"] }] }), vec![]),
        ];
        for (input, expected) in cases {
            assert_eq!(found(&input), expected, "{input}");
        }
    }

    #[test]
    fn an_arn_is_found_by_its_parts() {
        let cases = [
            ("arn:aws:lambda:us-east-1:123456789012:function:greet:7", "greet"),
            ("arn:aws:ssm:us-east-1:123456789012:parameter/game/motd", "/game/motd"),
            ("arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc", "minecraft-stack"),
            ("arn:aws:ec2:us-east-1:123456789012:instance/i-1", "i-1"),
            ("arn:aws:ses:us-east-1:123456789012:identity/a@example.com", "a@example.com"),
        ];
        for (arn, name) in cases {
            let found = found(&json!({ "ResourceArn": arn }));
            assert_eq!(found.first().map(String::as_str), Some(arn));
            assert!(found.iter().any(|part| part == name), "{found:?}");
        }
    }
}
