//! Specs of updates.

use serde_json::{Value, json};

use super::{TEMPLATE, create, describe, events, statuses, update};
use crate::aws::services::tests::Account;
use crate::document::Path;
use crate::state::{stack, transitions};

fn created() -> Account {
    let mut account = Account::new();
    create(&mut account, "a");
    account.advance(3000);
    account
}

/// A template with a parameter, a queue whose name it is part of, and that name as an output.
fn queue(default: &str) -> String {
    let name = json!({ "Fn::Sub": "${Prefix}-queue" });
    json!({
        "Parameters": { "Prefix": { "Type": "String", "Default": default } },
        "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": name } } },
        "Outputs": { "Prefix": { "Value": { "Ref": "Prefix" } } },
    })
    .to_string()
}

#[test]
fn an_update_takes_its_time_and_cleans_up() {
    let mut account = created();
    update(&mut account, "a", &json!({ "TemplateBody": queue("x"), "ClientRequestToken": "t" })).unwrap();
    let stack = describe(&mut account, "a");
    assert_eq!(
        (&stack["StackStatus"], &stack["LastUpdatedTime"]),
        (&json!("UPDATE_IN_PROGRESS"), &json!("2026-01-29T10:00:03.000Z"))
    );
    account.advance(3000);
    assert_eq!(describe(&mut account, "a")["StackStatus"], "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    account.advance(3000);
    let stack = describe(&mut account, "a");
    assert_eq!(stack["StackStatus"], "UPDATE_COMPLETE");
    assert_eq!(stack["Outputs"], json!([{ "OutputKey": "Prefix", "OutputValue": "x" }]));
    let all = statuses(&mut account, "a", |event| event["ClientRequestToken"] == "t");
    let expected = [
        "UPDATE_COMPLETE",
        "DELETE_COMPLETE",
        "DELETE_IN_PROGRESS",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "CREATE_COMPLETE",
        "CREATE_IN_PROGRESS",
        "UPDATE_IN_PROGRESS",
    ];
    assert_eq!(all, expected);
    let left = account.call("ListStackResources", json!({ "StackName": "a" })).unwrap();
    let left: Vec<_> =
        left["StackResourceSummaries"].as_array().unwrap().iter().map(|it| &it["LogicalResourceId"]).collect();
    assert_eq!(left, ["Queue"]);
}

#[test]
fn an_update_can_be_over_at_once() {
    let mut account = created();
    let immediate = json!({ "*": "immediate" });
    account.apply(transitions::set(&account.state, immediate.into(), &Path::Root("transitions")).unwrap());
    update(&mut account, "a", &json!({ "TemplateBody": queue("x") })).unwrap();
    assert_eq!(describe(&mut account, "a")["StackStatus"], "UPDATE_COMPLETE");
}

#[test]
fn what_a_parameter_changes_is_updated() {
    let mut account = Account::new();
    account.call("CreateStack", json!({ "StackName": "a", "TemplateBody": queue("x") })).unwrap();
    account.advance(3000);
    let parameters = json!([{ "ParameterKey": "Prefix", "ParameterValue": "y" }]);
    update(&mut account, "a", &json!({ "UsePreviousTemplate": true, "Parameters": parameters })).unwrap();
    account.advance(6000);
    assert_eq!(describe(&mut account, "a")["Outputs"][0]["OutputValue"], "y");
    let resources = account.call("ListStackResources", json!({ "StackName": "a" })).unwrap();
    let id = &resources["StackResourceSummaries"][0]["PhysicalResourceId"];
    assert_eq!(id, "https://sqs.us-east-1.amazonaws.com/123456789012/y-queue");
    let queue = statuses(&mut account, "a", |event| event["LogicalResourceId"] == "Queue");
    assert_eq!(queue, ["UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_IN_PROGRESS"]);
    // A value that is not given is the default again, unless the previous one is asked for.
    let previous = json!([{ "ParameterKey": "Prefix", "UsePreviousValue": true }]);
    let tags = json!([{ "Key": "a", "Value": "b" }]);
    let input = json!({ "UsePreviousTemplate": true, "Parameters": previous, "Tags": tags });
    update(&mut account, "a", &input).unwrap();
    account.advance(6000);
    let stack = describe(&mut account, "a");
    assert_eq!((&stack["Parameters"][0]["ParameterValue"], &stack["Tags"]), (&json!("y"), &tags));
    update(&mut account, "a", &json!({ "UsePreviousTemplate": true })).unwrap();
    account.advance(6000);
    let stack = describe(&mut account, "a");
    assert_eq!((&stack["Parameters"][0]["ParameterValue"], &stack["Tags"]), (&json!("x"), &tags));
}

#[test]
fn an_update_that_changes_nothing_is_refused() {
    let mut account = created();
    let spaced = TEMPLATE.replace("\":", "\" : ");
    for template in
        [json!({ "UsePreviousTemplate": true }), json!({ "TemplateBody": TEMPLATE }), json!({ "TemplateBody": spaced })]
    {
        let error = update(&mut account, "a", &template).unwrap_err();
        assert_eq!(
            (&*error.code, &*error.message),
            ("ValidationError", "No updates are to be performed."),
            "{template}"
        );
    }
    let tags = json!([{ "Key": "a", "Value": "b" }]);
    let more = [
        json!({ "Tags": tags }),
        json!({ "RoleARN": "arn:aws:iam::123456789012:role/r" }),
        json!({ "NotificationARNs": ["arn:aws:sns:us-east-1:123456789012:t"] }),
    ];
    for more in more {
        let mut input = json!({ "UsePreviousTemplate": true });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        update(&mut account, "a", &input).unwrap();
        account.advance(6000);
        let stack = describe(&mut account, "a");
        for (member, value) in more.as_object().unwrap() {
            assert_eq!(stack[member], *value);
        }
    }
}

#[test]
fn a_stack_is_updated_in_the_right_state_only() {
    let mut account = Account::new();
    let id = create(&mut account, "a");
    let error = update(&mut account, "a", &json!({ "TemplateBody": queue("x") })).unwrap_err();
    let message = format!("Stack:{id} is in CREATE_IN_PROGRESS state and can not be updated.");
    assert_eq!((&*error.code, error.message), ("ValidationError", message));
    account.advance(3000);
    account.call("DeleteStack", json!({ "StackName": "a" })).unwrap();
    account.advance(3000);
    for name in ["a", id.as_str(), "nope"] {
        let error = update(&mut account, name, &json!({ "TemplateBody": queue("x") })).unwrap_err();
        assert_eq!(error.message, format!("Stack [{name}] does not exist"));
    }
}

#[test]
fn an_update_is_carried_out_once_for_its_token() {
    let mut account = created();
    let input = json!({ "TemplateBody": queue("x"), "ClientRequestToken": "t" });
    let first = update(&mut account, "a", &input).unwrap();
    assert_eq!(update(&mut account, "a", &input).unwrap(), first);
    account.advance(6000);
    assert_eq!(update(&mut account, "a", &input).unwrap(), first);
    assert_eq!(events(&mut account, "a").iter().filter(|status| **status == "UPDATE_COMPLETE").count(), 1);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let mut account = created();
    let parameters = |parameter: Value| json!({ "UsePreviousTemplate": true, "Parameters": [parameter] });
    let reserved = json!([{ "Key": "aws:a", "Value": "b" }]);
    let cases = [
        (
            json!({ "UsePreviousTemplate": true, "Tags": reserved }),
            "aws: prefixed tag key names are not allowed for external use.",
        ),
        (json!({}), "Either Template URL or Template Body must be specified."),
        (
            json!({ "UsePreviousTemplate": true, "TemplateBody": TEMPLATE }),
            "You cannot specify both usePreviousTemplate and Template Body/Template URL.",
        ),
        (
            parameters(json!({ "ParameterKey": "x", "UsePreviousValue": true })),
            "Invalid input for parameter key x. Cannot specify usePreviousValue as true for a parameter key not in the \
             previous template",
        ),
        (
            parameters(json!({ "ParameterKey": "x", "ParameterValue": "y", "UsePreviousValue": true })),
            "Invalid input for parameter key x. Cannot specify usePreviousValue as true and non empty value for a \
             parameter",
        ),
        (
            parameters(json!({ "ParameterKey": "x", "ParameterValue": "y" })),
            "Parameters: [x] do not exist in the template",
        ),
    ];
    for (input, message) in cases {
        let error = update(&mut account, "a", &input).unwrap_err();
        assert_eq!((&*error.code, &*error.message), ("ValidationError", message));
    }
}

#[test]
fn the_stack_of_the_methods_is_updated_without_a_template() {
    let mut account = Account::new();
    let known = json!({ "parameters": { "a": "b" }, "outputs": { "c": "d" } });
    account.apply(stack::merge(&account.state, known.into()).unwrap());
    let tags = json!([{ "Key": "a", "Value": "b" }]);
    update(&mut account, "minecraft-stack", &json!({ "UsePreviousTemplate": true, "Tags": tags })).unwrap();
    account.advance(6000);
    let stack = describe(&mut account, "minecraft-stack");
    assert_eq!((&stack["StackStatus"], &stack["Tags"]), (&json!("UPDATE_COMPLETE"), &tags));
    assert_eq!(stack["Parameters"], json!([{ "ParameterKey": "a", "ParameterValue": "b" }]));
    assert_eq!(stack["Outputs"], json!([{ "OutputKey": "c", "OutputValue": "d" }]));
}
