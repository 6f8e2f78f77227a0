//! Specs of mails.

use serde_json::{Value, json};

use crate::aws::services::tests::Account;
use crate::document::Path;
use crate::state::{Area, Mode, overlay};

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

fn identities(account: &mut Account, input: Value) -> Value {
    account.call("ListIdentities", input).unwrap()
}

#[test]
fn an_address_is_verified_at_once() {
    let mut account = Account::new();
    account.call("VerifyEmailIdentity", json!({ "EmailAddress": "server@example.com" })).unwrap();
    assert_eq!(identities(&mut account, json!({})), json!({ "Identities": ["server@example.com"] }));
    for wrong in ["server", "Server <server@example.com>", "@example.com", ""] {
        let error = account.error("VerifyEmailIdentity", json!({ "EmailAddress": wrong }));
        let message = format!("Invalid email address<{wrong}>.");
        assert_eq!((&*error.code, error.message), ("InvalidParameterValue", message));
    }
}

#[test]
fn identities_come_by_type_and_in_pages() {
    let mut account = with_identities(&json!({ "a@x.org": "Success", "b@x.org": "Pending", "x.org": "Success" }));
    let of_type = |account: &mut Account, kind: &str| identities(account, json!({ "IdentityType": kind }));
    assert_eq!(of_type(&mut account, "Domain"), json!({ "Identities": ["x.org"] }));
    assert_eq!(of_type(&mut account, "EmailAddress"), json!({ "Identities": ["a@x.org", "b@x.org"] }));
    let first = identities(&mut account, json!({ "MaxItems": 2 }));
    assert_eq!(first["Identities"], json!(["a@x.org", "b@x.org"]));
    let rest = identities(&mut account, json!({ "NextToken": first["NextToken"] }));
    assert_eq!(rest, json!({ "Identities": ["x.org"] }));
    assert_eq!(account.error("ListIdentities", json!({ "NextToken": "?" })).code, "InvalidParameterValue");
}

fn with_identities(statuses: &Value) -> Account {
    let mut account = Account::new();
    let statuses = statuses.as_object().unwrap().iter();
    let identities: Value = statuses.map(|(name, it)| (name.clone(), json!({ "verificationStatus": it }))).collect();
    let partial = json!({ "ses": { "identities": identities } });
    let root = Path::Root("");
    account.apply(overlay(&account.state, partial.into(), &root, Mode::Patch, &account.setting).unwrap());
    account
}

#[test]
fn nobody_sends_from_an_identity_that_is_not_verified() {
    let mut account = with_identities(&json!({ "server@example.com": "Pending" }));
    let error = account.error("SendEmail", email());
    assert_eq!(error.code, "MessageRejected");
    assert_eq!(
        error.message,
        "Email address is not verified. The following identities failed the check in region US-EAST-1: \
         Server <server@example.com>"
    );
    account.call("VerifyEmailIdentity", json!({ "EmailAddress": "server@example.com" })).unwrap();
    account.call("SendEmail", email()).unwrap();
    // That of the address goes before that of its domain.
    let both = json!({ "server@example.com": "Success", "example.com": "Failed" });
    with_identities(&both).call("SendEmail", email()).unwrap();
    assert_eq!(
        with_identities(&json!({ "example.com": "Failed" })).error("SendEmail", email()).code,
        "MessageRejected"
    );
}

#[test]
fn the_quota_counts_the_recipients_of_a_day() {
    let mut account = Account::new();
    let mut to_three = email();
    to_three["Destination"]["BccAddresses"] = json!(["a@example.com", "b@example.com"]);
    account.call("SendEmail", to_three).unwrap();
    account.advance(1);
    account.call("SendEmail", email()).unwrap();
    let mut quota = |ms: i64| {
        account.advance(ms);
        account.call("GetSendQuota", json!({})).unwrap()
    };
    assert_eq!(quota(0), json!({ "Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 4 }));
    assert_eq!(quota(24 * 60 * 60 * 1000 - 1)["SentLast24Hours"], 1);
}
