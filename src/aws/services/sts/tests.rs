//! Specs of assumed roles.

use serde_json::{Value, json};

use crate::aws::services::tests::Account;

const ROLE: &str = "arn:aws:iam::210987654321:role/path/Deploy";

fn input(more: &Value) -> Value {
    let mut input = json!({ "RoleArn": ROLE, "RoleSessionName": "me" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

fn assume(account: &mut Account, more: &Value) -> Value {
    account.call("AssumeRole", input(more)).unwrap()
}

#[test]
fn whoever_has_the_credentials_is_the_role() {
    let mut account = Account::new();
    let output = assume(&mut account, &json!({ "DurationSeconds": 900, "SourceIdentity": "you" }));
    assert_eq!(output["Credentials"]["Expiration"], "2026-01-29T10:15:00.000Z");
    assert_eq!(output["AssumedRoleUser"]["Arn"], "arn:aws:sts::210987654321:assumed-role/Deploy/me");
    assert_eq!((&output["SourceIdentity"], &output["PackedPolicySize"]), (&json!("you"), &Value::Null));
    account.session_token = output["Credentials"]["SessionToken"].as_str().unwrap().into();
    assert!(account.session_token.starts_with("IQoJb3JpZ2luX2Vj"));
    let identity = account.call("GetCallerIdentity", json!({})).unwrap();
    assert_eq!(identity["Arn"], output["AssumedRoleUser"]["Arn"]);
    assert_eq!(identity["UserId"], output["AssumedRoleUser"]["AssumedRoleId"]);
    assert_eq!(identity["Account"], "210987654321");
}

#[test]
fn a_token_of_somebody_else_is_that_of_the_user() {
    let mut account = Account::new();
    for token in ["", "x", "IQoJb3JpZ2luX2Vj"] {
        account.session_token = token.into();
        let identity = account.call("GetCallerIdentity", json!({})).unwrap();
        assert_eq!(identity["Arn"], "arn:aws:iam::123456789012:user/mock", "{token}");
    }
}

#[test]
fn a_role_has_one_id_and_every_session_its_own_key() {
    let mut account = Account::new();
    let [one, other] = [(); 2].map(|()| assume(&mut account, &json!({})));
    assert_eq!(one["AssumedRoleUser"], other["AssumedRoleUser"]);
    let id = one["AssumedRoleUser"]["AssumedRoleId"].as_str().unwrap();
    assert!(id.starts_with("AROA") && id.ends_with(":me") && id.len() == 24, "{id}");
    let key = one["Credentials"]["AccessKeyId"].as_str().unwrap();
    assert!(key.starts_with("ASIA") && key.len() == 20, "{key}");
    assert_ne!(one["Credentials"]["AccessKeyId"], other["Credentials"]["AccessKeyId"]);
}

#[test]
fn a_session_in_a_session_lasts_an_hour_at_most() {
    let mut account = Account::new();
    let output = assume(&mut account, &json!({ "DurationSeconds": 43200 }));
    account.session_token = output["Credentials"]["SessionToken"].as_str().unwrap().into();
    assume(&mut account, &json!({ "DurationSeconds": 3600 }));
    let error = account.error("AssumeRole", input(&json!({ "DurationSeconds": 3601 })));
    assert_eq!(error.code, "ValidationError");
    assert!(error.message.ends_with("1 hour session limit for roles assumed by role chaining."), "{error}");
}

#[test]
fn policies_and_tags_take_their_share() {
    let mut account = Account::new();
    let tags = json!([{ "Key": "a", "Value": "b" }]);
    let output = assume(&mut account, &json!({ "Policy": "{}", "Tags": tags, "TransitiveTagKeys": ["A"] }));
    assert_eq!(output["PackedPolicySize"], 1);
    let cases = [
        (json!({ "Policy": "{" }), "MalformedPolicyDocument"),
        (json!({ "Policy": format!("\"{}\"", "x".repeat(2048)) }), "PackedPolicyTooLarge"),
        (json!({ "Tags": [tags[0], { "Key": "A", "Value": "" }] }), "InvalidParameterValue"),
        (json!({ "Tags": [{ "Key": "AWS:a", "Value": "" }] }), "InvalidParameterValue"),
        (json!({ "Tags": tags, "TransitiveTagKeys": ["b"] }), "InvalidParameterValue"),
    ];
    for (more, code) in cases {
        assert_eq!(account.error("AssumeRole", input(&more)).code, code, "{more}");
    }
}

#[test]
fn what_is_no_role_is_refused() {
    let mut account = Account::new();
    let cases = [
        ("not-an-arn-at-all-but-long", "not-an-arn-at-all-but-long is invalid"),
        ("arn:aws:iam::123456789012:user/mock", "Request ARN is invalid"),
        ("arn:aws:iam::12345:role/Deploy", "Request ARN is invalid"),
        ("arn:aws:iam::123456789012:role/", "Request ARN is invalid"),
    ];
    for (arn, message) in cases {
        let error = account.error("AssumeRole", json!({ "RoleArn": arn, "RoleSessionName": "me" }));
        assert_eq!((&*error.code, &*error.message), ("ValidationError", message));
    }
}
