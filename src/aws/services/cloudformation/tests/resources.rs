//! Specs of the resources of stacks.

use serde_json::{Value, json};

use super::{create, statuses};
use crate::aws::services::tests::Account;
use crate::document::Path;
use crate::state::{Mode, overlay, stack};

fn resources(account: &mut Account, input: Value) -> Vec<Value> {
    account.call("DescribeStackResources", input).unwrap()["StackResources"].as_array().unwrap().clone()
}

#[test]
fn they_go_with_the_stack() {
    let mut account = Account::new();
    let id = create(&mut account, "a");
    let status = |account: &mut Account| {
        let listed = account.call("ListStackResources", json!({ "StackName": id })).unwrap();
        let listed = listed["StackResourceSummaries"].as_array().unwrap().clone();
        let described = resources(account, json!({ "StackName": id }));
        assert_eq!(listed[0]["PhysicalResourceId"], described[0]["PhysicalResourceId"]);
        assert_eq!(listed[0]["LastUpdatedTimestamp"], described[0]["Timestamp"]);
        assert_eq!((listed.len(), &listed[0]["ResourceStatus"]), (1, &described[0]["ResourceStatus"]));
        listed[0]["ResourceStatus"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(&mut account), "CREATE_IN_PROGRESS");
    account.advance(3000);
    assert_eq!(status(&mut account), "CREATE_COMPLETE");
    account.call("DeleteStack", json!({ "StackName": "a" })).unwrap();
    assert_eq!(status(&mut account), "DELETE_IN_PROGRESS");
    account.advance(3000);
    assert_eq!(status(&mut account), "DELETE_COMPLETE");
    let statuses = statuses(&mut account, &id, |event| event["LogicalResourceId"] == "Topic");
    assert_eq!(statuses, ["DELETE_COMPLETE", "DELETE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_IN_PROGRESS"]);
}

#[test]
fn they_have_ids_of_their_services() {
    let mut account = Account::new();
    let of_type = |kind: &str, properties: Value| json!({ "Type": kind, "Properties": properties });
    let template = json!({ "Resources": {
        "Bucket": of_type("AWS::S3::Bucket", json!({})),
        "Function": of_type("AWS::Lambda::Function", json!({ "FunctionName": { "Fn::Sub": "${AWS::StackName}-f" } })),
        "Other": of_type("AWS::Other::Thing", json!({})),
        "Server": of_type("AWS::EC2::Instance", json!({})),
        "Topic": of_type("AWS::SNS::Topic", json!({ "TopicName": "t" })),
    } });
    account.call("CreateStack", json!({ "StackName": "App", "TemplateBody": template.to_string() })).unwrap();
    let resources = resources(&mut account, json!({ "StackName": "App" }));
    let ids: Vec<_> = resources.iter().map(|resource| resource["PhysicalResourceId"].as_str().unwrap()).collect();
    let &[bucket, function, other, server, topic] = ids.as_slice() else { panic!("{ids:?}") };
    assert!(bucket.starts_with("app-bucket-"), "{bucket}");
    assert_eq!((function, topic), ("App-f", "arn:aws:sns:us-east-1:123456789012:t"));
    assert!(other.starts_with("App-Other-") && other.len() == 22, "{other}");
    assert!(server.starts_with("i-") && server.len() == 19, "{server}");
}

#[test]
fn one_is_found_by_either_of_its_ids() {
    let mut account = Account::new();
    let server = json!({ "type": "AWS::EC2::Instance", "physicalId": "i-mock1234567890abcdef" });
    let partial = json!({ "cloudformation": { "resources": { "Server": server } } });
    let root = Path::Root("");
    account.apply(overlay(&account.state, partial.into(), &root, Mode::Patch, &account.setting).unwrap());
    let found = resources(&mut account, json!({ "PhysicalResourceId": "i-mock1234567890abcdef" }));
    assert_eq!((&found[0]["StackName"], &found[0]["LogicalResourceId"]), (&json!("minecraft-stack"), &json!("Server")));
    assert_eq!(found[0]["ResourceStatus"], "CREATE_COMPLETE");
    let own = |logical_id: &str| json!({ "StackName": "minecraft-stack", "LogicalResourceId": logical_id });
    assert_eq!(resources(&mut account, own("Server")), found);
    let cases = [
        (own("Other"), "Resource Other does not exist for stack minecraft-stack"),
        (json!({ "StackName": "nope" }), "Stack with id nope does not exist"),
        (json!({ "PhysicalResourceId": "i-1" }), "Stack for i-1 does not exist"),
        (json!({}), "Either StackName or PhysicalResourceId must be specified."),
        (
            json!({ "StackName": "a", "PhysicalResourceId": "b" }),
            "StackName and PhysicalResourceId must not be specified together.",
        ),
    ];
    for (input, message) in cases {
        let error = account.error("DescribeStackResources", input);
        assert_eq!((&*error.code, &*error.message), ("ValidationError", message));
    }
}

#[test]
fn they_come_in_pages() {
    let mut account = Account::new();
    let topics: Value =
        (0..120).map(|number| (format!("T{number:03}"), json!({ "Type": "AWS::SNS::Topic" }))).collect();
    let template = json!({ "Resources": topics }).to_string();
    account.call("CreateStack", json!({ "StackName": "a", "TemplateBody": template })).unwrap();
    let page = |account: &mut Account, token: &Value| {
        account.call("ListStackResources", json!({ "StackName": "a", "NextToken": token })).unwrap()
    };
    let first = page(&mut account, &Value::Null);
    let rest = page(&mut account, &first["NextToken"]);
    let count = |page: &Value| page["StackResourceSummaries"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&rest), rest.get("NextToken")), (100, 20, None));
    assert_eq!(rest["StackResourceSummaries"][0]["LogicalResourceId"], "T100");
    assert_eq!(resources(&mut account, json!({ "StackName": "a" })).len(), 100);
}

#[test]
fn a_method_that_ends_what_is_under_way_ends_it_for_them() {
    let mut account = Account::new();
    account.apply(stack::merge(&account.state, json!({ "exists": false }).into()).unwrap());
    create(&mut account, "minecraft-stack");
    account.apply(stack::merge(&account.state, json!({ "status": "CREATE_COMPLETE" }).into()).unwrap());
    let resources = resources(&mut account, json!({ "StackName": "minecraft-stack" }));
    assert_eq!(resources[0]["ResourceStatus"], "CREATE_COMPLETE");
}
