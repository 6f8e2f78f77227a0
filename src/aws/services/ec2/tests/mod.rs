//! What EC2 answers, and what the account is like then.

mod attachments;
mod images;
mod instances;
mod launch;
mod tags;
mod volumes;

use serde_json::{Value, json};

use crate::aws::error::{AwsError, Result};
use crate::aws::services::tests as services;
use crate::document::Path;
use crate::state::{Mode, State, overlay, transitions};

/// The methods' instance and its volume.
const INSTANCE: &str = "i-mock1234567890abcdef";
const VOLUME: &str = "vol-mock1234567890abcdef";

/// An account whose EC2 is called.
struct Account(services::Account);

impl Account {
    fn new() -> Self {
        Self(services::Account::new())
    }

    /// An account in which everything is over at once.
    fn immediate() -> Self {
        let mut account = Self::new();
        account.transitions(&json!({ "*": "immediate" }));
        account
    }

    fn state(&self) -> &State {
        &self.0.state
    }

    fn transitions(&mut self, partial: &Value) {
        let entries = transitions::set(self.state(), partial.clone().into(), &Path::Root("transitions")).unwrap();
        self.0.apply(entries);
    }

    fn patch(&mut self, patch: Value) {
        let root = Path::Root("patch");
        let entries = overlay(self.state(), patch.into(), &root, Mode::Patch, &self.0.setting).unwrap();
        self.0.apply(entries);
    }

    fn try_call(&mut self, operation: &str, input: Value) -> Result<Value> {
        self.0.call(operation, input)
    }

    fn call(&mut self, operation: &str, input: Value) -> Value {
        self.try_call(operation, input).unwrap()
    }

    fn refuses(&mut self, operation: &str, input: Value) -> AwsError {
        let before = self.state().clone();
        let error = self.try_call(operation, input).unwrap_err();
        assert_eq!(*self.state(), before);
        error
    }

    /// The code and the message of the error.
    fn error(&mut self, operation: &str, input: Value) -> (String, String) {
        let AwsError { code, message, .. } = self.refuses(operation, input);
        (code.into(), message)
    }

    fn code(&mut self, operation: &str, input: Value) -> String {
        self.error(operation, input).0
    }

    fn advance(&mut self, ms: i64) {
        self.0.advance(ms);
    }

    /// The instances that a request lists.
    fn instances(&mut self, input: Value) -> Vec<Value> {
        let answer = self.call("DescribeInstances", input);
        let reservations = answer["Reservations"].as_array().unwrap().iter();
        reservations.flat_map(|it| it["Instances"].as_array().unwrap().clone()).collect()
    }

    fn instance(&mut self, id: &str) -> Value {
        self.instances(json!({ "InstanceIds": [id] })).remove(0)
    }

    fn state_of(&mut self, id: &str) -> String {
        self.instance(id)["State"]["Name"].as_str().unwrap().into()
    }

    fn volume(&mut self, id: &str) -> Value {
        self.call("DescribeVolumes", json!({ "VolumeIds": [id] }))["Volumes"][0].clone()
    }

    /// The JSON of the state.
    fn json(&self) -> Value {
        serde_json::to_value(self.state()).unwrap()
    }

    /// Launches instances and answers their ids.
    fn launch(&mut self, count: u32) -> Vec<String> {
        let input = json!({ "ImageId": "ami-0123456789abcdef0", "MinCount": count, "MaxCount": count });
        let answer = self.call("RunInstances", input);
        answer["Instances"].as_array().unwrap().iter().map(|it| it["InstanceId"].as_str().unwrap().into()).collect()
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    let mut account = Account::new();
    let error = account.refuses("StartInstances", json!({ "InstanceIds": [INSTANCE], "DryRun": true }));
    assert_eq!((&*error.code, error.status), ("DryRunOperation", 412));
    assert_eq!(error.message, "Request would have succeeded, but DryRun flag is set.");
    assert_eq!(
        account.code("StartInstances", json!({ "InstanceIds": ["i-0123456789abcdef0"], "DryRun": true })),
        "InvalidInstanceID.NotFound"
    );
    for operation in ["DescribeInstances", "DescribeVolumes", "DescribeImages", "DescribeTags"] {
        assert_eq!(account.code(operation, json!({ "DryRun": true })), "DryRunOperation");
    }
}
