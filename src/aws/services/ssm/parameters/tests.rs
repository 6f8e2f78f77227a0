//! Specs of parameters.

use serde_json::{Value, json};

use crate::aws::services::tests::Account;
use crate::document::Value as Argument;
use crate::state::parameter_history::PastVersion;
use crate::state::{Stored, parameters};

fn put(account: &mut Account, name: &str, value: &str) -> Value {
    let input = json!({ "Name": name, "Value": value, "Type": "String", "Overwrite": true });
    account.call("PutParameter", input).unwrap()
}

fn get(account: &mut Account, name: &str) -> Value {
    account.call("GetParameter", json!({ "Name": name })).unwrap()["Parameter"].take()
}

fn names(output: &Value) -> Vec<&str> {
    output["Parameters"].as_array().unwrap().iter().map(|it| it["Name"].as_str().unwrap()).collect()
}

#[test]
fn a_parameter_of_the_methods_is_there() {
    let mut account = Account::new();
    let parameter = get(&mut account, "/minecraft/player-count");
    assert_eq!(
        parameter,
        json!({
            "Name": "/minecraft/player-count",
            "Type": "String",
            "Value": "0",
            "Version": 1,
            "LastModifiedDate": "2026-01-29T10:00:00.000Z",
            "ARN": "arn:aws:ssm:us-east-1:123456789012:parameter/minecraft/player-count",
            "DataType": "text",
        })
    );
}

#[test]
fn one_that_is_not_there_is_an_error_without_words() {
    let error = Account::new().error("GetParameter", json!({ "Name": "/no/such" }));
    assert_eq!((&*error.code, &*error.message, error.status), ("ParameterNotFound", "", 400));
}

#[test]
fn versions_count_up_and_stay() {
    let mut account = Account::new();
    assert_eq!(put(&mut account, "/a", "one"), json!({ "Version": 1, "Tier": "Standard" }));
    assert_eq!(put(&mut account, "/a", "two")["Version"], 2);
    let now = account.setting.now;
    let by_method = parameters::put(&account.state, "/a", "three".into(), Argument::Undefined, true, now).unwrap();
    account.apply(by_method);
    assert_eq!(get(&mut account, "/a")["Version"], 3);
    let second = get(&mut account, "/a:2");
    assert_eq!((&second["Name"], &second["Value"], &second["Selector"]), (&json!("/a"), &json!("two"), &json!(":2")));
    let error = account.error("GetParameter", json!({ "Name": "/a:4" }));
    assert_eq!(error.code, "ParameterVersionNotFound");
    let history = account.call("GetParameterHistory", json!({ "Name": "/a", "MaxResults": 2 })).unwrap();
    let rest = json!({ "Name": "/a", "NextToken": history["NextToken"] });
    let rest = account.call("GetParameterHistory", rest).unwrap();
    let values = |page: &Value| page["Parameters"].as_array().unwrap().iter().map(|it| it["Value"].clone()).collect();
    let values: Vec<Vec<Value>> = vec![values(&history), values(&rest)];
    assert_eq!(json!(values), json!([["one", "two"], ["three"]]));
    assert!(rest.get("NextToken").is_none());
}

#[test]
fn no_more_than_a_hundred_versions_are_kept_and_none_of_a_parameter_that_is_deleted() {
    let mut account = Account::new();
    for round in 1..=150 {
        put(&mut account, "/a", &round.to_string());
    }
    assert_eq!(account.state.len(PastVersion::AREA), 99);
    let now = account.setting.now;
    let other = parameters::put(&account.state, "/a:b", "1".into(), Argument::Undefined, true, now).unwrap();
    account.apply(other);
    put(&mut account, "/a:b", "2");
    let history = account.call("GetParameterHistory", json!({ "Name": "/a", "MaxResults": 1 })).unwrap();
    assert_eq!(history["Parameters"][0]["Version"], 51);
    account.call("DeleteParameter", json!({ "Name": "/a" })).unwrap();
    assert_eq!(account.state.len(PastVersion::AREA), 1);
    assert_eq!(account.error("DeleteParameter", json!({ "Name": "/a" })).code, "ParameterNotFound");
}

#[test]
fn what_cannot_be_put_is_refused_in_the_words_of_aws() {
    let mut account = Account::new();
    let long = "x".repeat(4097);
    let name = "/minecraft/player-count";
    let deep = "/a".repeat(16);
    for (input, code, message) in [
        (json!({ "Name": name, "Value": "1", "Type": "String" }), "ParameterAlreadyExists", "The parameter already"),
        (json!({ "Name": "/n", "Value": "1" }), "ValidationException", "A parameter type is required"),
        (json!({ "Name": "/n", "Value": "", "Type": "String" }), "ValidationException", "1 validation error detected"),
        (json!({ "Name": "/n", "Value": long, "Type": "String" }), "ValidationException", "Standard tier parameters"),
        (json!({ "Name": "aws-x", "Value": "1", "Type": "String" }), "ValidationException", "Parameter name: can't"),
        (json!({ "Name": "/aws/x", "Value": "1", "Type": "String" }), "AccessDeniedException", "No access to reserved"),
        (json!({ "Name": "a/b", "Value": "1", "Type": "String" }), "ValidationException", "Parameter name must be a"),
        (json!({ "Name": "/a b", "Value": "1", "Type": "String" }), "ValidationException", "Parameter name: can't"),
        (
            json!({ "Name": deep, "Value": "1", "Type": "String" }),
            "HierarchyLevelLimitExceededException",
            "A hierarchy",
        ),
        (
            json!({ "Name": "/n", "Value": "x", "Type": "String", "AllowedPattern": "^\\d+$" }),
            "ParameterPatternMismatchException",
            "Parameter value, cannot be validated against allowedPattern: ^\\d+$",
        ),
        (
            json!({ "Name": name, "Value": "1", "Overwrite": true, "Tags": [{ "Key": "a", "Value": "b" }] }),
            "ValidationException",
            "Invalid request: tags and overwrite",
        ),
        (
            json!({ "Name": "/n", "Value": "1", "Type": "String", "DataType": "Text" }),
            "ValidationException",
            "The following data type is not supported: Text",
        ),
    ] {
        let error = account.error("PutParameter", input);
        assert_eq!(error.code, code, "{}", error.message);
        assert!(error.message.starts_with(message), "{}", error.message);
    }
}

#[test]
fn a_name_that_exists_is_accepted_whatever_it_is() {
    let mut account = Account::new();
    let now = account.setting.now;
    let entries = parameters::put(&account.state, "aws: a b", "1".into(), Argument::Undefined, true, now).unwrap();
    account.apply(entries);
    assert_eq!(put(&mut account, "aws: a b", "2")["Version"], 2);
    assert_eq!(get(&mut account, "aws: a b")["Value"], "2");
    assert_eq!(get(&mut account, "aws: a b:1")["Value"], "1");
}

#[test]
fn what_an_overwrite_does_not_give_stays() {
    let mut account = Account::new();
    let input = json!({
        "Name": "/a", "Value": "1", "Type": "String", "Description": "what", "AllowedPattern": "^.$",
        "Tier": "Advanced", "Tags": [{ "Key": "k", "Value": "v" }],
    });
    account.call("PutParameter", input).unwrap();
    let output = account.call("PutParameter", json!({ "Name": "/a", "Value": "2", "Overwrite": true })).unwrap();
    assert_eq!(output, json!({ "Version": 2, "Tier": "Advanced" }));
    let filters = json!({ "ParameterFilters": [{ "Key": "tag:k", "Values": ["v"] }] });
    let described = account.call("DescribeParameters", filters).unwrap();
    assert_eq!(
        described["Parameters"][0],
        json!({
            "Name": "/a",
            "Type": "String",
            "LastModifiedDate": "2026-01-29T10:00:00.000Z",
            "LastModifiedUser": "arn:aws:iam::123456789012:user/mock",
            "Description": "what",
            "AllowedPattern": "^.$",
            "Version": 2,
            "Tier": "Advanced",
            "Policies": [],
            "DataType": "text",
            "ARN": "arn:aws:ssm:us-east-1:123456789012:parameter/a",
        })
    );
    let error = account.error("PutParameter", json!({ "Name": "/a", "Value": "three", "Overwrite": true }));
    assert_eq!(error.code, "ParameterPatternMismatchException");
}

#[test]
fn a_secret_is_shown_to_those_only_who_ask_for_it() {
    let mut account = Account::new();
    let put = |value: &str| json!({ "Name": "/s", "Value": value, "Type": "SecureString", "Overwrite": true });
    account.call("PutParameter", put("hunter2")).unwrap();
    let shown = get(&mut account, "/s")["Value"].clone();
    assert!(shown.as_str().unwrap().starts_with("AQICAH"));
    assert_eq!(get(&mut account, "/s")["Value"], shown);
    account.call("PutParameter", put("hunter3")).unwrap();
    assert_ne!(get(&mut account, "/s")["Value"], shown);
    let clear = account.call("GetParameter", json!({ "Name": "/s", "WithDecryption": true })).unwrap();
    assert_eq!(clear["Parameter"]["Value"], "hunter3");
    let described = account.call("DescribeParameters", json!({ "Filters": [{ "Key": "Name", "Values": ["/s"] }] }));
    assert_eq!(described.unwrap()["Parameters"][0]["KeyId"], "alias/aws/ssm");
}

#[test]
fn many_are_got_by_name_and_by_arn() {
    let mut account = Account::new();
    put(&mut account, "plain", "1");
    let arn = |name: &str| format!("arn:aws:ssm:us-east-1:123456789012:parameter/{name}");
    let input = json!({ "Names": [arn("plain"), arn("minecraft/player-count"), "/no", "plain:7", "plain", "plain"] });
    let output = account.call("GetParameters", input).unwrap();
    assert_eq!(names(&output), ["/minecraft/player-count", "plain", "plain"]);
    assert_eq!(output["InvalidParameters"], json!(["/no", "plain:7"]));
    let deleted = account.call("DeleteParameters", json!({ "Names": ["plain", "/no"] })).unwrap();
    assert_eq!(deleted, json!({ "DeletedParameters": ["plain"], "InvalidParameters": ["/no"] }));
}

#[test]
fn a_path_has_its_own_parameters_or_all_below_it() {
    let mut account = Account::new();
    for name in ["/a/1", "/a/2", "/a/2/x", "/a/2/y", "/a/3", "/a!b", "/ab", "top"] {
        let now = account.setting.now;
        let entries = parameters::put(&account.state, name, "1".into(), Argument::Undefined, true, now).unwrap();
        account.apply(entries);
    }
    let mut get = |input: Value| account.call("GetParametersByPath", input).unwrap();
    assert_eq!(names(&get(json!({ "Path": "/a" }))), ["/a/1", "/a/2", "/a/3"]);
    assert_eq!(names(&get(json!({ "Path": "/a/", "Recursive": true }))), ["/a/1", "/a/2", "/a/2/x", "/a/2/y", "/a/3"]);
    assert_eq!(names(&get(json!({ "Path": "/" }))), ["/a!b", "/ab", "top"]);
    assert_eq!(names(&get(json!({ "Path": "/none" }))), [""; 0]);
    let first = get(json!({ "Path": "/a", "MaxResults": 2 }));
    assert_eq!(names(&first), ["/a/1", "/a/2"]);
    let rest = get(json!({ "Path": "/a", "MaxResults": 2, "NextToken": first["NextToken"] }));
    assert_eq!((names(&rest), rest.get("NextToken")), (vec!["/a/3"], None));
    let error = account.error("GetParametersByPath", json!({ "Path": "/a", "NextToken": "garbage" }));
    assert_eq!(error.code, "InvalidNextToken");
    let error = account.error("GetParametersByPath", json!({ "Path": "none" }));
    assert_eq!(error.code, "ValidationException");
}

#[test]
fn filters_are_checked_and_found_by() {
    let mut account = Account::new();
    let mut describe = |filter: Value| account.call("DescribeParameters", json!({ "ParameterFilters": [filter] }));
    let secret = describe(json!({ "Key": "Type", "Values": ["SecureString"] })).unwrap();
    assert_eq!(names(&secret), ["/minecraft/gdrive-token"]);
    let named = describe(json!({ "Key": "Name", "Option": "Contains", "Values": ["count"] })).unwrap();
    assert_eq!(names(&named), ["/minecraft/player-count"]);
    let below = describe(json!({ "Key": "Path", "Values": ["/minecraft"] })).unwrap();
    assert_eq!(names(&below).len(), 4);
    assert_eq!(names(&describe(json!({ "Key": "Path", "Values": ["/"] })).unwrap()), [""; 0]);
    for (filter, code) in [
        (json!({ "Key": "Colour", "Values": ["red"] }), "InvalidFilterKey"),
        (json!({ "Key": "Name", "Option": "Near", "Values": ["a"] }), "InvalidFilterOption"),
        (json!({ "Key": "Name", "Values": [] }), "InvalidFilterValue"),
    ] {
        assert_eq!(describe(filter).unwrap_err().code, code);
    }
}

#[test]
fn an_allowed_pattern_is_found_and_ends_whatever_it_is() {
    let error = |pattern: &str, value: String| {
        let input = json!({ "Name": "/a", "Type": "String", "Value": value, "AllowedPattern": pattern });
        Account::new().call("PutParameter", input).err().map(|error| error.code)
    };
    assert_eq!(error(r"\d{2}(?!\d)", "a12b".into()), None);
    assert_eq!(error("(", "a".into()).as_deref(), Some("InvalidAllowedPatternException"));
    for pattern in ["^(a+)+$", "^(?:(?=a)(?:a+)+)+$", r"^(a+)+\1$"] {
        let code = error(pattern, "a".repeat(4000) + "!");
        assert_eq!(code.as_deref(), Some("ParameterPatternMismatchException"), "{pattern}");
    }
}
