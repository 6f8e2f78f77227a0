use serde_json::{Value, json};

use super::{Account, INSTANCE, VOLUME};

fn tag(key: &str, value: &str) -> Value {
    json!({ "Key": key, "Value": value })
}

#[test]
fn resources_get_tags() {
    let mut account = Account::new();
    let image = "ami-0abcdef1234567890";
    account
        .call("CreateTags", json!({ "Resources": [INSTANCE, VOLUME, image], "Tags": [tag("a", "1"), tag("b", "")] }));
    account.call("CreateTags", json!({ "Resources": [INSTANCE], "Tags": [tag("a", "2")] }));
    assert_eq!(account.json()["instance"]["tags"], json!({ "a": "2", "b": "" }));
    assert_eq!(account.volume(VOLUME)["Tags"], json!([tag("a", "1"), tag("b", "")]));
    let all = account.call("DescribeTags", json!({}));
    let first = json!({ "Key": "a", "ResourceId": image, "ResourceType": "image", "Value": "1" });
    assert_eq!((all["Tags"].as_array().unwrap().len(), &all["Tags"][0]), (6, &first));
}

#[test]
fn tags_are_listed_by_filters_and_pages() {
    let mut account = Account::new();
    let tags: Vec<_> = (0..7).map(|number| tag(&format!("key{number}"), "x")).collect();
    account.call("CreateTags", json!({ "Resources": [INSTANCE], "Tags": tags }));
    let filters = json!([{ "Name": "resource-id", "Values": [INSTANCE] }, { "Name": "key", "Values": ["key?"] }]);
    let first = account.call("DescribeTags", json!({ "Filters": filters, "MaxResults": 5 }));
    let second =
        account.call("DescribeTags", json!({ "Filters": filters, "MaxResults": 5, "NextToken": first["NextToken"] }));
    assert_eq!(second["Tags"].as_array().unwrap().len(), 2);
    let one = account.call("DescribeTags", json!({ "Filters": [{ "Name": "tag:key1", "Values": ["x"] }] }));
    assert_eq!(one["Tags"].as_array().unwrap().len(), 1);
}

#[test]
fn a_tag_has_rules() {
    let mut account = Account::new();
    let mut code = |tags: Value| account.code("CreateTags", json!({ "Resources": [INSTANCE], "Tags": tags }));
    assert_eq!(code(json!([tag("aws:x", "")])), "InvalidParameterValue");
    assert_eq!(code(json!([tag("", "")])), "InvalidParameterValue");
    assert_eq!(code(json!([tag(&"k".repeat(129), "")])), "InvalidParameterValue");
    assert_eq!(code(json!([tag("k", &"v".repeat(257))])), "InvalidParameterValue");
    assert_eq!(code(json!([tag("k", "1"), tag("k", "2")])), "InvalidParameterValue");
    let most: Vec<_> = (0..51).map(|number| tag(&number.to_string(), "")).collect();
    assert_eq!(code(json!(most)), "TagLimitExceeded");
    account.call("CreateTags", json!({ "Resources": [INSTANCE], "Tags": most[..50] }));
}

#[test]
fn what_cannot_have_tags_is_told() {
    let mut account = Account::new();
    let mut code =
        |id: &str| account.code("CreateTags", json!({ "Resources": [INSTANCE, id], "Tags": [tag("a", "")] }));
    assert_eq!(code("i-0123456789abcdef0"), "InvalidInstanceID.NotFound");
    assert_eq!(code("vol-0123456789abcdef0"), "InvalidVolume.NotFound");
    assert_eq!(code("ami-0123456789abcdef0"), "InvalidAMIID.NotFound");
    assert_eq!(code("eni-0abcdef1234567890"), "UnsupportedOperation");
    assert_eq!(code("i-x"), "InvalidID");
    assert_eq!(code("x"), "InvalidID");
}

#[test]
fn tags_of_aws_stay_and_do_not_count() {
    let mut account = Account::new();
    account.patch(json!({ "instance": { "tags": { "aws:cloudformation:stack-name": "s" } } }));
    let most: Vec<_> = (0..50).map(|number| tag(&number.to_string(), "")).collect();
    account.call("CreateTags", json!({ "Resources": [INSTANCE], "Tags": most }));
    account.call("DeleteTags", json!({ "Resources": [INSTANCE] }));
    assert_eq!(account.json()["instance"]["tags"], json!({ "aws:cloudformation:stack-name": "s" }));
}

#[test]
fn ids_that_do_not_exist_are_told_together() {
    let mut account = Account::new();
    let ids = ["i-0123456789abcdef0", "i-0123456789abcdef1", "vol-0123456789abcdef0"];
    let (code, message) = account.error("DeleteTags", json!({ "Resources": ids }));
    assert_eq!(code, "InvalidInstanceID.NotFound");
    assert_eq!(message, "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist");
}
