//! Specs of mails.

use serde_json::{Value, json};

use crate::aws::services::tests::Account;
use crate::state::Area;

fn email() -> Value {
    json!({
        "Source": "Server <server@example.com>",
        "Destination": { "ToAddresses": ["you@example.com"] },
        "Message": { "Subject": { "Data": "Hi" }, "Body": { "Text": { "Data": "It runs." } } },
    })
}

#[test]
fn what_is_sent_is_kept() {
    let mut account = Account::new();
    let output = account.call("SendEmail", email()).unwrap();
    account.advance(0);
    let state = serde_json::to_value(&account.state).unwrap();
    assert_eq!(
        state["ses"]["sentEmails"],
        json!([{
            "messageId": output["MessageId"],
            "source": "Server <server@example.com>",
            "destination": { "to": ["you@example.com"] },
            "subject": "Hi",
            "body": { "text": "It runs." },
            "createdAt": "2026-01-29T10:00:00.000Z",
            "sentAt": "2026-01-29T10:00:00.000Z",
        }])
    );
}

#[test]
fn no_more_than_a_thousand_are_kept() {
    let mut account = Account::new();
    for _ in 0..1003 {
        account.call("SendEmail", email()).unwrap();
    }
    assert_eq!(account.state.len(Area::SentEmail), 1000);
}

#[test]
fn what_is_incomplete_is_refused() {
    let without = |pointer: &str| {
        let mut email = email();
        *email.pointer_mut(pointer).unwrap() = json!({});
        email
    };
    let mut account = Account::new();
    let error = account.error("SendEmail", without("/Destination"));
    assert_eq!((&*error.code, &*error.message), ("InvalidParameterValue", "Missing required header 'To'."));
    assert_eq!(account.error("SendEmail", without("/Message/Body")).code, "InvalidParameterValue");
    let nobody = json!({ "ToAddresses": ["nobody"] });
    let input = json!({ "Source": "a@b.c", "Destination": nobody, "Message": email()["Message"] });
    assert_eq!(account.error("SendEmail", input).message, "Missing final '@domain'");
}
