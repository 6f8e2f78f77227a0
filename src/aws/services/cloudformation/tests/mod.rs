//! Specs of stacks.

mod resources;
mod templates;
mod updates;

use serde_json::{Value, json};

use crate::aws::services::tests::Account;
use crate::document::{Path, Value as Argument};
use crate::state::{stack, transitions};

const TEMPLATE: &str = r#"{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}"#;

fn create(account: &mut Account, name: &str) -> String {
    let output = account.call("CreateStack", json!({ "StackName": name, "TemplateBody": TEMPLATE })).unwrap();
    output["StackId"].as_str().unwrap().into()
}

fn describe(account: &mut Account, name: &str) -> Value {
    account.call("DescribeStacks", json!({ "StackName": name })).unwrap()["Stacks"][0].take()
}

/// The statuses that a stack, or one of its resources, has had, the newest first.
fn statuses(account: &mut Account, name: &str, is_shown: impl Fn(&Value) -> bool) -> Vec<Value> {
    let events = account.call("DescribeStackEvents", json!({ "StackName": name })).unwrap()["StackEvents"].take();
    let events = events.as_array().unwrap().iter().filter(|event| is_shown(event));
    events.map(|event| event["ResourceStatus"].clone()).collect()
}

fn events(account: &mut Account, name: &str) -> Vec<Value> {
    statuses(account, name, |event| event["ResourceType"] == "AWS::CloudFormation::Stack")
}

fn update(account: &mut Account, name: &str, more: &Value) -> crate::aws::error::Result<Value> {
    let mut input = json!({ "StackName": name });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    account.call("UpdateStack", input)
}

#[test]
fn the_stack_of_the_methods_is_there() {
    let mut account = Account::new();
    let outputs = json!({ "outputs": { "Address": "203.0.113.42" } });
    account.apply(stack::merge(&account.state, outputs.into()).unwrap());
    let stack = describe(&mut account, "minecraft-stack");
    assert_eq!(stack["StackId"], "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123");
    assert_eq!(stack["StackStatus"], "CREATE_COMPLETE");
    assert_eq!(stack["Outputs"], json!([{ "OutputKey": "Address", "OutputValue": "203.0.113.42" }]));
    assert_eq!(events(&mut account, "minecraft-stack"), ["CREATE_COMPLETE"]);
    account.apply(stack::merge(&account.state, json!({ "exists": false }).into()).unwrap());
    let error = account.error("DescribeStacks", json!({ "StackName": "minecraft-stack" }));
    assert_eq!((&*error.code, &*error.message), ("ValidationError", "Stack with id minecraft-stack does not exist"));
    assert_eq!(account.call("DescribeStacks", json!({})).unwrap(), json!({ "Stacks": [] }));
}

#[test]
fn a_stack_is_created_and_deleted_in_its_time() {
    for name in ["other", "minecraft-stack"] {
        let mut account = Account::new();
        account.apply(stack::merge(&account.state, json!({ "exists": false }).into()).unwrap());
        let id = create(&mut account, name);
        assert_eq!(describe(&mut account, name)["StackStatus"], "CREATE_IN_PROGRESS");
        account.advance(3000);
        assert_eq!(describe(&mut account, &id)["StackStatus"], "CREATE_COMPLETE");
        account.call("DeleteStack", json!({ "StackName": name })).unwrap();
        assert_eq!(describe(&mut account, name)["StackStatus"], "DELETE_IN_PROGRESS");
        account.advance(3000);
        assert_eq!(account.error("DescribeStacks", json!({ "StackName": name })).code, "ValidationError");
        assert_eq!(account.error("DescribeStackEvents", json!({ "StackName": name })).code, "ValidationError");
        let statuses = ["DELETE_COMPLETE", "DELETE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_IN_PROGRESS"];
        assert_eq!(events(&mut account, &id), statuses);
        let next = create(&mut account, name);
        assert_eq!(describe(&mut account, name)["StackId"], next);
        assert_eq!(describe(&mut account, &id)["StackStatus"], "DELETE_COMPLETE");
        account.advance(90 * 24 * 60 * 60 * 1000);
        assert_eq!(account.error("DescribeStacks", json!({ "StackName": id })).code, "ValidationError");
    }
}

#[test]
fn a_stack_can_be_deleted_while_it_is_created() {
    let mut account = Account::new();
    create(&mut account, "a");
    account.advance(1000);
    account.call("DeleteStack", json!({ "StackName": "a" })).unwrap();
    account.advance(2999);
    assert_eq!(describe(&mut account, "a")["StackStatus"], "DELETE_IN_PROGRESS");
    account.advance(1);
    assert_eq!(account.error("DescribeStacks", json!({ "StackName": "a" })).code, "ValidationError");
}

#[test]
fn a_look_that_finds_a_stack_deleted_counts_although_it_fails() {
    let mut account = Account::new();
    account.apply(
        transitions::set(&account.state, json!({ "*": { "polls": 1 } }).into(), &Path::Root("transitions")).unwrap(),
    );
    account.call("DeleteStack", json!({ "StackName": "minecraft-stack" })).unwrap();
    account.error("DescribeStacks", json!({ "StackName": "minecraft-stack" }));
    let state = serde_json::to_value(&account.state).unwrap();
    assert_eq!((&state["cloudformation"]["exists"], state.get("scheduled")), (&json!(false), None));
}

#[test]
fn a_stack_that_exists_is_not_created_again_unless_the_request_is_the_same() {
    let mut account = Account::new();
    let input = |token: &str| json!({ "StackName": "a", "TemplateBody": TEMPLATE, "ClientRequestToken": token });
    let first = account.call("CreateStack", input("one")).unwrap();
    assert_eq!(account.call("CreateStack", input("one")).unwrap(), first);
    let error = account.error("CreateStack", input("two"));
    assert_eq!((&*error.code, &*error.message), ("AlreadyExistsException", "Stack [a] already exists"));
    let error = account.error("CreateStack", json!({ "StackName": "b" }));
    assert_eq!(error.message, "Either Template URL or Template Body must be specified.");
}

#[test]
fn a_protected_stack_is_not_deleted() {
    let mut account = Account::new();
    let input = json!({ "StackName": "a", "TemplateBody": TEMPLATE, "EnableTerminationProtection": true });
    account.call("CreateStack", input).unwrap();
    let error = account.error("DeleteStack", json!({ "StackName": "a" }));
    assert_eq!(error.message, "Stack [a] cannot be deleted while TerminationProtection is enabled");
    account.call("DeleteStack", json!({ "StackName": "no-such" })).unwrap();
}

#[test]
fn stacks_come_in_pages_the_newest_first() {
    let mut account = Account::new();
    for number in 0..120 {
        account.advance(1);
        create(&mut account, &format!("s{number}"));
    }
    let first = account.call("DescribeStacks", json!({})).unwrap();
    let rest = account.call("DescribeStacks", json!({ "NextToken": first["NextToken"] })).unwrap();
    let names = |page: &Value| -> Vec<Argument> {
        page["Stacks"].as_array().unwrap().iter().map(|it| it["StackName"].clone().into()).collect()
    };
    let all = [names(&first), names(&rest)].concat();
    assert_eq!(
        (all.len(), all.first(), all.last()),
        (121, Some(&json!("s119").into()), Some(&json!("minecraft-stack").into()))
    );
}

#[test]
fn all_stacks_are_listed_those_too_that_were_deleted() {
    let mut account = Account::new();
    let id = create(&mut account, "a");
    account.advance(3000);
    account.call("DeleteStack", json!({ "StackName": "a" })).unwrap();
    account.advance(3000);
    let listed = account.call("ListStacks", json!({})).unwrap();
    assert_eq!(listed["StackSummaries"][0]["StackId"], id);
    assert_eq!(listed["StackSummaries"][0]["DeletionTime"], "2026-01-29T10:00:06.000Z");
    assert_eq!(listed["StackSummaries"][1]["StackName"], "minecraft-stack");
    let of = |status: &str| json!({ "StackStatusFilter": [status] });
    let deleted = account.call("ListStacks", of("DELETE_COMPLETE")).unwrap();
    assert_eq!(deleted["StackSummaries"].as_array().map(Vec::len), Some(1));
    account.advance(90 * 24 * 60 * 60 * 1000);
    assert_eq!(account.call("ListStacks", of("DELETE_COMPLETE")).unwrap(), json!({ "StackSummaries": [] }));
}
