//! Specs of functions.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::aws::models::ServiceId;
use crate::aws::services::tests::Account;
use crate::aws::services::{Question, question};
use crate::document::Path;
use crate::state::{Mode, overlay};

fn account() -> Account {
    let mut account = Account::new();
    let functions = json!({
        "hello": { "response": { "body": "hi" } },
        "broken": { "error": { "errorType": "TypeError", "errorMessage": "no" } },
        "silent": {},
    });
    let partial = json!({ "lambda": { "functions": functions } });
    let root = Path::Root("");
    account.apply(overlay(&account.state, partial.into(), &root, Mode::Patch, &account.setting).unwrap());
    account
}

fn payload(output: &Value) -> Value {
    serde_json::from_slice(&STANDARD.decode(output["Payload"].as_str().unwrap()).unwrap()).unwrap()
}

#[test]
fn a_function_of_the_state_answers_by_any_of_its_names() {
    let mut account = account();
    for name in [
        "hello",
        "hello:live",
        "123456789012:function:hello",
        "arn:aws:lambda:us-east-1:123456789012:function:hello",
        "arn:aws:lambda:us-east-1:123456789012:function:hello:live",
    ] {
        let output = account.call("Invoke", json!({ "FunctionName": name })).unwrap();
        assert_eq!(payload(&output), json!({ "body": "hi" }), "{name}");
        assert_eq!((&output["StatusCode"], &output["ExecutedVersion"]), (&json!(200), &json!("$LATEST")));
    }
    let silent = account.call("Invoke", json!({ "FunctionName": "silent" })).unwrap();
    assert_eq!(payload(&silent), Value::Null);
}

#[test]
fn code_of_the_application_comes_first() {
    let mut account = account();
    account.answer = Some(json!({ "payload": STANDARD.encode("[1]") }));
    assert_eq!(payload(&account.call("Invoke", json!({ "FunctionName": "hello" })).unwrap()), json!([1]));
    account.answer = Some(json!({ "error": { "errorType": "Error", "errorMessage": "mine", "trace": [] } }));
    let output = account.call("Invoke", json!({ "FunctionName": "nowhere" })).unwrap();
    assert_eq!((&output["FunctionError"], &payload(&output)["errorMessage"]), (&json!("Unhandled"), &json!("mine")));
}

#[test]
fn a_function_fails_as_the_state_says() {
    let output = account().call("Invoke", json!({ "FunctionName": "broken", "LogType": "Tail" })).unwrap();
    assert_eq!(output["FunctionError"], "Unhandled");
    assert_eq!(payload(&output), json!({ "errorType": "TypeError", "errorMessage": "no", "trace": [] }));
    let logs = STANDARD.decode(output["LogResult"].as_str().unwrap()).unwrap();
    assert!(String::from_utf8(logs).unwrap().starts_with("START RequestId: "));
}

#[test]
fn events_and_dry_runs_have_no_payload() {
    let mut account = account();
    let mut invoke = |kind: &str| account.call("Invoke", json!({ "FunctionName": "hello", "InvocationType": kind }));
    assert_eq!(invoke("Event").unwrap(), json!({ "StatusCode": 202 }));
    assert_eq!(invoke("DryRun").unwrap(), json!({ "StatusCode": 204 }));
}

#[test]
fn others_do_not_exist() {
    let error = account().error("Invoke", json!({ "FunctionName": "nowhere:live" }));
    assert_eq!((&*error.code, error.status), ("ResourceNotFoundException", 404));
    assert_eq!(error.message, "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nowhere:live");
    for garbage in [&b"{"[..], b"\"\xff\""] {
        let input = json!({ "FunctionName": "hello", "Payload": STANDARD.encode(garbage) });
        assert_eq!(account().error("Invoke", input).code, "InvalidRequestContentException");
    }
}

#[test]
fn the_application_is_asked_by_the_name_alone() {
    let input = json!({ "FunctionName": "123456789012:function:hello:live", "Payload": "e30=" });
    let asked = Question::Invoke {
        function_name: "hello".into(),
        payload: "e30=".into(),
        invocation_type: "RequestResponse".into(),
    };
    assert_eq!(question(ServiceId::Lambda, "Invoke", &input), Some(asked));
}
