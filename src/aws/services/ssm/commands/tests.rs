//! Specs of run commands.

use serde_json::{Value, json};

use crate::aws::services::tests::Account;
use crate::document::{Path, Value as Argument};
use crate::state::{Mode, command_runs, commands, instance, overlay, scheduled, transitions};

const INSTANCE: &str = "i-mock1234567890abcdef";

fn account() -> Account {
    let mut account = Account::new();
    let now = account.setting.now;
    let entries = instance::set_state(&account.state, Argument::String("running".into()), now).unwrap();
    account.apply(entries);
    account
}

fn send(account: &mut Account, lines: &[&str]) -> String {
    let input = json!({
        "DocumentName": "AWS-RunShellScript", "InstanceIds": [INSTANCE], "Parameters": { "commands": lines },
    });
    let output = account.call("SendCommand", input).unwrap();
    assert_eq!(output["Command"]["Status"], "Pending");
    output["Command"]["CommandId"].as_str().unwrap().into()
}

fn invocation(account: &mut Account, id: &str) -> Value {
    account.call("GetCommandInvocation", json!({ "CommandId": id, "InstanceId": INSTANCE })).unwrap()
}

fn patch(account: &mut Account, patch: Value) {
    let root = Path::Root("patch");
    account.apply(overlay(&account.state, patch.into(), &root, Mode::Patch, &account.setting).unwrap());
}

fn set_transitions(account: &mut Account, transitions: Value) {
    account.apply(transitions::set(&account.state, transitions.into(), &Path::Root("transitions")).unwrap());
}

#[test]
fn a_command_that_nobody_answers_succeeds_without_output() {
    let mut account = account();
    let id = send(&mut account, &["true"]);
    assert_eq!(id.len(), 36);
    let running = invocation(&mut account, &id);
    assert_eq!((&running["Status"], &running["ResponseCode"]), (&json!("InProgress"), &json!(-1)));
    account.advance(1000);
    assert_eq!(
        invocation(&mut account, &id),
        json!({
            "CommandId": id,
            "InstanceId": INSTANCE,
            "Comment": "",
            "DocumentName": "AWS-RunShellScript",
            "DocumentVersion": "$DEFAULT",
            "PluginName": "aws:runShellScript",
            "ResponseCode": 0,
            "ExecutionStartDateTime": "2026-01-29T10:00:00.000Z",
            "ExecutionElapsedTime": "PT1S",
            "ExecutionEndDateTime": "2026-01-29T10:00:01.000Z",
            "Status": "Success",
            "StatusDetails": "Success",
            "StandardOutputContent": "",
            "StandardOutputUrl": "",
            "StandardErrorContent": "",
            "StandardErrorUrl": "",
            "CloudWatchOutputConfig": { "CloudWatchLogGroupName": "", "CloudWatchOutputEnabled": false },
        })
    );
}

#[test]
fn an_invocation_can_be_invisible_at_first() {
    let mut account = account();
    set_transitions(&mut account, json!({ "ssm:visibility": 100 }));
    let id = send(&mut account, &["true"]);
    let input = json!({ "CommandId": id, "InstanceId": INSTANCE });
    assert_eq!(account.error("GetCommandInvocation", input).code, "InvocationDoesNotExist");
    account.advance(100);
    assert_eq!(invocation(&mut account, &id)["Status"], "InProgress");
}

#[test]
fn an_immediate_command_is_done_when_it_is_looked_at() {
    let mut account = account();
    set_transitions(&mut account, json!({ "*": "immediate" }));
    let id = send(&mut account, &["true"]);
    assert_eq!(invocation(&mut account, &id)["Status"], "Success");
    assert_eq!(scheduled::next_due(&account.state), None);
}

#[test]
fn a_command_that_is_polled_is_done_with_the_last_look() {
    let mut account = account();
    set_transitions(&mut account, json!({ "ssm:command": { "polls": 2 } }));
    let id = send(&mut account, &["true"]);
    assert_eq!(invocation(&mut account, &id)["Status"], "InProgress");
    assert_eq!(invocation(&mut account, &id)["Status"], "Success");
}

#[test]
fn a_command_that_is_hidden_is_not_looked_at() {
    let mut account = account();
    set_transitions(&mut account, json!({ "*": { "polls": 2 } }));
    let id = send(&mut account, &["true"]);
    let input = json!({ "CommandId": id, "InstanceId": INSTANCE });
    assert_eq!(account.error("GetCommandInvocation", input).code, "InvocationDoesNotExist");
    assert_eq!(invocation(&mut account, &id)["Status"], "InProgress");
    assert_eq!(invocation(&mut account, &id)["Status"], "Success");
}

#[test]
fn answers_of_the_state_are_found_in_order_and_counted_down() {
    let mut account = account();
    let responses = json!([
        { "match": "echo hi", "output": "hi\n", "times": 1 },
        { "match": "/^ECHO/i", "status": "Failed", "error": "no", "delayMs": 5000 },
        { "match": "/opt/run/", "output": "exact" },
    ]);
    patch(&mut account, json!({ "ssm": { "commandResponses": responses } }));
    let ids = [&["echo hi"][..], &["echo hi"], &["/opt/run/"]].map(|lines| send(&mut account, lines));
    account.advance(1000);
    let outcomes = ids.each_ref().map(|id| {
        let it = invocation(&mut account, id);
        json!([it["Status"], it["StandardOutputContent"], it["StandardErrorContent"]])
    });
    assert_eq!(json!(outcomes), json!([["Success", "hi\n", ""], ["InProgress", "", ""], ["Success", "exact", ""]]));
    account.advance(4000);
    assert_eq!(invocation(&mut account, &ids[1])["StandardErrorContent"], "no");
    let state = serde_json::to_value(&account.state).unwrap();
    assert_eq!(state["ssm"]["commandResponses"][0]["times"], 0);
}

#[test]
fn code_of_the_application_answers_a_command_once() {
    let mut account = account();
    account.answer = Some(json!({ "handled": true }));
    let id = send(&mut account, &["slow"]);
    account.advance(60_000);
    assert_eq!(invocation(&mut account, &id)["Status"], "InProgress");
    let complete = |account: &mut Account, result: Value| {
        let entries = command_runs::complete_by_handler(&account.state, &id, result.into(), &account.setting).unwrap();
        account.apply(entries);
    };
    complete(&mut account, json!({ "status": "Failed", "output": "so far", "delayMs": 50 }));
    assert_eq!(invocation(&mut account, &id)["Status"], "InProgress");
    account.advance(50);
    let failed = invocation(&mut account, &id);
    assert_eq!((&failed["Status"], &failed["StandardOutputContent"]), (&json!("Failed"), &json!("so far")));
    complete(&mut account, json!({ "output": "once more" }));
    account.advance(3_600_000);
    assert_eq!(invocation(&mut account, &id)["StandardOutputContent"], "so far");
}

#[test]
fn code_that_has_answered_does_not_time_out() {
    let mut account = account();
    account.answer = Some(json!({ "handled": true }));
    let input = json!({
        "DocumentName": "AWS-RunShellScript", "InstanceIds": [INSTANCE],
        "Parameters": { "commands": ["slow"], "executionTimeout": ["60"] },
    });
    let output = account.call("SendCommand", input).unwrap();
    let id = output["Command"]["CommandId"].as_str().unwrap();
    account.advance(59_000);
    let result = json!({ "delayMs": 5000 }).into();
    let entries = command_runs::complete_by_handler(&account.state, id, result, &account.setting).unwrap();
    account.apply(entries);
    account.advance(4999);
    assert_eq!(invocation(&mut account, id)["Status"], "InProgress");
    account.advance(1);
    assert_eq!(invocation(&mut account, id)["Status"], "Success");
}

#[test]
fn a_command_that_a_method_has_ended_stays_as_it_is() {
    let mut account = account();
    let id = send(&mut account, &["true"]);
    let updates = json!({ "status": "Failed", "error": "by hand" }).into();
    account.apply(commands::update(&account.state, id.as_str().into(), updates).unwrap());
    account.advance(1000);
    let it = invocation(&mut account, &id);
    assert_eq!((&it["Status"], &it["StandardErrorContent"]), (&json!("Failed"), &json!("by hand")));
}

#[test]
fn code_that_never_answers_times_out() {
    let mut account = account();
    account.answer = Some(json!({ "handled": true }));
    let id = send(&mut account, &["never"]);
    account.advance(3_599_999);
    assert_eq!(invocation(&mut account, &id)["Status"], "InProgress");
    account.advance(1);
    let late = invocation(&mut account, &id);
    assert_eq!((&late["Status"], &late["StatusDetails"]), (&json!("TimedOut"), &json!("ExecutionTimedOut")));
    let commands = serde_json::to_value(&account.state).unwrap()["ssm"]["commands"].take();
    assert_eq!((&commands[0]["status"], &commands[0]["awsStatus"]), (&json!("Failed"), &json!("TimedOut")));
}

#[test]
fn output_is_cut() {
    let mut account = account();
    let response = json!({ "match": "cat", "output": "ä".repeat(30_000), "error": "é".repeat(9_000) });
    patch(&mut account, json!({ "ssm": { "commandResponses": [response] } }));
    let id = send(&mut account, &["cat"]);
    account.advance(1000);
    let it = invocation(&mut account, &id);
    let length = |member: &str| it[member].as_str().unwrap().chars().count();
    assert_eq!((length("StandardOutputContent"), length("StandardErrorContent")), (24_000, 8_000));
}

#[test]
fn targets_are_running_instances() {
    let mut account = account();
    patch(&mut account, json!({ "instance": { "tags": { "role": "game" } } }));
    let mut sent_to = |target: Value| {
        let input = json!({
            "DocumentName": "AWS-RunShellScript", "Targets": [target], "Parameters": { "commands": ["true"] },
        });
        let command = account.call("SendCommand", input).unwrap()["Command"].take();
        assert_eq!((&command["InstanceIds"], &command["TargetCount"]), (&json!([]), &json!(0)));
        let invocations = account.call("ListCommandInvocations", json!({ "CommandId": command["CommandId"] })).unwrap();
        let invocations = invocations["CommandInvocations"].as_array().unwrap();
        json!(invocations.iter().map(|it| it["InstanceId"].clone()).collect::<Vec<_>>())
    };
    assert_eq!(sent_to(json!({ "Key": "tag:role", "Values": ["game"] })), json!([INSTANCE]));
    assert_eq!(sent_to(json!({ "Key": "tag:role", "Values": ["web"] })), json!([]));
    assert_eq!(sent_to(json!({ "Key": "InstanceIds", "Values": [INSTANCE] })), json!([INSTANCE]));
}

#[test]
fn what_cannot_be_sent_is_refused_in_the_words_of_aws() {
    let mut stopped = Account::new();
    let input = |document: &str, id: &str, parameters: Value| json!({ "DocumentName": document, "InstanceIds": [id], "Parameters": parameters });
    let lines = || json!({ "commands": ["true"] });
    let error = stopped.error("SendCommand", input("AWS-RunShellScript", INSTANCE, lines()));
    assert_eq!(error.code, "InvalidInstanceId");
    assert_eq!(error.message, format!("Instances [[{INSTANCE}]] not in a valid state for account 123456789012"));
    let mut account = account();
    for (input, code) in [
        (input("AWS-RunShellScript", "i-1234567890abcdef0", lines()), "InvalidInstanceId"),
        (input("Mine", INSTANCE, lines()), "InvalidDocument"),
        (input("AWS-RunShellScript", INSTANCE, json!({})), "InvalidParameters"),
        (
            input("AWS-RunShellScript", INSTANCE, json!({ "commands": ["true"], "colour": ["red"] })),
            "InvalidParameters",
        ),
    ] {
        assert_eq!(account.error("SendCommand", input).code, code);
    }
    let input = json!({ "CommandId": "0".repeat(36), "InstanceId": INSTANCE });
    assert_eq!(account.error("GetCommandInvocation", input).code, "InvocationDoesNotExist");
}

#[test]
fn a_match_is_an_expression_with_flags_and_ends_whatever_it_is() {
    let answers = |pattern: &str, lines: &[&str]| {
        let mut account = account();
        patch(&mut account, json!({ "ssm": { "commandResponses": [{ "match": pattern, "output": "found" }] } }));
        let id = send(&mut account, lines);
        account.advance(1000);
        invocation(&mut account, &id)["StandardOutputContent"] == "found"
    };
    assert!(answers(r"/^MCRCON \/list$/im", &["cd /", "mcrcon /list"]));
    assert!(answers("/cd.*list/gsu", &["cd /", "mcrcon /list"]));
    assert!(!answers("/^list/", &["mcrcon list"]));
    assert!(!answers("/(/", &["(("]));
    assert!(!answers("/^(?:(?=a)(?:a+)+)+$/", &[&("a".repeat(4000) + "!")]));
}
