//! What the tests of handlers share.

use serde_json::Value;

use super::{Operations, cloudformation, cost_explorer, ec2, lambda, of_service, ses, ssm, sts};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::aws::models::ServiceId;
use crate::state::tests::setting;
use crate::state::{Draft, Setting, State, scheduled};

/// An account that is called.
pub(crate) struct Account {
    pub(crate) state: State,
    pub(crate) setting: Setting,
    pub(crate) answer: Option<Value>,
    pub(crate) session_token: String,
}

impl Account {
    pub(crate) fn new() -> Self {
        Self::of(setting())
    }

    pub(crate) fn of(setting: Setting) -> Self {
        Self { state: State::defaults(&setting), setting, answer: None, session_token: String::new() }
    }

    /// Calls an operation after what has come due.
    pub(crate) fn call(&mut self, operation: &str, input: Value) -> Result<Value> {
        self.complete_due();
        let all: [Operations; 7] = [
            ec2::OPERATIONS,
            ssm::OPERATIONS,
            cloudformation::OPERATIONS,
            cost_explorer::OPERATIONS,
            lambda::OPERATIONS,
            sts::OPERATIONS,
            ses::OPERATIONS,
        ];
        let (_, handler) = all.into_iter().flatten().find(|(name, _)| *name == operation).expect("known");
        let mut call = Call {
            draft: Draft::new(&self.state, self.setting.clone()),
            answer: self.answer.clone(),
            command_limit: 1000,
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            session_token: self.session_token.clone(),
        };
        let output = handler(&mut call, input);
        self.apply(if output.is_ok() { call.draft.into_entries() } else { call.draft.into_kept() });
        output
    }

    pub(crate) fn error(&mut self, operation: &str, input: Value) -> AwsError {
        self.call(operation, input).expect_err("refused")
    }

    pub(crate) fn apply(&mut self, entries: crate::state::Entries) {
        for entry in entries {
            self.state.apply(&entry);
        }
    }

    pub(crate) fn advance(&mut self, ms: i64) {
        self.setting = self.setting.moved_to(self.setting.now.moved(ms));
        self.complete_due();
    }

    fn complete_due(&mut self) {
        while scheduled::next_due(&self.state).is_some_and(|due| due <= self.setting.now) {
            let entries = scheduled::complete_next(&self.state, &self.setting).expect("due");
            self.apply(entries);
        }
    }
}

#[test]
fn every_operation_of_the_models_has_a_handler() {
    for service in ServiceId::ALL {
        let mut handled: Vec<_> = of_service(service).iter().map(|(name, _)| *name).collect();
        handled.sort_unstable();
        let modelled: Vec<_> = service.service().operations().into_iter().map(|it| it.name.as_str()).collect();
        assert_eq!(handled, modelled, "{}", service.signing_name());
    }
}
