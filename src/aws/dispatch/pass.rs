//! One pass of a request: what it changes, and how it goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::aws::faults::{Decision, Target, decide};
use crate::aws::known;
use crate::aws::models::{Operation, Service};
use crate::aws::services::{Question, StartedCommand, handler, question, started_command};
use crate::aws::validation::validate;
use crate::state::{Draft, Entries, State};

/// A request whose operation is known, in one of its passes.
pub(super) struct Pass {
    pub(super) service: &'static Service,
    pub(super) operation: &'static Operation,
    pub(super) access_key_id: String,
    pub(super) session_token: String,
    pub(super) command_limit: usize,
    pub(super) asked: bool,
    pub(super) answer: Option<Value>,
}

/// What the first pass has decided.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Decided {
    pub(super) request_id: String,
    pub(super) decision: Decision,
    /// The position in the numbers of the seed, where there is one.
    position: Option<u64>,
    /// Which pass comes next.
    pass: u64,
}

/// How a request goes on.
pub(super) enum Outcome {
    Wait(f64),
    Ask(Question),
    Answer(Answered),
}

/// What a request is answered, before the faults that come after its change.
pub(super) struct Answered {
    pub(super) input: Value,
    pub(super) output: Result<Value>,
}

impl Decided {
    /// Decides, in the first pass.
    fn first(draft: &mut Draft, target: &Target<'_>) -> Self {
        let (request_id, position) = (draft.new_uuid(), draft.setting().random.position());
        Self { request_id, decision: decide(draft, target), position, pass: 0 }
    }

    /// Goes on in a later pass: it draws numbers of its own, whatever other calls have drawn meanwhile.
    fn again(self, draft: &Draft) -> Self {
        if let Some(position) = self.position {
            draft.setting().random.resume(position, self.pass);
        }
        self
    }

    /// What the next pass is told.
    pub(super) fn into_next(self) -> String {
        let next = Self { pass: self.pass + 1, ..self };
        serde_json::to_string(&next).unwrap_or_default()
    }
}

impl Pass {
    /// Runs the pass. A call that fails changes nothing, but that its faults and its looks are counted.
    pub(super) fn run(
        &self,
        mut draft: Draft,
        decided: Option<Decided>,
        input: Result<Value>,
    ) -> (Entries, Decided, Outcome) {
        let is_first = decided.is_none();
        let target = Target::on_wire(self.service.id, &self.operation.name, input.as_ref().ok());
        let target = target.called_with(&self.session_token);
        let decided = match decided {
            Some(decided) => decided.again(&draft),
            None => Decided::first(&mut draft, &target),
        };
        draft.keep();
        let Decision { before_ms, is_after, .. } = decided.decision;
        if is_first && before_ms > 0.0 {
            return (draft.into_entries(), decided, Outcome::Wait(before_ms));
        }
        if decided.decision.instead.is_some() && !is_after {
            // Nothing happens: the answer is replaced.
            let input = input.unwrap_or_else(|_| json!({}));
            return (draft.into_entries(), decided, Outcome::Answer(Answered { input, output: Ok(Value::Null) }));
        }
        let (entries, outcome) = self.answer(draft, input);
        (entries, decided, outcome)
    }

    /// The command that the application's own code is to run, where it was asked.
    pub(super) fn started(&self, answered: &Answered, state: &State) -> Option<StartedCommand> {
        let output = answered.output.as_ref().ok().filter(|_| self.asked)?;
        started_command(self.service.id, &self.operation.name, output, state)
    }

    fn answer(&self, draft: Draft, input: Result<Value>) -> (Entries, Outcome) {
        match self.check(&draft, &input) {
            Ok(Some(question)) => (draft.into_entries(), Outcome::Ask(question)),
            Ok(None) => {
                let input = input.unwrap_or_else(|_| json!({}));
                let (entries, output) = self.handle(draft, input.clone());
                (entries, Outcome::Answer(Answered { input, output }))
            }
            Err(error) => {
                let input = input.unwrap_or_else(|_| json!({}));
                (draft.into_entries(), Outcome::Answer(Answered { input, output: Err(error) }))
            }
        }
    }

    /// What has to be asked first; or the error that the handler is spared.
    fn check(&self, draft: &Draft, input: &Result<Value>) -> Result<Option<Question>> {
        let Self { service, operation, .. } = self;
        if self.asked {
            return Ok(None);
        }
        let input = input.as_ref().map_err(AwsError::clone)?;
        validate(service, operation, input, &|text| known::is_known(draft.state(), text))?;
        Ok(question(service.id, &operation.name, input))
    }

    fn handle(&self, draft: Draft, input: Value) -> (Entries, Result<Value>) {
        let internal = || AwsError::new("InternalFailure", "The mock has failed to answer.").with_status(500);
        let Some(handler) = handler(self.service.id, &self.operation.name) else {
            return (draft.into_kept(), Err(internal()));
        };
        let mut call = Call {
            draft,
            answer: self.answer.clone(),
            command_limit: self.command_limit,
            access_key_id: self.access_key_id.clone(),
            session_token: self.session_token.clone(),
        };
        // A mistake in a handler must not break the store: its draft is dropped.
        match catch_unwind(AssertUnwindSafe(|| handler(&mut call, input))).unwrap_or_else(|_| Err(internal())) {
            Ok(output) => (call.draft.into_entries(), Ok(output)),
            Err(error) => (call.draft.into_kept(), Err(error)),
        }
    }
}
