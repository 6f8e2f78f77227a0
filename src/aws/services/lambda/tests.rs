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

#[test]
fn a_function_is_what_the_state_says_of_it() {
    let mut account = account();
    let function = json!({ "runtime": "python3.13", "memorySize": 512, "environment": { "A": "b" } });
    let partial = json!({ "lambda": { "functions": { "hello": function } } });
    let root = Path::Root("");
    account.apply(overlay(&account.state, partial.into(), &root, Mode::Patch, &account.setting).unwrap());
    let configuration = account.call("GetFunctionConfiguration", json!({ "FunctionName": "hello" })).unwrap();
    assert_eq!((&configuration["Runtime"], &configuration["MemorySize"]), (&json!("python3.13"), &json!(512)));
    assert_eq!(configuration["Environment"], json!({ "Variables": { "A": "b" } }));
    assert_eq!(configuration["FunctionArn"], "arn:aws:lambda:us-east-1:123456789012:function:hello");
    assert_eq!(configuration["LastModified"], "2024-01-01T00:00:00.000+0000");
    let function = account.call("GetFunction", json!({ "FunctionName": "hello" })).unwrap();
    assert_eq!(function["Configuration"], configuration);
}

#[test]
fn a_function_has_one_version() {
    let mut account = account();
    let mut get = |input: Value| account.call("GetFunction", input);
    let latest = get(json!({ "FunctionName": "hello", "Qualifier": "$LATEST" })).unwrap();
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST";
    assert_eq!(latest["Configuration"]["FunctionArn"], arn);
    for input in [json!({ "FunctionName": "hello:live" }), json!({ "FunctionName": "hello", "Qualifier": "1" })] {
        assert_eq!(get(input).unwrap_err().code, "ResourceNotFoundException");
    }
    let error = get(json!({ "FunctionName": "hello:live", "Qualifier": "1" })).unwrap_err();
    assert_eq!(error.code, "InvalidParameterValueException");
    assert!(error.message.starts_with("The derived qualifier"), "{error}");
}

#[test]
fn code_of_the_application_is_a_function_too() {
    let mut account = account();
    account.error("GetFunction", json!({ "FunctionName": "mine" }));
    account.answer = Some(json!(true));
    let function = account.call("GetFunction", json!({ "FunctionName": "mine" })).unwrap();
    assert_eq!(function["Configuration"]["State"], "Active");
    account.answer = Some(json!(["mine", "hello"]));
    assert_eq!(names(&account.call("ListFunctions", json!({})).unwrap()), ["broken", "hello", "mine", "silent"]);
}

fn names(output: &Value) -> Vec<&str> {
    output["Functions"].as_array().unwrap().iter().map(|it| it["FunctionName"].as_str().unwrap()).collect()
}

#[test]
fn functions_come_in_pages() {
    let mut account = account();
    let first = account.call("ListFunctions", json!({ "MaxItems": 2, "FunctionVersion": "ALL" })).unwrap();
    assert_eq!(names(&first), ["broken", "hello"]);
    assert_eq!(first["Functions"][0]["FunctionArn"], "arn:aws:lambda:us-east-1:123456789012:function:broken:$LATEST");
    let rest = account.call("ListFunctions", json!({ "Marker": first["NextMarker"] })).unwrap();
    assert_eq!((names(&rest), rest.get("NextMarker")), (vec!["silent"], None));
    let masters = json!({ "MasterRegion": "ALL", "FunctionVersion": "ALL" });
    assert_eq!(account.call("ListFunctions", masters).unwrap(), json!({ "Functions": [] }));
    for wrong in [json!({ "Marker": "?" }), json!({ "MasterRegion": "us-east-1" })] {
        assert_eq!(account.error("ListFunctions", wrong).code, "InvalidParameterValueException");
    }
}
